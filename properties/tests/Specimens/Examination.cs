using MmVerify.Spec;

namespace MmVerify.Properties.Tests;

/// <summary>Whole examinations in this process.</summary>
internal static class Examination
{
    /// <summary>Examines an implementation of whatever contract.</summary>
    /// <param name="implementation">The implementation.</param>
    /// <param name="options">How much is searched.</param>
    public static IReadOnlyList<Finding> Of(Type implementation, ExaminationOptions options) =>
        ChapterPrograms.Of(SpecimenSource.ChapterOf(implementation)).Accept(
            new Visitor(implementation, options));

    /// <summary>Examines an implementation with other programs, or other laws, than the chapter's.</summary>
    /// <param name="implementation">The implementation.</param>
    /// <param name="options">How much is searched.</param>
    /// <param name="programs">The programs.</param>
    public static IReadOnlyList<Finding> Of<TSetup, TOperation, TReply, TModel>(
        Type implementation,
        ExaminationOptions options,
        ChapterPrograms<TSetup, TOperation, TReply, TModel> programs)
        where TSetup : class
        where TOperation : class, IOperation
        where TReply : struct, IReply<TReply>
        where TModel : class, IModel<TSetup, TOperation, TReply> =>
        new Visitor(implementation, options).Visit(programs);

    private sealed class Visitor(Type implementation, ExaminationOptions options)
        : IChapterVisitor<IReadOnlyList<Finding>>
    {
        public IReadOnlyList<Finding> Visit<TSetup, TOperation, TReply, TModel>(
            ChapterPrograms<TSetup, TOperation, TReply, TModel> programs)
            where TSetup : class
            where TOperation : class, IOperation
            where TReply : struct, IReply<TReply>
            where TModel : class, IModel<TSetup, TOperation, TReply>
        {
            var executor = new InProcessExecutor<TSetup, TOperation, TReply>(
                programs.Chapter.NewDriver(implementation));
            return new Examiner<TSetup, TOperation, TReply, TModel>(programs, executor, options).Run();
        }
    }
}
