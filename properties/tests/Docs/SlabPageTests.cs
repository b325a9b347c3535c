using MmVerify.Reference;
using MmVerify.Spec;
using MmVerify.Specimens.Slab;

namespace MmVerify.Properties.Tests;

/// <summary>What spec/Slab/Slab.md shows is what the code does.</summary>
public sealed class SlabPageTests() : ChapterPageTests("spec/Slab/Slab.md", Makers)
{
    private static readonly SlabScene Scene = new(SlubAllocator.Create);

    private static readonly Dictionary<string, BlockMaker> Makers = new()
    {
        ["SlabScene.Life"] = static _ => Document.Fenced("text", SlabScene.Life(SlubAllocator.Create)),
        ["SlabScene.Thousand"] = static _ => Document.Fenced("text", Scene.Thousand()),
        ["SlabScene.Damage"] = static _ => Document.Fenced("text", Scene.Damage()),
        ["SlabScene.Sizes"] = static _ => Document.Fenced("text", SlabScene.Sizes()),
        ["SlabScene.Geometry"] = static _ => Document.Fenced("text", SlabScene.Geometry()),
        ["SlabScene.Story"] = static _ =>
            Document.Fenced("text", SlabScene.Story(ComparesTheHeadOnly.Create)),
        ["Plain"] = static words => SourceExcerpt.Plain(words[0]),
        ["SlabLaws"] = static _ => LawTable.Of(SlabChapter.Instance),
        ["Specimens"] = static names => SpecimenTable.Of("Slab", names, "../../"),
    };
}
