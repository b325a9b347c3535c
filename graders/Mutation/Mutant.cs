namespace MmVerify.Grader;

/// <summary>What became of a mutant.</summary>
public enum MutantFate
{
    /// <summary>The laws noticed it.</summary>
    Killed,

    /// <summary>It ran and no law noticed it.</summary>
    Survived,

    /// <summary>It was stopped by the clock of the tool, which says nothing of it.</summary>
    Timeout,

    /// <summary>It stands in code that no program runs.</summary>
    NoCoverage,

    /// <summary>It was never tried: it does not compile, or another one contains it.</summary>
    NotTried,

    /// <summary>Its author has left it out by a comment or an attribute.</summary>
    LeftOut,
}

/// <summary>One change to the code, and what became of it.</summary>
/// <param name="File">The source, by its path in the submission.</param>
/// <param name="Line">Its first line, from 1.</param>
/// <param name="Column">Its first column, from 1.</param>
/// <param name="Mutator">The kind of change.</param>
/// <param name="LineText">The whole of the first line, without the space around it.</param>
/// <param name="Original">What stands there, with runs of space made one.</param>
/// <param name="Replacement">What stood there instead, in the same way.</param>
/// <param name="Fate">What became of it.</param>
/// <param name="Reason">Why it was not tried; empty when it was.</param>
public sealed record Mutant(
    string File,
    int Line,
    int Column,
    string Mutator,
    string LineText,
    string Original,
    string Replacement,
    MutantFate Fate,
    string Reason);
