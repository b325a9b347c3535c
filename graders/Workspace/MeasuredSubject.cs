using MmVerify.Compiler;
using MmVerify.Spec;

namespace MmVerify.Grader;

/// <summary>Code that is mutated, or watched while it runs.</summary>
/// <param name="Chapter">The chapter whose contract it implements.</param>
/// <param name="TypeNames">The full names of the classes that do, <c>Space.Outer+Inner</c>: of a submission
/// one.</param>
/// <param name="Sources">All that is compiled with it.</param>
/// <param name="LawIds">The laws that they keep.</param>
/// <param name="Seed">The seed of the random programs.</param>
internal sealed record MeasuredSubject(
    Chapter Chapter,
    IReadOnlyList<string> TypeNames,
    IReadOnlyList<SourceFile> Sources,
    IReadOnlyList<string> LawIds,
    ulong Seed)
{
    /// <summary>Whether it is the suite's own code, which is compiled more strictly and trusted.</summary>
    public bool IsOurs { get; init; }

    /// <summary>How C# names the classes behind the alias of their assembly.</summary>
    /// <remarks>A name may be a keyword, which the sign in front of it makes a name again.</remarks>
    public IEnumerable<string> NamesInCode => TypeNames.Select(static name =>
        string.Join('.', name.Split('.', '+').Select(static part => "@" + part)));
}

/// <summary>Something cannot be measured, which never makes a score.</summary>
/// <param name="reason">Why, in a sentence without a full stop.</param>
/// <param name="isOurs">Whether the suite or the machine is to blame, not what was handed in.</param>
public sealed class UnmeasuredException(string reason, bool isOurs) : Exception(reason)
{
    /// <summary>Whether the suite or the machine is to blame.</summary>
    public bool IsOurs { get; } = isOurs;
}
