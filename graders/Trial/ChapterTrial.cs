using MmVerify.Properties;
using MmVerify.Spec;

namespace MmVerify.Grader;

/// <summary>
/// Examines every specimen of a chapter in this process, with all laws, and with laws that have a mistake: a
/// judge that is negated, or whose bound is moved by one, has to give another verdict than the law itself on
/// some specimen. Otherwise nobody would notice the mistake.
/// </summary>
internal sealed class ChapterTrial(
    Checkout checkout, IReadOnlyList<Specimen> specimens, ExaminationOptions options, Action<string> progress)
    : IChapterVisitor<TrialReport>
{
    public TrialReport Visit<TSetup, TOperation, TReply, TModel>(
        ChapterPrograms<TSetup, TOperation, TReply, TModel> programs)
        where TSetup : class
        where TOperation : class, IOperation
        where TReply : struct, IReply<TReply>
        where TModel : class, IModel<TSetup, TOperation, TReply>
    {
        Chapter<TSetup, TOperation, TReply, TModel> chapter = programs.Chapter;
        IReadOnlyList<LawVariant<TOperation, TReply, TModel>> variants = LawVariants.Of(chapter, checkout);
        ILookup<string, int> places = chapter.Laws.Index()
            .ToLookup(static law => law.Item.Id, static law => law.Index);
        var noticedBy = new string?[variants.Count];
        var rows = new List<TrialRow>();
        foreach (Specimen specimen in specimens)
        {
            int[] left = [.. Enumerable.Range(0, variants.Count).Where(i => noticedBy[i] is null)];
            progress($"{chapter.Name}: {rows.Count + 1} of {specimens.Count}, {specimen.Name}; "
                + $"{left.Length} of {variants.Count} changed laws not noticed yet");
            var many = new ManyLaws<TSetup, TOperation, TReply, TModel>(
                chapter, [.. chapter.JudgedLaws, .. left.Select(i => variants[i].Law)], options);
            rows.Add(Examine(programs, specimen, many.Read));
            VerdictKind[] verdicts = many.Verdicts();
            for (int i = 0; i < left.Length; i++)
            {
                VerdictKind unchanged = verdicts[places[variants[left[i]].Law.Id].Single()];
                noticedBy[left[i]] = verdicts[chapter.Laws.Count + i] == unchanged ? null : specimen.Name;
            }
        }

        return new TrialReport(
            chapter,
            rows,
            [.. variants.Zip(
                noticedBy, static (variant, by) => new VariantResult(variant.Law.Id, variant.Change, by))],
            ExplainedVariant.Read(checkout, chapter));
    }

    private TrialRow Examine<TSetup, TOperation, TReply, TModel>(
        ChapterPrograms<TSetup, TOperation, TReply, TModel> programs,
        Specimen specimen,
        HistoryReader<TSetup, TOperation, TReply> listener)
        where TSetup : class
        where TOperation : class, IOperation
        where TReply : struct, IReply<TReply>
        where TModel : class, IModel<TSetup, TOperation, TReply>
    {
        TimeSpan before = Environment.CpuUsage.TotalTime;
        var executor = new OverheardExecutor<TSetup, TOperation, TReply>(
            new InProcessExecutor<TSetup, TOperation, TReply>(programs.Chapter.NewDriver(specimen.Type)),
            listener);
        IReadOnlyList<Finding> findings =
            new Examiner<TSetup, TOperation, TReply, TModel>(programs, executor, options).Run();
        return new TrialRow(
            specimen,
            [.. findings.Select(TrialCell.Of)],
            (Environment.CpuUsage.TotalTime - before).TotalSeconds);
    }
}
