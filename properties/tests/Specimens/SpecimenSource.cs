using System.Reflection;
using MmVerify.Reference;
using MmVerify.Spec;
using MmVerify.Specimens.Buddy;

namespace MmVerify.Properties.Tests;

/// <summary>The specimens, and which of them can be examined in this process.</summary>
internal static class SpecimenSource
{
    // Steps are counted only in code that the grader compiled, so these are its tests' to judge.
    private static readonly string[] Counted = ["COST", "TERMINATES"];

    /// <summary>All specimens, by name.</summary>
    public static IReadOnlyList<Type> All { get; } =
    [
        .. typeof(ForgetsToMerge).Assembly.GetExportedTypes()
            .Where(static type => Chapters.All.Any(chapter => type.IsAssignableTo(chapter.Contract)))
            .OrderBy(static type => type.Name, StringComparer.Ordinal),
    ];

    /// <summary>The correct ones, and the references.</summary>
    public static IReadOnlyList<Type> Correct { get; } =
    [
        .. Chapters.All.SelectMany(Implementations.AllOf),
        .. All.Where(static type => BreaksOf(type).Count == 0),
    ];

    /// <summary>The wrong ones that return whatever they are asked.</summary>
    public static IReadOnlyList<Type> Wrong { get; } =
        [.. All.Where(static type => BreaksOf(type).Count > 0 && !MayHang(type))];

    /// <summary>The chapter whose contract a class implements.</summary>
    public static Chapter ChapterOf(Type implementation) =>
        Chapters.All.Single(chapter => implementation.IsAssignableTo(chapter.Contract));

    /// <summary>Whether a specimen may not return.</summary>
    public static bool MayHang(Type specimen) =>
        BreaksOf(specimen).Any(static id => Chapters.FindLaw(id)?.ShortId == "TERMINATES");

    /// <summary>The laws that a specimen says it breaks.</summary>
    public static IReadOnlyList<string> BreaksOf(Type specimen) =>
        specimen.GetCustomAttribute<BreaksAttribute>()?.LawIds ?? [];

    /// <summary>Those of them that can be seen in this process.</summary>
    public static IReadOnlyList<string> BreaksSeenHere(Type specimen) =>
        [.. BreaksOf(specimen).Where(IsSeenHere).Order(StringComparer.Ordinal)];

    /// <summary>Whether a breach of a law can be seen in code whose steps nobody counts.</summary>
    public static bool IsSeenHere(string lawId) => !Counted.Contains(Chapters.FindLaw(lawId)?.ShortId);
}
