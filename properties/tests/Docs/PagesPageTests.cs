using MmVerify.Reference;
using MmVerify.Spec;
using MmVerify.Specimens.Pages;

namespace MmVerify.Properties.Tests;

/// <summary>What spec/Pages/Pages.md shows is what the code does.</summary>
public sealed class PagesPageTests() : ChapterPageTests("spec/Pages/Pages.md", Makers)
{
    private static readonly PagesScene Scene = new(PageDatabase.Create);
    private static readonly PagesScene WithoutLock = new(CountsWithoutLock.Create);

    private static readonly Dictionary<string, BlockMaker> Makers = new()
    {
        ["PagesScene.Costs"] = static _ => Document.Fenced("text", PagesScene.Costs()),
        ["PagesScene.Life"] = static _ => Document.Fenced("text", Scene.Life()),
        ["PagesScene.Lost"] = static turns => Document.Fenced("text", WithoutLock.TwoGets(Numbers(turns))),
        ["PagesScene.Kept"] = static turns => Document.Fenced("text", Scene.TwoGets(Numbers(turns))),
        ["PagesLaws"] = static _ => LawTable.Of(PagesChapter.Instance),
        ["Specimens"] = static names => SpecimenTable.Of("Pages", names, "../../"),
        ["Plain"] = static words => SourceExcerpt.Plain(words[0]),
    };

    private static int[] Numbers(IReadOnlyList<string> words) => [.. words.Select(int.Parse)];
}
