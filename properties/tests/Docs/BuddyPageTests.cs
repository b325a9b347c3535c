using MmVerify.Reference;
using MmVerify.Spec;

namespace MmVerify.Properties.Tests;

/// <summary>What spec/Buddy/Buddy.md shows is what the code does.</summary>
public sealed class BuddyPageTests
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

    private readonly KeptDocument page = new("spec/Buddy/Buddy.md");

    [Fact]
    public void EveryBlockIsAsTheCodeMakesIt() => page.IsAsMade(Makers);

    [Fact]
    public void EveryMakerIsUsedAndNoneIsMissing() =>
        Assert.Equal(Makers.Keys.Order(), Document.MakersIn(page.Text).Order());

    [Fact]
    public void EveryFenceIsMadeByCode()
    {
        string[] lines = page.Text.Split('\n');
        for (int i = 1; i < lines.Length; i++)
        {
            Assert.False(
                lines[i].Length > 3 && lines[i].StartsWith("```", StringComparison.Ordinal)
                    && !lines[i - 1].StartsWith("<!-- made by ", StringComparison.Ordinal),
                $"spec/Buddy/Buddy.md:{i + 1}: code or output that no maker makes");
        }
    }
}
