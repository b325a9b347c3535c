using MmVerify.Properties;
using MmVerify.Spec;

namespace MmVerify.Grader;

/// <summary>Examines one class of a submission in a sandbox.</summary>
/// <param name="sandbox">Where it runs.</param>
/// <param name="image">What runs.</param>
/// <param name="options">How much is searched.</param>
/// <param name="progress">Is told how far it is; or null.</param>
internal sealed class ExaminationVisitor(
    Sandbox sandbox, SubmissionImage image, ExaminationOptions options, Action<ExaminationProgress>? progress)
    : IChapterVisitor<IReadOnlyList<Finding>>
{
    public IReadOnlyList<Finding> Visit<TSetup, TOperation, TReply, TModel>(
        ChapterPrograms<TSetup, TOperation, TReply, TModel> programs)
        where TSetup : class
        where TOperation : class, IOperation
        where TReply : struct, IReply<TReply>
        where TModel : class, IModel<TSetup, TOperation, TReply>
    {
        using var executor = new RemoteExecutor<TSetup, TOperation, TReply, TModel>(
            programs.Chapter, patience => new SubmissionHost(sandbox, image, patience));
        var examiner =
            new Examiner<TSetup, TOperation, TReply, TModel>(programs, executor, options, progress);
        return image.BuddyTypeName is null ? examiner.Run() : [.. examiner.Run().Select(AboveOwn)];
    }

    // The token says on what the program ran, and the test that it runs on something else.
    private static Finding AboveOwn(Finding finding) => finding.Counterexample is not Counterexample shown
        ? finding
        : finding with
        {
            Counterexample = shown with
            {
                Replay = ReplayToken.AboveOwnPages(shown.Replay),
                Test = "// Stands on the plain page allocator; the law was broken above your own.\n"
                    + shown.Test,
            },
        };
}
