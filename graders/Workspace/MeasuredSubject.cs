using MmVerify.Compiler;
using MmVerify.Spec;

namespace MmVerify.Grader;

/// <summary>A class whose code is mutated, or watched while it runs.</summary>
/// <param name="Chapter">The chapter whose contract it implements.</param>
/// <param name="TypeName">Its full name, <c>Space.Outer+Inner</c>.</param>
/// <param name="Sources">All that is compiled with it.</param>
/// <param name="LawIds">The laws that it keeps.</param>
/// <param name="Seed">The seed of the random programs.</param>
internal sealed record MeasuredSubject(
    Chapter Chapter,
    string TypeName,
    IReadOnlyList<SourceFile> Sources,
    IReadOnlyList<string> LawIds,
    ulong Seed)
{
    /// <summary>Whether it is the suite's own code, which is compiled more strictly and trusted.</summary>
    public bool IsOurs { get; init; }

    /// <summary>How C# names it behind the alias of its assembly.</summary>
    /// <remarks>A name may be a keyword, which the sign in front of it makes a name again.</remarks>
    public string NameInCode =>
        string.Join('.', TypeName.Split('.', '+').Select(static part => "@" + part));
}

/// <summary>Something cannot be measured, which never makes a score.</summary>
/// <param name="reason">Why, in a sentence without a full stop.</param>
/// <param name="isOurs">Whether the suite or the machine is to blame, not what was handed in.</param>
public sealed class UnmeasuredException(string reason, bool isOurs) : Exception(reason)
{
    /// <summary>Whether the suite or the machine is to blame.</summary>
    public bool IsOurs { get; } = isOurs;
}
