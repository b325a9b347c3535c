using MmVerify.Properties;
using MmVerify.Spec;

namespace MmVerify.Grader;

/// <summary>One chapter of what was measured.</summary>
/// <param name="Subject">What was measured.</param>
/// <param name="Run">What came of it.</param>
/// <typeparam name="TRun">Mutation or coverage.</typeparam>
internal sealed record MeasuredRun<TRun>(MeasuredSubject Subject, TRun Run);

/// <summary>Measures the reference, or a submission after its examination, chapter by chapter.</summary>
/// <param name="Name">The name of what was measured.</param>
/// <param name="Runs">One for each chapter.</param>
/// <typeparam name="TRun">Mutation or coverage.</typeparam>
internal sealed record MeasuredRuns<TRun>(string Name, IReadOnlyList<MeasuredRun<TRun>> Runs)
{
    /// <summary>Measures the suite's own solutions, which are trusted.</summary>
    /// <param name="chapters">The chapters.</param>
    /// <param name="seed">The seed of the random programs.</param>
    /// <param name="measure">Measures one.</param>
    public static MeasuredRuns<TRun> OfReference(
        IReadOnlyList<Chapter> chapters, ulong seed, Func<MeasuredSubject, TRun> measure) => new(
            MeasuredArguments.Reference,
            [.. chapters.Select(chapter => Subjects.Reference(chapter, seed))
                .Select(subject => new MeasuredRun<TRun>(subject, measure(subject)))]);

    /// <summary>Measures a submission against the laws that it keeps.</summary>
    /// <param name="path">Its folder, or one file.</param>
    /// <param name="chapters">The chapters.</param>
    /// <param name="seed">The seed of the random programs.</param>
    /// <param name="tier">The sandbox that was asked for; null for the strongest.</param>
    /// <param name="shown">Shows how far it is.</param>
    /// <param name="measure">Measures one chapter's class.</param>
    public static MeasuredRuns<TRun> OfSubmission(
        string path,
        IReadOnlyList<Chapter> chapters,
        ulong seed,
        string? tier,
        ProgressLine shown,
        Func<Measures, MeasuredSubject, TRun> measure)
    {
        using Sandbox sandbox = SharedOptions.OpenSandbox(tier);
        CompiledSubmission submission = CompiledSubmission.Read(path, sandbox);
        var measures = new Measures(submission, sandbox, seed, shown.Show);
        var runs = new List<MeasuredRun<TRun>>();
        foreach ((SubmissionImage image, IReadOnlyList<Finding> findings) in
            Grading.Examine(submission, chapters, new ExaminationOptions(seed), sandbox, shown.Tell))
        {
            MeasuredSubject subject = measures.SubjectOf(image, findings);
            runs.Add(new MeasuredRun<TRun>(subject, measure(measures, subject)));
        }

        return new MeasuredRuns<TRun>(submission.Name, runs);
    }
}
