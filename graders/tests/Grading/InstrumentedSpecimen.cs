using MmVerify.Properties;
using MmVerify.Spec;

namespace MmVerify.Grader.Tests;

/// <summary>Examines a specimen, of whatever chapter, in this process.</summary>
internal static class InstrumentedSpecimen
{
    public static IReadOnlyList<Finding> Examine(this Specimen specimen, ExaminationOptions options) =>
        ChapterPrograms.Of(Chapters.All.Single(chapter => specimen.Type.IsAssignableTo(chapter.Contract)))
            .Accept(new Visitor(specimen, options));

    private sealed class Visitor(Specimen specimen, ExaminationOptions options)
        : IChapterVisitor<IReadOnlyList<Finding>>
    {
        public IReadOnlyList<Finding> Visit<TSetup, TOperation, TReply, TModel>(
            ChapterPrograms<TSetup, TOperation, TReply, TModel> programs)
            where TSetup : class
            where TOperation : class, IOperation
            where TReply : struct, IReply<TReply>
            where TModel : class, IModel<TSetup, TOperation, TReply> =>
            new Examiner<TSetup, TOperation, TReply, TModel>(
                programs,
                new InProcessExecutor<TSetup, TOperation, TReply>(programs.Chapter.NewDriver(specimen.Type)),
                options).Run();
    }
}
