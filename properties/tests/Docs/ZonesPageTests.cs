using MmVerify.Reference;
using MmVerify.Spec;

namespace MmVerify.Properties.Tests;

/// <summary>What spec/Zones/Zones.md shows is what the code does.</summary>
public sealed class ZonesPageTests() : ChapterPageTests("spec/Zones/Zones.md", Makers)
{
    private static readonly Dictionary<string, BlockMaker> Makers = new()
    {
        ["ZonesScene.Machines"] = static _ => Document.Fenced("text", ZonesScene.Machines()),
        ["ZonesScene.NormalIsFull"] = static _ =>
            Document.Fenced("text", ZonesScene.NormalIsFull(ZoneAllocator.Create)),
        ["ZonesScene.Depths"] = static _ => ZonesScene.Depths(),
        ["ZonesLaws"] = static _ => LawTable.Of(ZonesChapter.Instance),
        ["Specimens"] = static names => SpecimenTable.Of("Zones", names, "../../"),
        ["Plain"] = static words => SourceExcerpt.Plain(words[0]),
    };
}
