namespace MmVerify.Compiler;

/// <summary>A class of a submission that implements a contract.</summary>
/// <param name="TypeName">The full name by which the assembly finds it, <c>Space.Outer+Inner</c>.</param>
/// <param name="Place">Where it is declared.</param>
public sealed record Implementer(string TypeName, SourcePlace Place)
{
    /// <inheritdoc/>
    public override string ToString() => $"{TypeName} ({Place})";
}

/// <summary>What a submission has for one contract.</summary>
/// <param name="Contract">The contract's full name, <c>MmVerify.Spec.IBuddyAllocator</c>.</param>
/// <param name="Implementers">The public classes that implement it, in order of their names.</param>
/// <param name="Hints">Types that nearly do, and what keeps each from counting.</param>
public sealed record ContractSearch(
    string Contract,
    IReadOnlyList<Implementer> Implementers,
    IReadOnlyList<Diagnosis> Hints)
{
    /// <summary>The one class to examine, or nothing when there is none or more than one.</summary>
    public Implementer? Subject => Implementers.Count == 1 ? Implementers[0] : null;

    /// <summary>Whether any public class implements the contract.</summary>
    public bool IsAttempted => Implementers.Count > 0;

    /// <summary>Says which classes compete, or nothing when there is no doubt.</summary>
    public Diagnosis? Error => Implementers.Count < 2 ? null : new(
        Refusal.TwoImplementers,
        Implementers[1].Place,
        Printable.Text($"{string.Join(" and ", Implementers)} implement {ShortName}; keep one public"));

    private string ShortName => Contract[(Contract.LastIndexOf('.') + 1)..];
}
