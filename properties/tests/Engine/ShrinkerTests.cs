using MmVerify.Spec;
using MmVerify.Specimens.Buddy;
using MmVerify.Xunit;

namespace MmVerify.Properties.Tests;

/// <summary>Smaller programs are programs, and shrinking keeps to its law and its budget.</summary>
[Properties(Arbitrary = [typeof(AnyProgram)])]
public sealed class ShrinkerTests
{
    private static readonly Shrinker<BuddySetup, BuddyOperation, BuddyReply, BuddyModel> Shrinker =
        new(new BuddyPrograms());

    [Property(MaxTest = 20)]
    public void EveryCandidateUsesOnlyEarlierStepsAndIsNotLonger(BuddyProgram program)
    {
        foreach (BuddyProgram candidate in Shrinker.Candidates(program).Take(5_000))
        {
            Assert.True(candidate.Operations.Length <= program.Operations.Length);
            for (int i = 0; i < candidate.Operations.Length; i++)
            {
                int lender = candidate.Operations[i].Lender;
                if (lender >= i)
                {
                    Assert.Fail($"#{i} {candidate.Operations[i]} in {candidate}");
                }
            }
        }
    }

    [Property(MaxTest = 30)]
    public void WhatIsLeftStillBreaksTheSameLaw(BuddyProgram program)
    {
        const string Law = "BUDDY-MERGE";
        var trial = new BuddyTrial(
            new BuddyPrograms(),
            typeof(MergesOnlyUpwards),
            [.. BuddyLaws.All.Where(static law => !law.IsPolicy)]);
        if (trial.BreachOf(program, Law) is not int step)
        {
            return;
        }

        int tries = 0;
        BuddyProgram small =
            Shrinker.Shrink(program, candidate => trial.BreachOf(candidate, Law), () => tries++ < 3000);
        Assert.Equal(small.Operations.Length - 1, trial.BreachOf(small, Law));
        Assert.True(small.Operations.Length <= step + 1);
    }

    [Fact]
    public void NoMoreProgramsAreTriedThanAllowed()
    {
        BuddyProgram program = BuddyExpansion.Even(BuddySetup.Flat(64, 6), 60, seed: 5);
        int tries = 0;
        int asked = 0;
        Shrinker.Shrink(
            program,
            _ =>
            {
                tries++;
                return null;
            },
            () => asked++ < 100);
        Assert.Equal(100, tries);
    }

    [Fact]
    public void AProgramIsCutBehindItsBreakingStep()
    {
        BuddyProgram program = BuddyExpansion.Even(BuddySetup.Flat(64, 6), 60, seed: 5);
        Assert.Equal(
            program.Operations[..8],
            Shrinker<BuddySetup, BuddyOperation, BuddyReply, BuddyModel>.CutBehind(program, 7).Operations);
    }
}
