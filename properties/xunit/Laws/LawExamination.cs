using MmVerify.Properties;
using MmVerify.Spec;

namespace MmVerify.Xunit;

/// <summary>One examination of an implementation, in this process but on a thread of its own.</summary>
/// <param name="implementation">The implementation.</param>
/// <param name="run">How much is searched, or the one program that is to be run.</param>
/// <param name="hangs">Knows what has not returned before.</param>
internal sealed class LawExamination(Type implementation, RunSettings run, HangLog hangs)
    : IChapterVisitor<Task<LawResults>>
{
    /// <summary>How much CPU time one step may take: far more than a quadratic algorithm needs.</summary>
    public static readonly TimeSpan UsualLimit = TimeSpan.FromSeconds(10);

    /// <summary>Examines.</summary>
    public static Task<LawResults> RunAsync(
        Type implementation, Chapter chapter, RunSettings run, HangLog hangs) =>
        ChapterPrograms.Of(chapter).Accept(new LawExamination(implementation, run, hangs));

    /// <inheritdoc/>
    public async Task<LawResults> Visit<TSetup, TOperation, TReply, TModel>(
        ChapterPrograms<TSetup, TOperation, TReply, TModel> programs)
        where TSetup : class
        where TOperation : class, IOperation
        where TReply : struct, IReply<TReply>
        where TModel : class, IModel<TSetup, TOperation, TReply>
    {
        if (hangs.WhyNotRun is string reason)
        {
            return ForEach(programs.Untyped, law => new(LawTestEnd.Failed, LawText.Unknown(law, reason)));
        }

        var watched = new WatchedPrograms<TSetup, TOperation, TReply, TModel>(
            programs, programs.Chapter.NewDriver(implementation), run.CpuLimit ?? UsualLimit);
        LawResults? results = null;
        Counterexample? hang = await watched.RunAsync($"the laws of {implementation.Name}", () =>
            results = run.Replay is string token && !token.Contains('=', StringComparison.Ordinal)
                ? Replay(watched, token)
                : Examine(watched));
        if (hang is null)
        {
            return results!;
        }

        hangs.Note($"{hang.Culprit} of {implementation.Name}");
        Law terminates = programs.Untyped.Laws.Single(static law => law.ShortId == "TERMINATES");
        return ForEach(programs.Untyped, law => new(
            LawTestEnd.Failed,
            law == terminates
                ? LawText.Broken(law, hang)
                : LawText.Unknown(law, $"not judged: fix {terminates.Id} first")));
    }

    private LawResults Examine<TSetup, TOperation, TReply, TModel>(
        WatchedPrograms<TSetup, TOperation, TReply, TModel> watched)
        where TSetup : class
        where TOperation : class, IOperation
        where TReply : struct, IReply<TReply>
        where TModel : class, IModel<TSetup, TOperation, TReply>
    {
        var examiner = new Examiner<TSetup, TOperation, TReply, TModel>(
            watched.Programs, watched.Executor, run.ToOptions());
        var findings = examiner.Run().ToDictionary(static finding => finding.Law.Id);
        return ForEach(watched.Programs.Untyped, law => ResultOf(findings[law.Id], watched.Unwritten));
    }

    private static LawResult ResultOf(Finding finding, IReadOnlyList<string> unwritten)
    {
        Verdict verdict = finding.Verdict;
        bool throwsAsUnwritten = finding.Counterexample is Counterexample counterexample
            && counterexample.Actual.StartsWith(
                "threw " + nameof(NotImplementedException), StringComparison.Ordinal);
        return verdict.Kind switch
        {
            VerdictKind.Holds => LawResult.Passed,
            VerdictKind.Unknown when verdict.Law.ShortId == "COST" => new(LawTestEnd.Skipped, verdict.Reason),
            VerdictKind.Broken when !throwsAsUnwritten =>
                new(LawTestEnd.Failed, LawText.Broken(verdict.Law, finding.Counterexample!)),
            _ when unwritten.Count > 0 => new(LawTestEnd.Failed, LawText.Unwritten(verdict.Law, unwritten)),
            _ => new(LawTestEnd.Failed, LawText.Unknown(verdict.Law, verdict.Reason)),
        };
    }

    private static LawResults Replay<TSetup, TOperation, TReply, TModel>(
        WatchedPrograms<TSetup, TOperation, TReply, TModel> watched, string token)
        where TSetup : class
        where TOperation : class, IOperation
        where TReply : struct, IReply<TReply>
        where TModel : class, IModel<TSetup, TOperation, TReply>
    {
        const string Silence = "the program of " + RunSettings.ReplayVariable + " says nothing of this law";
        Chapter chapter = watched.Programs.Untyped;
        if (ReplayToken.ChapterOf(token) != chapter)
        {
            return ForEach(chapter, static _ => new(LawTestEnd.Skipped, Silence));
        }

        OneReading reading = watched.Read(ReplayToken.Read(watched.Programs.Chapter, token));
        return ForEach(chapter, law =>
            reading.Broken.TryGetValue(law.Id, out Counterexample? broken)
                ? new(LawTestEnd.Failed, LawText.Broken(law, broken))
                : reading.Spoken.Contains(law.Id) ? LawResult.Passed : new(LawTestEnd.Skipped, Silence));
    }

    private static LawResults ForEach(Chapter chapter, Func<Law, LawResult> result) =>
        new(chapter.Laws.Where(static law => !law.IsPolicy).ToDictionary(static law => law.Id, result));
}
