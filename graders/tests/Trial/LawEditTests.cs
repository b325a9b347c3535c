namespace MmVerify.Grader.Tests;

/// <summary>The bounds in the judges of a file of laws are found and moved by one.</summary>
public sealed class LawEditTests
{
    private const string Laws =
        """
        static class SomeLaws
        {
            private const int Limit = 7;

            public static Law First { get; } = new(
                Points: 4,
                Judge: static (in step) => step.Size <= Limit ? Judgement.Kept
                    : Judgement.Broken(step, $"at most {Limit + 1}", 9));

            public static Law Second { get; } = new(
                Points: 5,
                Judge: static (in step) => Helper(step.Size));

            private static Judgement Helper(int size) => size > 2 ? Judgement.Kept : Judgement.Silent;
        }
        """;

    [Fact]
    public void EveryBoundIsMovedInEveryWay() => Assert.Equal(
        [
            "3 First: 7 → 8", "3 First: 7 → (6)",
            "7 First: step.Size <= Limit → step.Size < Limit",
            "14 Second: size > 2 → size >= 2",
            "14 Second: size > 2 → size > 3", "14 Second: size > 2 → size > (1)",
        ],
        LawEdit.All(Laws).Select(static edit =>
            $"{edit.Line} {string.Join(' ', edit.Laws)}: {edit.Original} → {edit.Replacement}"));

    [Fact]
    public void OneEditChangesOnePlace() => Assert.All(LawEdit.All(Laws), static edit => Assert.Equal(
        1, Laws.Split('\n').Zip(edit.Source.Split('\n')).Count(static line => line.First != line.Second)));

    [Fact]
    public void PointsAndWordsAreNoBounds() =>
        Assert.DoesNotContain(LawEdit.All(Laws), static edit => edit.Line is 6 or 8 or 11);
}
