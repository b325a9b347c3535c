using MmVerify.Spec;

namespace MmVerify.Grader;

/// <summary>The laws that are asked of everybody: all but policies.</summary>
internal static class RequiredLaws
{
    /// <summary>One bit for each place in a chapter's list, as a judge takes them.</summary>
    public static ulong Of(Chapter chapter) => chapter.Laws.Index()
        .Where(static law => !law.Item.IsPolicy)
        .Aggregate(0UL, static (bits, law) => bits | (1UL << law.Index));
}
