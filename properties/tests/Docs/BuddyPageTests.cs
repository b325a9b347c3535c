using MmVerify.Reference;
using MmVerify.Spec;

namespace MmVerify.Properties.Tests;

/// <summary>What spec/Buddy/Buddy.md shows is what the code does.</summary>
public sealed class BuddyPageTests() : ChapterPageTests("spec/Buddy/Buddy.md", Makers)
{
    private static readonly BuddyScene Scene = new(BuddyAllocator.Create);

    private static readonly Dictionary<string, BlockMaker> Makers = new()
    {
        ["BuddyScene.Lecture"] = static _ => Document.Fenced("text", Scene.Lecture()),
        ["BuddyScene.Tree"] = static _ => Document.Fenced("text", Scene.Tree()),
        ["BuddyScene.Beside"] = static _ => Document.Fenced("text", BuddyScene.Beside()),
        ["BuddyScene.Split"] = static _ => Document.Fenced("text", Scene.Split()),
        ["BuddyScene.Merge"] = static _ => Document.Fenced("text", Scene.Merge()),
        ["BuddyNumbers.Buddies"] = static _ => Document.Fenced("text", BuddyNumbers.Buddies()),
        ["BuddyNumbers.FirstZone"] = static _ => Document.Fenced("text", BuddyNumbers.FirstZone()),
        ["BuddyNumbers.Orders"] = static _ => BuddyNumbers.Orders(),
        ["BuddyLaws"] = static _ => LawTable.Of(BuddyChapter.Instance),
        ["Specimens"] = static names => SpecimenTable.Of("Buddy", names, "../../"),
        ["Member"] = static words => SourceExcerpt.Member(words[0], words[1]),
        ["Plain"] = static words => SourceExcerpt.Plain(words[0]),
    };
}
