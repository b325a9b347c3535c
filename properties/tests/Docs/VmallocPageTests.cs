using MmVerify.Reference;
using MmVerify.Spec;

namespace MmVerify.Properties.Tests;

/// <summary>What spec/Vmalloc/Vmalloc.md shows is what the code does.</summary>
public sealed class VmallocPageTests() : ChapterPageTests("spec/Vmalloc/Vmalloc.md", Makers)
{
    private static readonly VmallocScene Scene = new(VmallocAllocator.Create);

    private static readonly Dictionary<string, BlockMaker> Makers = new()
    {
        ["VmallocScene.Memory"] = static _ => Document.Fenced("text", Scene.Memory()),
        ["VmallocScene.Pages"] = static _ => Document.Fenced("text", Scene.Pages()),
        ["VmallocScene.Addresses"] = static _ => Document.Fenced("text", Scene.Addresses()),
        ["VmallocScene.Failure"] = static _ => Document.Fenced("text", Scene.Failure()),
        ["VmallocLaws"] = static _ => LawTable.Of(VmallocChapter.Instance),
        ["Specimens"] = static names => SpecimenTable.Of("Vmalloc", names, "../../"),
        ["Plain"] = static words => SourceExcerpt.Plain(words[0]),
    };
}
