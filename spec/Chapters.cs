namespace MmVerify.Spec;

/// <summary>
/// The one list of chapters, in teaching order. Tests, rubric, report and README are made from it.
/// </summary>
public static class Chapters
{
    /// <summary>All chapters.</summary>
    public static IReadOnlyList<Chapter> All { get; } =
    [
        ListsChapter.Instance,
        PagesChapter.Instance,
        ZonesChapter.Instance,
        BuddyChapter.Instance,
        PerCpuChapter.Instance,
        PerCpuVariablesChapter.Instance,
        SlabChapter.Instance,
        VmallocChapter.Instance,
    ];

    /// <summary>All laws of all chapters.</summary>
    public static IEnumerable<(Chapter Chapter, Law Law)> Laws =>
        All.SelectMany(static chapter => chapter.Laws.Select(law => (chapter, law)));

    /// <summary>The chapter of a name, or null. Upper and lower case are the same.</summary>
    public static Chapter? Find(string name) =>
        All.FirstOrDefault(chapter => string.Equals(chapter.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The law of an id, or null. Upper and lower case are the same.</summary>
    public static Law? FindLaw(string id) =>
        Laws.FirstOrDefault(pair => string.Equals(pair.Law.Id, id, StringComparison.OrdinalIgnoreCase)).Law;
}
