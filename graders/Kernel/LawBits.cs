using MmVerify.Spec;

namespace MmVerify.Grader;

/// <summary>Laws of a chapter as a judge takes them: a bit for each index.</summary>
internal static class LawBits
{
    /// <summary>The bits of some laws.</summary>
    public static ulong Of(Chapter chapter, params IEnumerable<string> ids) =>
        ids.Aggregate(0UL, (bits, id) => bits | (1UL << IndexOf(chapter, id)));

    /// <summary>The bits of all laws that are asked of everybody, but some.</summary>
    public static ulong AllBut(Chapter chapter, IEnumerable<string> ids) =>
        chapter.RequiredLaws & ~Of(chapter, ids);

    private static int IndexOf(Chapter chapter, string id) =>
        chapter.Laws.Index().First(law => law.Item.Id == id).Index;
}
