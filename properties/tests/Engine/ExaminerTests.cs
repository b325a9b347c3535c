using System.Text.Json;
using MmVerify.Spec;
using MmVerify.Specimens.Buddy;

namespace MmVerify.Properties.Tests;

/// <summary>What an examination says, and what it never says.</summary>
public sealed class ExaminerTests
{
    private static readonly ExaminationOptions Few = new(3) { RandomPrograms = 300 };

    // The trial of the suite itself: a judge that was silenced by mistake must not go unnoticed.
    [Theory]
    [InlineData("BUDDY-MERGE")]
    [InlineData("BUDDY-DISJOINT")]
    [InlineData("BUDDY-NO-THROW")]
    public void AJudgeThatAlwaysSaysKeptIsNoticedByItsSpecimen(string lawId)
    {
        Type specimen = SpecimenSource.Wrong.First(one => SpecimenSource.BreaksOf(one).Contains(lawId));
        var programs = new SilencedPrograms(new SilencedChapter(lawId, Judgement.Kept));
        IEnumerable<string> broken = Examination.Of(specimen, Few with { ShrinkBudget = 0 }, programs)
            .Where(static finding => finding.Verdict.Kind == VerdictKind.Broken)
                .Select(static finding => finding.Law.Id);
        Assert.DoesNotContain(lawId, broken);
        Assert.NotEqual(SpecimenSource.BreaksSeenHere(specimen), broken.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void AJudgeThatIsAlwaysSilentNeverHolds()
    {
        var programs = new SilencedPrograms(new SilencedChapter("BUDDY-MERGE", Judgement.Silent));
        Finding finding =
            Examination.Of(typeof(QueueBuddy), Few, programs)
                .Single(static one => one.Law.ShortId == "MERGE");
        Assert.Equal(VerdictKind.Unknown, finding.Verdict.Kind);
        Assert.Equal("only 0 steps spoke of it and 20 are needed", finding.Verdict.Reason);
    }

    [Fact]
    public void AnAllocatorThatAlwaysSaysEnomemEarnsNothing() =>
        Assert.DoesNotContain(
            Examination.Of(typeof(AlwaysFull), Few with { ShrinkBudget = 0 }),
            static finding => finding.Verdict.Kind == VerdictKind.Holds);

    [Fact]
    public void ALawHiddenBehindAnotherSaysWhichToFixFirst()
    {
        Finding hidden =
            Examination.Of(typeof(AlwaysFull), Few with { ShrinkBudget = 0 })
                .Single(static one => one.Law.ShortId == "ALIGN");
        Assert.Equal(VerdictKind.Unknown, hidden.Verdict.Kind);
        Assert.StartsWith(
            "fix BUDDY-FAILS-ONLY-WHEN-FULL first: ", hidden.Verdict.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(typeof(QueueBuddy))]
    [InlineData(typeof(MergesAcrossOrders))]
    [InlineData(typeof(ThrowsOnMisuse))]
    public void TwoExaminationsFindTheSame(Type implementation)
    {
        string first = JsonSerializer.Serialize(Examination.Of(implementation, Few));
        Assert.Equal(first, JsonSerializer.Serialize(Examination.Of(implementation, Few)));
        Assert.NotEqual(
            first, JsonSerializer.Serialize(Examination.Of(implementation, Few with { Seed = 4 })));
    }

    [Fact]
    public void PoliciesAreAskedOnlyWhenTurnedOn()
    {
        Assert.DoesNotContain(
            Examination.Of(typeof(LargestFirstBuddy), Few), static finding => finding.Law.IsPolicy);
        Finding policy =
            Examination.Of(typeof(LargestFirstBuddy), Few with { Policies = ["BUDDY-SMALLEST-SPLIT"] })
            .Single(static finding => finding.Law.IsPolicy);
        Assert.Equal(VerdictKind.Broken, policy.Verdict.Kind);
    }

    [Fact]
    public void ProgressIsToldInTheOrderOfTheSearch()
    {
        var phases = new List<string>();
        var executor =
            new InProcessExecutor<BuddySetup, BuddyOperation, BuddyReply>(BuddyDriver.For<ForgetsToMerge>());
        new Examiner<BuddySetup, BuddyOperation, BuddyReply, BuddyModel>(
            new BuddyPrograms(), executor, Few with { ShrinkBudget = 10 },
            progress => phases.Add(progress.Phase)).Run();
        Assert.Equal(
            ["small scope", "random programs", "corpus", "large memory",
                "shrinking BUDDY-FAILS-ONLY-WHEN-FULL", "shrinking BUDDY-MERGE", "shrinking BUDDY-RESTORES"],
            phases.Distinct());
    }

    [Fact]
    public void ACounterexampleIsALessonAndATest()
    {
        Finding finding =
            Examination.Of(typeof(ForgetsToMerge), Few).Single(static one => one.Law.ShortId == "MERGE");
        Counterexample shown = finding.Counterexample!;
        Assert.Equal(
            $"""
            BUDDY-MERGE does not hold: No two free blocks are each other's buddy, below the largest order.

              at        the free blocks
              expected  {shown.Expected}
              actual    {shown.Actual}

              after 3 steps:
                Create 4 pages [0x0, 0x4), MAX_ORDER 1
                #0  Allocate(order 0) -> pfn 0x0 order 0
                #1  Allocate(order 1) -> pfn 0x2 order 1
                #2  Free(#0) -> ok   <- breaks here

              why       {finding.Law.Why}
              source    {finding.Law.Source}
              again     do this

            """,
            Lesson.Of(finding.Law, shown, "do this"));
        Assert.Equal(
            $"""
            // BUDDY-MERGE: No two free blocks are each other's buddy, below the largest order.
            [Fact]
            public void BuddyMerge() => LawAssert.Keeps<BuddyAllocator>(
                "BUDDY-MERGE",
                BuddySetup.Flat(4, maxOrder: 1),
                new BuddyOperation.Allocate(new Order(0)), // pfn 0x0 order 0
                new BuddyOperation.Allocate(new Order(1)), // pfn 0x2 order 1
                new BuddyOperation.Free(0)); // ok  <- breaks here
            // expected {shown.Expected}
            // actual   {shown.Actual}

            """,
            shown.Test);
    }
}
