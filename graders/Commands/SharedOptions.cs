using System.CommandLine;
using MmVerify.Properties;
using MmVerify.Spec;

namespace MmVerify.Grader;

/// <summary>Options that several commands have.</summary>
internal static class SharedOptions
{
    public static Option<string[]> Chapter() => new("--chapter")
    {
        Description = $"Only this chapter; may be given several times. There are: {Names()}.",
        HelpName = "NAME",
    };

    public static Option<ulong> Seed() => new("--seed")
    {
        Description = "The seed of the random programs. The same seed gives the same grade.",
        HelpName = "N",
        DefaultValueFactory = static _ => ExaminationOptions.DefaultSeed,
    };

    public static Option<string?> Tier() => new("--sandbox")
    {
        Description = "The sandbox to use: bubblewrap, landlock, or none for code you trust. "
            + "Otherwise the strongest that works here.",
        HelpName = "TIER",
    };

    public static Option<string?> Stack() => new("--stack")
    {
        Description = "What stands below chapters that are given a page allocator: plain, the suite's; "
            + "or own, the submission's buddy allocator.",
        HelpName = "plain|own",
    };

    public static Option<string?> Rubric() => new("--rubric")
    {
        Description = "What everything is worth: a YAML file; mmverify rubric tells more.",
        HelpName = "FILE",
    };

    /// <summary>The rubric of a file, or the default.</summary>
    /// <exception cref="BadArgumentException">The file is none.</exception>
    public static Rubric RubricOf(string? path) =>
        path is null ? Grader.Rubric.Default : RubricFile.Read(path);

    /// <summary>The chapters that were named, or all, of those that a rubric grades.</summary>
    /// <exception cref="BadArgumentException">There is none of that name, or it is not graded.</exception>
    public static IReadOnlyList<Chapter> ChaptersOf(string[]? names, Rubric rubric)
    {
        IReadOnlyList<Chapter> graded = [.. rubric.Chapters.Select(static chapter => chapter.Chapter)];
        return names is null or []
            ? graded
            : [.. ChaptersOf(names).Select(chapter => graded.Contains(chapter)
                ? chapter
                : throw new BadArgumentException(
                    $"the rubric '{rubric.Title}' does not grade the chapter {chapter.Name}"))];
    }

    /// <summary>The chapters that were named, or all.</summary>
    /// <exception cref="BadArgumentException">There is none of that name.</exception>
    public static IReadOnlyList<Chapter> ChaptersOf(string[]? names) => names is null or []
        ? Chapters.All
        : [.. names.Select(static name => Chapters.Find(name)
            ?? throw new BadArgumentException($"there is no chapter '{name}'; there are: {Names()}"))
            .Distinct()];

    /// <summary>The seed, when JSON can hold it exactly.</summary>
    /// <exception cref="BadArgumentException">It is too large.</exception>
    public static ulong SeedOf(ulong seed) => seed <= Grade.LargestSeed
        ? seed
        : throw new BadArgumentException($"--seed {seed} is larger than {Grade.LargestSeed}");

    /// <summary>What stands below, as it was asked for.</summary>
    /// <exception cref="BadArgumentException">There is no such thing.</exception>
    public static PageSource StackOf(string? name) => name switch
    {
        null or "plain" => PageSource.Plain,
        "own" => PageSource.Own,
        _ => throw new BadArgumentException($"there is no stack '{name}'; there are: plain, own"),
    };

    /// <summary>Opens the sandbox that was asked for, or the strongest.</summary>
    /// <exception cref="BadArgumentException">There is no such sandbox.</exception>
    public static Sandbox OpenSandbox(string? name)
    {
        if (name is null)
        {
            return Sandbox.Open();
        }

        return Enum.TryParse(name, ignoreCase: true, out SandboxTier tier) && Enum.IsDefined(tier)
            ? Sandbox.Open(tier, allowNone: tier == SandboxTier.None)
            : throw new BadArgumentException(
                $"there is no sandbox '{name}'; there are: bubblewrap, landlock, none");
    }

    private static string Names() => string.Join(", ", Chapters.All.Select(static chapter => chapter.Name));
}
