using MmVerify.Properties;
using MmVerify.Spec;

namespace MmVerify.Grader.Tests;

/// <summary>The trial sees what is in order with laws and specimens, and what is not.</summary>
[Collection(nameof(Counted))]
public sealed class ChapterTrialTests
{
    private static readonly Checkout Here = new(Repository.Root);
    private static readonly Lazy<TrialReport> Tried = new(Run);

    [Fact]
    public void ASpecimenIsAsItNamesItself() => Assert.All(Tried.Value.Rows, static row =>
        Assert.True(row.IsAsNamed, $"{row.Specimen.Name}: {string.Join(' ', row.Broken)}"));

    [Fact]
    public void HowSoonAndHowShortIsTold()
    {
        TrialCell cell = Assert.Single(Tried.Value.Breaches(BuddyLaws.NothingExceedsTheLargestOrder));
        Assert.InRange(cell.FoundAfter, 1, 10_000);
        Assert.Equal(1, cell.Operations);
    }

    [Fact]
    public void ANegatedLawIsNoticedByACorrectSpecimen() => Assert.All(
        Tried.Value.Variants.Where(static one => one.Change == "negated"),
        static one => Assert.Equal("BuddyAllocator", one.NoticedBy));

    [Fact]
    public void APolicyIsBrokenByASpecimenThatCountsAsCorrect() => Assert.Equal(
        ["LargestFirstBuddy"],
        Tried.Value.BreakingAlone(BuddyLaws.SmallestIsSplit).Select(static row => row.Specimen.Name));

    [Fact]
    public void ALawThatNoSpecimenBreaksAloneIsAFault() => Assert.Contains(
        "BUDDY-MERGE is broken by no specimen alone", Tried.Value.Faults);

    [Fact]
    public void AMistakeThatNobodyNoticesIsAFaultUnlessExplained()
    {
        TrialReport report = Tried.Value with { Explained = [] };
        Assert.Contains(report.Faults, static fault => fault.Contains("64 → 65"));
        Assert.DoesNotContain(Tried.Value.Faults, static fault => fault.Contains("64 → 65"));
    }

    [Fact]
    public void AnExplanationOfWhatIsNoticedIsAFault()
    {
        TrialReport report = Tried.Value with
        {
            Explained = [new ExplainedVariant("BUDDY-MERGE", "negated", "it is")],
        };
        Assert.Contains(report.Faults, static fault => fault.StartsWith(
            "BUDDY-MERGE: explained, but noticed or gone: negated", StringComparison.Ordinal));
    }

    [Fact]
    public void TheTextsSayTheSame()
    {
        Assert.Contains("BUDDY-MAX-ORDER", TrialText.Table([Tried.Value]));
        Assert.Contains(
            "Buddy\tHandsOutMoreThanTheLargest\tBUDDY-MAX-ORDER\tbroken\t", TrialText.Tsv([Tried.Value]));
        Assert.Contains("\"noticedBy\": \"BuddyAllocator\"", TrialText.Json([Tried.Value]));
        Assert.Contains("<th>HandsOutMoreThanTheLargest</th>", TrialPage.Render([Tried.Value]));
    }

    private static TrialReport Run()
    {
        string[] files =
        [
            Here.PathOf("reference", "Buddy", "BuddyAllocator.cs"),
            Repository.Specimen("correct", "LargestFirstBuddy"),
            Repository.Specimen("wrong", "HandsOutMoreThanTheLargest"),
        ];
        var options = new ExaminationOptions
        {
            Policies = [.. BuddyLaws.All.Where(static law => law.IsPolicy).Select(static law => law.Id)],
        };
        IEnumerable<Specimen> specimens = files.Select(static path => Specimen.Compile(path));
        return ChapterPrograms.Of(BuddyChapter.Instance).Accept(
            new ChapterTrial(Here, [.. specimens], options, static _ => { }));
    }
}
