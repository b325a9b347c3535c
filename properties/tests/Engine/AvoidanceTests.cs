using MmVerify.Spec;
using static MmVerify.Spec.BuddyOperation;

namespace MmVerify.Properties.Tests;

/// <summary>What has crashed several times is left out of later programs.</summary>
public sealed class AvoidanceTests
{
    private const int Limit = 3;

    private static readonly BuddySetup Setup = BuddySetup.Flat(4, maxOrder: 2);
    private static readonly BuddyProgram Program =
        new(Setup, [new Allocate(new Order(0)), new Allocate(new Order(1)), new Free(0)]);

    private readonly Avoidance<BuddySetup, BuddyOperation, BuddyReply, BuddyModel> avoidance =
        new(new BuddyPrograms(), Limit);

    [Fact]
    public void NothingIsLeftOutAtFirst() => Assert.Equal([Program], avoidance.Apply([Program]));

    [Theory]
    [InlineData(OutcomeKind.Crashed)]
    [InlineData(OutcomeKind.Hung)]
    public void AnOperationThatCrashedOftenEndsAProgram(OutcomeKind how)
    {
        Crash(how, Program, step: 1, times: Limit - 1);
        Assert.Equal(3, Assert.Single(avoidance.Apply([Program])).Operations.Length);
        Crash(how, Program, step: 1, times: 1);
        Assert.Single(Assert.Single(avoidance.Apply([Program])).Operations);
    }

    [Fact]
    public void WhichStepAHandleNamesDoesNotMatter()
    {
        Crash(OutcomeKind.Crashed, Program, step: 2, times: Limit);
        BuddyProgram other =
            new(Setup, [new Allocate(new Order(0)), new Allocate(new Order(0)), new Free(1)]);
        Assert.Equal(2, Assert.Single(avoidance.Apply([other])).Operations.Length);
    }

    [Fact]
    public void AKindWhoseArgumentsAlwaysDifferIsLeftOutAsAWhole()
    {
        for (ulong frame = 0; frame < 4 * Limit; frame++)
        {
            Crash(OutcomeKind.Crashed, new(Setup, [FreeAtFrame(frame)]), step: 0, times: 1);
        }

        Assert.Empty(Assert.Single(avoidance.Apply([new(Setup, [FreeAtFrame(999)])])).Operations);
        Assert.Equal(3, Assert.Single(avoidance.Apply([Program])).Operations.Length);
    }

    [Fact]
    public void ASetupOnWhichCreationCrashedIsLeftOut()
    {
        Crash(OutcomeKind.Crashed, Program, step: -1, times: Limit);
        BuddyProgram other = Program with { Setup = BuddySetup.Flat(8, maxOrder: 2) };
        Assert.Equal([other], avoidance.Apply([Program, other]));
    }

    [Fact]
    public void WhenCreationAlwaysCrashesNothingIsLeft()
    {
        for (int pages = 1; pages <= 4 * Limit; pages++)
        {
            Crash(OutcomeKind.Crashed, new(BuddySetup.Flat(pages, 0), []), step: -1, times: 1);
        }

        Assert.Empty(avoidance.Apply([Program]));
    }

    [Fact]
    public void AnExceptionIsNoReasonToLeaveOutAnything()
    {
        Crash(OutcomeKind.Threw, Program, step: 1, times: 4 * Limit);
        Assert.Equal([Program], avoidance.Apply([Program]));
    }

    private static FreeAt FreeAtFrame(ulong frame) => new(new Block(new Pfn(frame), new Order(0)));

    private void Crash(OutcomeKind how, BuddyProgram program, int step, int times)
    {
        var replies = new BuddyReply[step + 2];
        replies[^1] = BuddyReply.Ended(new Outcome(how, Fault: new Fault("signal 11", "", null)));
        for (int i = 0; i < times; i++)
        {
            avoidance.Learn(program, replies);
        }
    }
}
