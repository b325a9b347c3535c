using MmVerify.Properties;

namespace MmVerify.Grader.Tests;

/// <summary>What Rubric.md says of rubrics is what the code does.</summary>
public sealed class RubricPageTests
{
    private static readonly string Path =
        System.IO.Path.Combine(Repository.Root, "graders", "Rubric", "Rubric.md");

    private static readonly Dictionary<string, BlockMaker> Makers = new()
    {
        ["RubricKeys"] = static _ => RubricTable.Write(),
        ["RubricErrors"] =
            static _ => Document.Fenced(
                "text", string.Join('\n', RubricText.Errors(Example(1), "week3.yaml"))),
    };

    private static readonly string Text = File.ReadAllText(Path);

    [Fact]
    public void EveryBlockIsAsTheCodeMakesIt()
    {
        Assert.Equal(Makers.Keys.Order(), Document.MakersIn(Text).Order());
        string remade = Document.Remake(Text, Makers);
        if (Environment.GetEnvironmentVariable("MMVERIFY_ACCEPT") == "1")
        {
            File.WriteAllText(Path, remade);
            return;
        }

        Assert.True(
            Text == remade,
            $"graders/Rubric/Rubric.md: {Document.Difference(Text, remade)}\n"
                + "If that is right, accept it: MMVERIFY_ACCEPT=1 dotnet test graders/tests");
    }

    [Fact]
    public void TheExampleIsARubricThatUsesEveryKey()
    {
        Assert.True(RubricText.Read(Example(0)).MaxScore > 0);
        Assert.All(Keys(RubricKeys.Root), static key => Assert.Contains($"{key}:", Example(0)));
    }

    private static string Example(int number) => Text.Split("```yaml\n")[number + 1].Split("```")[0];

    private static IEnumerable<string> Keys(RubricShape.Mapping mapping) => mapping.Keys
        .Where(_ => mapping.Each is null || mapping.What == "chapter")
        .SelectMany(static key => (string[])[key.Name, .. key.Shape is RubricShape.Mapping inner
            ? Keys(inner)
            : []]);
}
