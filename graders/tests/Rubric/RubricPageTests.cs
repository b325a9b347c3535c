using MmVerify.Properties;
using MmVerify.Properties.Tests;

namespace MmVerify.Grader.Tests;

/// <summary>What Rubric.md says of rubrics is what the code does.</summary>
public sealed class RubricPageTests
{
    private static readonly KeptDocument Page = new("graders/Rubric/Rubric.md");

    private static readonly Dictionary<string, BlockMaker> Makers = new()
    {
        ["RubricKeys"] = static _ => RubricTable.Write(),
        ["RubricErrors"] =
            static _ => Document.Fenced(
                "text", string.Join('\n', RubricText.Errors(Example(1), "week3.yaml"))),
    };

    [Fact]
    public void EveryBlockIsAsTheCodeMakesIt()
    {
        Assert.Equal(Makers.Keys.Order(), Document.MakersIn(Page.Text).Order());
        Page.IsAsMade(Makers);
    }

    [Fact]
    public void TheExampleIsARubricThatUsesEveryKey()
    {
        Assert.True(RubricText.Read(Example(0)).MaxScore > 0);
        Assert.All(Keys(RubricKeys.Root), static key => Assert.Contains($"{key}:", Example(0)));
    }

    private static string Example(int number) => Page.Text.Split("```yaml\n")[number + 1].Split("```")[0];

    private static IEnumerable<string> Keys(RubricShape.Mapping mapping) => mapping.Keys
        .Where(_ => mapping.Each is null || mapping.What == "chapter")
        .SelectMany(static key => (string[])[key.Name, .. key.Shape is RubricShape.Mapping inner
            ? Keys(inner)
            : []]);
}
