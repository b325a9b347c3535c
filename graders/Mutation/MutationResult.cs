using System.Text.Json.Serialization;

namespace MmVerify.Grader;

/// <summary>What <c>mmverify mutate</c> writes, <c>mutation.json</c>.</summary>
/// <param name="Submission">The name of what was mutated.</param>
/// <param name="SuiteVersion">The version of the suite.</param>
/// <param name="Seed">The seed of the random programs.</param>
/// <param name="Chapters">One entry for each chapter.</param>
public sealed record MutationResult(
    string Submission, string SuiteVersion, ulong Seed, IReadOnlyList<MutationChapter> Chapters)
{
    /// <summary>The name and version of the format.</summary>
    [JsonPropertyOrder(-1)]
    public string Schema { get; } = "mmverify/mutation/v1";
}

/// <summary>One chapter.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Laws">The laws that were asked.</param>
/// <param name="Percent">Killed mutants among those killed, survived or not covered.</param>
/// <param name="Killed">Mutants that a law noticed.</param>
/// <param name="Survived">Mutants that no law noticed.</param>
/// <param name="Timeouts">Mutants stopped by the clock; they count neither way.</param>
/// <param name="NoCoverage">Mutants in code that never ran.</param>
/// <param name="Mutants">All that were tried, in the order of the sources.</param>
public sealed record MutationChapter(
    string Name,
    IReadOnlyList<string> Laws,
    decimal Percent,
    int Killed,
    int Survived,
    int Timeouts,
    int NoCoverage,
    IReadOnlyList<MutationEntry> Mutants)
{
    /// <summary>The entry of a run.</summary>
    internal static MutationChapter Of(MeasuredSubject subject, MutationRun run) => new(
        subject.Chapter.Name,
        subject.LawIds,
        run.Percent,
        run.Count(MutantFate.Killed),
        run.Count(MutantFate.Survived),
        run.Count(MutantFate.Timeout),
        run.Count(MutantFate.NoCoverage),
        [.. run.Mutants
            .Where(static one => one.Fate is not (MutantFate.NotTried or MutantFate.LeftOut))
            .Select(static one => new MutationEntry(
                one.File, one.Line, one.Column, one.Mutator, one.Original, one.Replacement, $"{one.Fate}"))]);
}

/// <summary>One mutant.</summary>
/// <param name="File">The source.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Column">Its column, from 1.</param>
/// <param name="Mutator">The kind of change.</param>
/// <param name="Original">What stands there.</param>
/// <param name="Replacement">What stood there instead.</param>
/// <param name="Fate"><c>Killed</c>, <c>Survived</c>, <c>Timeout</c> or <c>NoCoverage</c>.</param>
public sealed record MutationEntry(
    string File, int Line, int Column, string Mutator, string Original, string Replacement, string Fate);
