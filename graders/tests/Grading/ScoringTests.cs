using MmVerify.Spec;

namespace MmVerify.Grader.Tests;

/// <summary>What was found earns what the rubric says, in whole points.</summary>
public sealed class ScoringTests
{
    private const string Chain =
        "needs:\n  BUDDY-RESTORES: [BUDDY-MERGE]\n  BUDDY-COST: [BUDDY-RESTORES, BUDDY-ALIGN]";

    private const string Shares =
        "mutation: { points: 10, from: 60, full: 95 }\ncoverage: { points: 5, from: 0, full: 90 }";

    [Fact]
    public void EveryLawThatHoldsEarnsItsPoints()
    {
        GradeChapter scored = Scoring.Scored(Found(), RubricText.Buddy("laws: {BUDDY-MERGE: 30}"));
        Assert.Equal((120, 120), (scored.Score, scored.MaxScore));
        Assert.Equal(30, Law(scored, "BUDDY-MERGE").Earned);
        Assert.Null(scored.Mutation);
        Assert.Null(scored.Coverage);
    }

    [Theory]
    [InlineData("broken")]
    [InlineData("unknown")]
    [InlineData("anything else")]
    public void NoOtherVerdictEarnsAnything(string verdict)
    {
        GradeChapter scored =
            Scoring.Scored(Found(("BUDDY-MERGE", verdict)), RubricText.DefaultBuddy);
        Assert.Equal((90, 100), (scored.Score, scored.MaxScore));
        Assert.Equal(verdict, Law(scored, "BUDDY-MERGE").Verdict);
    }

    [Fact]
    public void WhatALawNeedsMustHoldFirst()
    {
        GradeChapter scored = Scoring.Scored(Found(("BUDDY-MERGE", "broken")), RubricText.Buddy(Chain));
        Assert.Equal(100 - 10 - 8 - 8, scored.Score);
        Assert.Equal(100, scored.MaxScore);
        GradeLaw restores = Law(scored, "BUDDY-RESTORES");
        Assert.Equal(("unknown", 0, 8), (restores.Verdict, restores.Earned, restores.Points));
        Assert.Equal("fix BUDDY-MERGE first, which this law needs: as found", restores.Reason);
        Assert.Equal(
            "fix BUDDY-RESTORES first, which this law needs: as found", Law(scored, "BUDDY-COST").Reason);
        Assert.Equal(4, Law(scored, "BUDDY-ALIGN").Earned);
    }

    [Fact]
    public void ABrokenLawStaysBrokenWhateverItNeeds()
    {
        GradeChapter scored = Scoring.Scored(
            Found(("BUDDY-MERGE", "broken"), ("BUDDY-RESTORES", "broken")), RubricText.Buddy(Chain));
        Assert.Equal("broken", Law(scored, "BUDDY-RESTORES").Verdict);
        Assert.Equal("as found", Law(scored, "BUDDY-RESTORES").Reason);
    }

    [Fact]
    public void WhereWhatIsNeededHoldsNothingChanges() =>
        Assert.Equal(100, Scoring.Scored(Found(), RubricText.Buddy(Chain)).Score);

    [Fact]
    public void WhatWasMeasuredCounts()
    {
        GradeChapter found = Found() with { Mutation = Killed(77.5m), Coverage = Ran(44, 100) };
        GradeChapter scored = Scoring.Scored(found, RubricText.Buddy(Shares));
        Assert.Equal((10, 5), (scored.Mutation!.Points, scored.Mutation.Earned));
        Assert.Equal((5, 2), (scored.Coverage!.Points, scored.Coverage.Earned));
        Assert.Equal((100 + 5 + 2, 115), (scored.Score, scored.MaxScore));
        Assert.Equal("77.5 % killed", scored.Mutation.Reason);
    }

    [Fact]
    public void WhatIsMeasuredButNotCountedIsShownAndWorthNothing()
    {
        GradeChapter found = Found() with { Mutation = Killed(100), Coverage = Ran(9, 9) };
        GradeChapter scored = Scoring.Scored(found, RubricText.DefaultBuddy);
        Assert.Equal((100, 100), (scored.Score, scored.MaxScore));
        Assert.Equal((0, 0), (scored.Mutation!.Points, scored.Mutation.Earned));
        Assert.Equal((0, 0), (scored.Coverage!.Points, scored.Coverage.Earned));
        Assert.Equal(100, scored.Mutation.Percent);
    }

    [Fact]
    public void WhatTheRunDoesNotMeasureIsLeftOutAndToldSo()
    {
        GradeChapter scored = Scoring.Scored(Found(), RubricText.Buddy(Shares));
        Assert.Equal((100, 100), (scored.Score, scored.MaxScore));
        Assert.Equal((0, 0), (scored.Mutation!.Points, scored.Mutation.Earned));
        Assert.Null(scored.Mutation.Percent);
        Assert.Equal(
            "mutation was not measured in this run; its points, 10 in the rubric, are left out",
            scored.Mutation.Reason);
        Assert.Equal(
            "coverage was not measured in this run; its points, 5 in the rubric, are left out",
            scored.Coverage!.Reason);
    }

    [Fact]
    public void WhereTheRunMeasuresAndThereIsNothingThePointsAreLost()
    {
        GradeChapter scored = Scoring.Scored(
            Found(), RubricText.Buddy(Shares), MeasuredKinds.Mutation | MeasuredKinds.Coverage);
        Assert.Equal((100, 115), (scored.Score, scored.MaxScore));
        Assert.Equal("there was nothing to mutate", scored.Mutation!.Reason);
        Assert.Equal("there was nothing to run", scored.Coverage!.Reason);
    }

    [Fact]
    public void WhatCouldNotBeMeasuredCostsNothing()
    {
        GradeChapter found = Found() with
        {
            Mutation = new GradeMutation(0, 0, null, 0, 0, 0, 0, "no tools here", []),
            Coverage = new GradeCoverage(0, 0, 0, 0, 0, 0, "no tools here", []),
        };
        GradeChapter scored = Scoring.Scored(
            found, RubricText.Buddy(Shares), MeasuredKinds.Mutation | MeasuredKinds.Coverage);
        Assert.Equal((100, 100), (scored.Score, scored.MaxScore));
        Assert.Equal(
            "no tools here; its points, 10 in the rubric, are left out", scored.Mutation!.Reason);
        Assert.Equal("no tools here; its points, 5 in the rubric, are left out", scored.Coverage!.Reason);
    }

    [Theory]
    [InlineData(MeasuredKinds.None)]
    [InlineData(MeasuredKinds.Mutation | MeasuredKinds.Coverage)]
    public void ScoringTwiceChangesNothing(MeasuredKinds measured)
    {
        RubricChapter worth = RubricText.Buddy($"{Chain}\n{Shares}");
        GradeChapter[] found =
        [
            Found(("BUDDY-MERGE", "unknown")),
            Found() with { Mutation = Killed(70), Coverage = Ran(1, 2) },
            Found() with { Mutation = Killed(0) with { Percent = null }, Coverage = Ran(0, 0) },
            GradeMaker.NotJudged(worth, "why"),
        ];
        Assert.All(found, chapter =>
        {
            GradeChapter once = Scoring.Scored(chapter, worth, measured);
            Assert.Equal(GradeText(once), GradeText(Scoring.Scored(once, worth, measured)));
        });
    }

    [Fact]
    public void AMeasureCanBeAddedToAGradeLater()
    {
        RubricChapter worth = RubricText.Buddy(Shares);
        GradeChapter without = Scoring.Scored(Found(), worth);
        GradeChapter with = Scoring.Scored(without with { Mutation = Killed(95) }, worth);
        Assert.Equal((110, 110), (with.Score, with.MaxScore));
    }

    [Fact]
    public void ChaptersAddUp()
    {
        GradeChapter one = Scoring.Scored(Found(("BUDDY-MERGE", "broken")), RubricText.DefaultBuddy);
        Grade grade = Scoring.Summed(GradeFixtures.Graded("two", [one, one]));
        Assert.Equal((180, 200), (grade.Score, grade.MaxScore));
    }

    private static GradeChapter Found(params (string Id, string Verdict)[] verdicts) => new(
        "Buddy",
        Attempted: true,
        0,
        0,
        [.. BuddyChapter.Instance.Laws.Where(static law => !law.IsPolicy).Select(law => new GradeLaw(
            law.Id,
            law.Statement,
            0,
            0,
            verdicts.FirstOrDefault(pair => pair.Id == law.Id).Verdict ?? "holds",
            30,
            "as found",
            null))]);

    private static GradeMutation Killed(decimal percent) =>
        new(0, 0, percent, 31, 9, 0, 0, $"{percent} % killed", []);

    private static GradeCoverage Ran(int covered, int lines) =>
        new(0, 0, lines, covered, 0, 0, $"{covered} of {lines} lines ran", []);

    private static GradeLaw Law(GradeChapter chapter, string id) => chapter.Laws.Single(law => law.Id == id);

    private static string GradeText(GradeChapter chapter) => GradeJson.WriteAny(chapter);
}
