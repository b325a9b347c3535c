using MmVerify.Reference;
using MmVerify.Spec;
using MmVerify.Specimens.PerCpu;

namespace MmVerify.Properties.Tests;

/// <summary>What spec/PerCpu/PerCpu.md shows is what the code does.</summary>
public sealed class PerCpuPageTests() : ChapterPageTests("spec/PerCpu/PerCpu.md", Makers)
{
    private static readonly PerCpuScene Scene = new(PerCpuPages.Create);

    private static readonly Dictionary<string, BlockMaker> Makers = new()
    {
        ["PerCpuScene.Life"] = static _ => Document.Fenced("text", Scene.Life()),
        ["PerCpuScene.Locks"] = static _ => Document.Fenced("text", Scene.Locks()),
        ["PerCpuScene.Usual"] = static _ => Document.Fenced("text", PerCpuScene.Usual()),
        ["PerCpuScene.Lost"] = static _ =>
            Document.Fenced("text", new PerCpuScene(AllocatesWithoutTheLock.Create).Race(3)),
        ["PerCpuLaws"] = static _ => LawTable.Of(PerCpuChapter.Instance),
        ["Specimens"] = static names => SpecimenTable.Of("PerCpu", names, "../../"),
        ["Plain"] = static words => SourceExcerpt.Plain(words[0]),
    };
}
