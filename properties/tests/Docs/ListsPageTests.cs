using MmVerify.Reference;
using MmVerify.Spec;

namespace MmVerify.Properties.Tests;

/// <summary>What spec/Lists/Lists.md shows is what the code does.</summary>
public sealed class ListsPageTests() : ChapterPageTests("spec/Lists/Lists.md", Makers)
{
    private static readonly ListsScene Scene = new(KernelList.Create);

    private static readonly Dictionary<string, BlockMaker> Makers = new()
    {
        ["ListsScene.Ring"] = static _ => Document.Fenced("text", Scene.Ring()),
        ["ListsScene.Story"] = static _ => Document.Fenced("text", Scene.Story()),
        ["ListsScene.Deletion"] = static _ => Document.Fenced("text", Scene.Deletion()),
        ["ListsLaws"] = static _ => LawTable.Of(ListsChapter.Instance),
        ["Specimens"] = static names => SpecimenTable.Of("Lists", names, "../../"),
        ["Plain"] = static words => SourceExcerpt.Plain(words[0]),
    };
}
