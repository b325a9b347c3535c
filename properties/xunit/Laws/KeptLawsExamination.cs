using MmVerify.Properties;
using MmVerify.Spec;

namespace MmVerify.Xunit;

/// <summary>Asks only whether all of some laws hold; nothing that is found is shrunk.</summary>
internal sealed class KeptLawsExamination(
    Type implementation, IReadOnlyList<string> lawIds, RunSettings run, HangLog hangs)
    : IChapterVisitor<Task<string?>>
{
    /// <summary>Examines.</summary>
    /// <returns>Null when all laws hold, otherwise which does not and why.</returns>
    /// <exception cref="ArgumentException">The laws are none, unknown, or of several chapters.</exception>
    public static Task<string?> RunAsync(
        Type implementation, IReadOnlyList<string> lawIds, RunSettings run, HangLog hangs)
    {
        Chapter[] chapters =
            [.. Chapters.All.Where(chapter => chapter.Laws.Any(law => lawIds.Contains(law.Id)))];
        if (chapters is not [var chapter] || lawIds.Any(static id => Chapters.FindLaw(id)?.Id != id))
        {
            throw new ArgumentException(
                $"'{string.Join(' ', lawIds)}' are not ids of laws of one chapter", nameof(lawIds));
        }

        return ChapterPrograms.Of(chapter).Accept(
            new KeptLawsExamination(implementation, lawIds, run, hangs));
    }

    /// <inheritdoc/>
    public async Task<string?> Visit<TSetup, TOperation, TReply, TModel>(
        ChapterPrograms<TSetup, TOperation, TReply, TModel> programs)
        where TSetup : class
        where TOperation : class, IOperation
        where TReply : struct, IReply<TReply>
        where TModel : class, IModel<TSetup, TOperation, TReply>
    {
        if (hangs.WhyNotRun is string reason)
        {
            return reason;
        }

        ExaminationOptions options = run.ToOptions() with
        {
            Only = lawIds,
            Policies = lawIds,
            StopAtFirstBreach = true,
            ShrinkBudget = 0,
        };
        var watched = new WatchedPrograms<TSetup, TOperation, TReply, TModel>(
            programs,
            programs.Chapter.NewDriver(implementation),
            run.CpuLimit ?? LawExamination.UsualLimit);
        IReadOnlyList<Finding> findings = [];
        Counterexample? hang = await watched.RunAsync($"the laws of {implementation.Name}", () =>
            findings = new Examiner<TSetup, TOperation, TReply, TModel>(
                programs, watched.Executor, options).Run());
        if (hang is not null)
        {
            hangs.Note($"{hang.Culprit} of {implementation.Name}");
            return $"{hang.Culprit}: {hang.Actual}";
        }

        Finding? worst = findings.FirstOrDefault(static one => one.Verdict.Kind == VerdictKind.Broken)
            ?? findings.FirstOrDefault(static one => one.Verdict.Kind != VerdictKind.Holds);
        return worst switch
        {
            null => null,
            { Counterexample: Counterexample broken } => LawText.Broken(worst.Law, broken),
            _ => LawText.Unknown(worst.Law, worst.Verdict.Reason),
        };
    }
}
