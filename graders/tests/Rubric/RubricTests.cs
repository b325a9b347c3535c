using MmVerify.Properties;
using MmVerify.Spec;

namespace MmVerify.Grader.Tests;

/// <summary>What a rubric says is what it comes to, and where it is silent the usual serves.</summary>
public sealed class RubricTests
{
    [Fact]
    public void TheShippedOneGivesEachLawItsOwnPoints()
    {
        Assert.Equal("default", Rubric.Default.Title);
        Assert.Equal(Chapters.All, Rubric.Default.Chapters.Select(static chapter => chapter.Chapter));
        Assert.All(Rubric.Default.Chapters, static chapter =>
        {
            Assert.Equal(
                chapter.Chapter.Laws.Where(static law => !law.IsPolicy)
                    .Select(static law => (law.Id, law.Points)),
                chapter.Laws.Select(law => (law.Id, chapter.Points[law.Id])));
            Assert.Empty(chapter.Needs);
            Assert.False(chapter.Mutation.Counts);
            Assert.False(chapter.Coverage.Counts);
            Assert.Equal(100, chapter.MaxScore);
        });
    }

    [Fact]
    public void TheShippedOneSearchesAsMuchAsIsUsual() =>
        SearchesAsUsual(Rubric.Default.Options(ExaminationOptions.DefaultSeed));

    [Fact]
    public void OneThatSaysNothingIsTheShippedOne()
    {
        Rubric silent = RubricText.Read("title: silent");
        SearchesAsUsual(silent.Budget);
        Assert.Equal(Rubric.Default.MaxScore, silent.MaxScore);
        Assert.Equal(Rubric.Default.Chapters.Count, silent.Chapters.Count);
    }

    [Fact]
    public void PointsNeedsAndShares()
    {
        RubricChapter buddy = RubricText.Buddy("""
            laws: { BUDDY-MERGE: 30, BUDDY-COST: 0 }
            needs:
              BUDDY-RESTORES: [BUDDY-MERGE, BUDDY-CONSERVES]
            mutation: { points: 10, from: 60, full: 95 }
            coverage: { points: 5 }
            """);
        Assert.Equal(30, buddy.Points["BUDDY-MERGE"]);
        Assert.Equal(0, buddy.Points["BUDDY-COST"]);
        Assert.Equal(4, buddy.Points["BUDDY-ALIGN"]);
        Assert.Equal(["BUDDY-MERGE", "BUDDY-CONSERVES"], buddy.NeedsOf("BUDDY-RESTORES"));
        Assert.Empty(buddy.NeedsOf("BUDDY-MERGE"));
        Assert.Equal(new RubricShare(10, 60, 95), buddy.Mutation);
        Assert.Equal(new RubricShare(5, 0, 100), buddy.Coverage);
        Assert.Equal(100 + 20 - 8 + 10 + 5, buddy.MaxScore);
    }

    [Fact]
    public void APolicyLawIsOnWhereItIsNamed()
    {
        Rubric rubric = RubricText.Read(
            "title: t\nchapters: {Buddy: {laws: {BUDDY-SMALLEST-SPLIT: 4}}}");
        Assert.Equal(["BUDDY-SMALLEST-SPLIT"], rubric.Options(1).Policies);
        Assert.Equal(104, rubric.MaxScore);
        Assert.Empty(Rubric.Default.Options(1).Policies);
        Assert.DoesNotContain("BUDDY-SMALLEST-SPLIT", RubricText.DefaultBuddy.Points.Keys);
    }

    [Fact]
    public void TheBudget()
    {
        ExaminationOptions options = RubricText.Read("""
            title: t
            witnesses: 7
            budget: { randomPrograms: 0, longestProgram: 2000, shrinkPrograms: 9 }
            """).Options(5);
        Assert.Equal(5UL, options.Seed);
        Assert.Equal(
            (7, 0, 2000, 9),
            (options.LeastWitnesses, options.RandomPrograms, options.LongestProgram, options.ShrinkBudget));
    }

    [Theory]
    [InlineData("chapters: {}", 0)]
    [InlineData("chapters: {Buddy: }", 1)]
    [InlineData("chapters: {\"Buddy\": ~}", 1)]
    public void TheChaptersThatAreNamedAreGraded(string chapters, int count) =>
        Assert.Equal(count, RubricText.Read($"title: t\n{chapters}").Chapters.Count);

    [Fact]
    public void WhereNoneIsNamedAllAreGraded() =>
        Assert.Equal(Chapters.All.Count, RubricText.Read("title: t\nchapters:").Chapters.Count);

    [Theory]
    [InlineData("0", 0)]
    [InlineData("60", 0)]
    [InlineData("60.1", 0)]
    [InlineData("63.4", 0)]
    [InlineData("63.5", 1)]
    [InlineData("77.5", 5)]
    [InlineData("94.9", 9)]
    [InlineData("95", 10)]
    [InlineData("100", 10)]
    public void AShareGrowsInProportionAndIsRoundedDown(string percent, int earned) => Assert.Equal(
        earned, new RubricShare(10, 60, 95).Earned(decimal.Parse(percent)));

    [Theory]
    [InlineData("79.9", 0)]
    [InlineData("80", 10)]
    public void AShareWithoutWidthIsAThreshold(string percent, int earned) => Assert.Equal(
        earned, new RubricShare(10, 80, 80).Earned(decimal.Parse(percent)));

    private static void SearchesAsUsual(ExaminationOptions options)
    {
        var usual = new ExaminationOptions();
        Assert.Empty(options.Policies);
        Assert.Equal(usual with { Policies = options.Policies }, options);
    }
}
