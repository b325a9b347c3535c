using MmVerify.Spec;

namespace MmVerify.Properties;

/// <summary>What an examination found about one law.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Counterexample">The program that breaks the law; null unless it is broken.</param>
public sealed record Finding(Verdict Verdict, Counterexample? Counterexample)
{
    /// <summary>The law.</summary>
    public Law Law => Verdict.Law;

    /// <summary>Programs that were carried out until the law was first broken; 0 when it is not.</summary>
    public long FoundAfter { get; init; }
}
