namespace MmVerify.Spec;

/// <summary>What is known of one law after an examination.</summary>
public enum VerdictKind
{
    /// <summary>It spoke about enough steps and each was as it says.</summary>
    Holds,

    /// <summary>There is a program in which it does not hold.</summary>
    Broken,

    /// <summary>Nothing can be said; the reason says why. Never a pass.</summary>
    Unknown,
}

/// <summary>One law, what is known of it, and on what grounds.</summary>
/// <param name="Law">The law.</param>
/// <param name="Kind">What is known.</param>
/// <param name="Witnesses">Steps about which the law spoke and that kept it.</param>
/// <param name="Reason">The grounds, one sentence.</param>
public sealed record Verdict(Law Law, VerdictKind Kind, long Witnesses, string Reason);
