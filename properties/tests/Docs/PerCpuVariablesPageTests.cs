using MmVerify.Spec;
using MmVerify.Specimens.PerCpuVariables;

namespace MmVerify.Properties.Tests;

/// <summary>What spec/PerCpuVariables/PerCpuVariables.md shows is what the code does.</summary>
public sealed class PerCpuVariablesPageTests()
    : ChapterPageTests("spec/PerCpuVariables/PerCpuVariables.md", Makers)
{
    private static readonly PerCpuVariablesScene Scene = new(Reference.PerCpuVariables.Create);

    private static readonly Dictionary<string, BlockMaker> Makers = new()
    {
        ["PerCpuVariablesScene.Life"] = static _ => Document.Fenced("text", Scene.Life()),
        ["PerCpuVariablesScene.Lost"] = static _ =>
            Document.Fenced("text", new PerCpuVariablesScene(AddsWhilePreemptible.Create).Race(2)),
        ["PerCpuVariablesScene.Kept"] = static _ => Document.Fenced("text", Scene.Race(3)),
        ["PerCpuVariablesLaws"] = static _ => LawTable.Of(PerCpuVariablesChapter.Instance),
        ["Specimens"] = static names => SpecimenTable.Of("PerCpuVariables", names, "../../"),
        ["Plain"] = static words => SourceExcerpt.Plain(words[0]),
    };
}
