using MmVerify.Spec;

namespace MmVerify.Grader.Tests;

/// <summary>Rubrics given as text.</summary>
internal static class RubricText
{
    /// <summary>What the Buddy chapter is worth without a rubric.</summary>
    public static RubricChapter DefaultBuddy { get; } =
        Rubric.Default.Chapters.Single(static chapter => chapter.Chapter == BuddyChapter.Instance);

    /// <summary>A rubric without errors.</summary>
    public static Rubric Read(string text)
    {
        var errors = new RubricErrors();
        Rubric? rubric = RubricFile.Parse(text, errors);
        Assert.False(errors.Any, errors.Told("rubric.yaml"));
        return rubric!;
    }

    /// <summary>What is told of a text, one error in each line.</summary>
    public static string[] Errors(string text, string file = "r.yaml")
    {
        var errors = new RubricErrors();
        RubricFile.Parse(text, errors);
        return errors.Told(file).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>The Buddy chapter of a rubric that says something of it.</summary>
    public static RubricChapter Buddy(string says) =>
        Read($"title: t\nchapters:\n  Buddy:\n    {says.Replace("\n", "\n    ")}\n").Chapters.Single();

    /// <summary>A file of its own with a text.</summary>
    public static string File(string text)
    {
        string path = Path.Combine(TestFolder.New("mmverify-rubric-"), "rubric.yaml");
        System.IO.File.WriteAllText(path, text);
        return path;
    }
}
