namespace MmVerify.Grader;

/// <summary>How much of a chapter's code the laws it keeps pin down: mutation testing.</summary>
/// <param name="Points">What it is worth.</param>
/// <param name="Earned">What was earned.</param>
/// <param name="Percent">Killed mutants among those killed, survived or not covered; null when nothing was
/// measured. Unit: percent, one decimal.</param>
/// <param name="Killed">Mutants that a law noticed.</param>
/// <param name="Survived">Mutants that no law noticed.</param>
/// <param name="Timeouts">Mutants stopped by the clock; they count neither way.</param>
/// <param name="NoCoverage">Mutants in code that never ran.</param>
/// <param name="Reason">The grounds, one sentence.</param>
/// <param name="Survivors">The most telling survivors, at most ten.</param>
public sealed record GradeMutation(
    int Points,
    int Earned,
    decimal? Percent,
    int Killed,
    int Survived,
    int Timeouts,
    int NoCoverage,
    string Reason,
    IReadOnlyList<GradeSurvivor> Survivors);

/// <summary>A change to the code that no law noticed.</summary>
/// <param name="File">The student's file.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Mutator">The kind of change.</param>
/// <param name="Original">What stands there.</param>
/// <param name="Replacement">What stood there instead.</param>
public sealed record GradeSurvivor(
    string File, int Line, string Mutator, string Original, string Replacement);

/// <summary>How much of a chapter's code ran while its laws were checked.</summary>
/// <param name="Points">What it is worth.</param>
/// <param name="Earned">What was earned.</param>
/// <param name="Lines">Lines that can run.</param>
/// <param name="LinesCovered">Lines that ran.</param>
/// <param name="Branches">Branches there are.</param>
/// <param name="BranchesCovered">Branches that were taken.</param>
/// <param name="Reason">The grounds, one sentence.</param>
/// <param name="Uncovered">What did not run.</param>
public sealed record GradeCoverage(
    int Points,
    int Earned,
    int Lines,
    int LinesCovered,
    int Branches,
    int BranchesCovered,
    string Reason,
    IReadOnlyList<GradeUncovered> Uncovered);

/// <summary>Lines of one file that did not run.</summary>
/// <param name="File">The student's file.</param>
/// <param name="First">The first line, from 1.</param>
/// <param name="Last">The last line of the same stretch.</param>
public sealed record GradeUncovered(string File, int First, int Last);

/// <summary>Why a submission does not compile.</summary>
/// <param name="Id">The compiler's number of the error, <c>CS0103</c>.</param>
/// <param name="File">The student's file; empty when it is about none.</param>
/// <param name="Line">Its line, from 1; 0 when it is about none.</param>
/// <param name="Column">Its column, from 1; 0 when it is about none.</param>
/// <param name="Message">What is wrong.</param>
public sealed record GradeError(string Id, string File, int Line, int Column, string Message);

/// <summary>A place in a student's sources.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">Its line, from 1.</param>
public sealed record GradePlace(string File, int Line);
