using MmVerify.Spec;
using MmVerify.Specimens.Buddy;
using MmVerify.Xunit;

namespace MmVerify.Properties.Tests;

/// <summary>
/// What is said of implementations that hang, that are not written yet, and of single programs.
/// </summary>
public sealed class LawExaminationTests
{
    private static readonly RunSettings Usual = new(null, 0.01, null, TimeSpan.FromMilliseconds(300));

    [Fact]
    public async Task AHangIsShownWithItsProgramAndNothingElseIsJudged()
    {
        var hangs = new HangLog();
        Sleeper.Never.Reset();
        LawResults results =
            await LawExamination.RunAsync(typeof(Sleeper), BuddyChapter.Instance, Usual, hangs);
        Sleeper.Never.Set();
        string terminates = TextOf(results, "BUDDY-TERMINATES");
        Assert.StartsWith("BUDDY-TERMINATES does not hold: ", terminates, StringComparison.Ordinal);
        Assert.Contains("  at        Allocate(order 0)\n", terminates, StringComparison.Ordinal);
        Assert.Contains("-> did not return   <- breaks here\n", terminates, StringComparison.Ordinal);
        Assert.Contains("MMVERIFY_REPLAY=Buddy1-", terminates, StringComparison.Ordinal);
        Assert.StartsWith(
            "BUDDY-MERGE is not known to hold: not judged: fix BUDDY-TERMINATES first\n",
            TextOf(results, "BUDDY-MERGE"),
            StringComparison.Ordinal);

        LawResults later =
            await LawExamination.RunAsync(typeof(QueueBuddy), BuddyChapter.Instance, Usual, hangs);
        Assert.StartsWith(
            "BUDDY-MERGE is not known to hold: not run: Allocate(order 0) of Sleeper did not return",
            TextOf(later, "BUDDY-MERGE"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatIsNotWrittenYetIsSaidWithItsPlace()
    {
        LawResults results =
            await LawExamination.RunAsync(typeof(Unwritten), BuddyChapter.Instance, Usual, new HangLog());
        foreach (string id in new[] { "BUDDY-MERGE", "BUDDY-NO-THROW", "BUDDY-TERMINATES" })
        {
            Assert.Matches(
                $@"^{id} is not known to hold: not written yet\n\n"
                    + @"  to do     .+ \(LawExaminationTests\.cs:\d+\)\n  law       ",
                TextOf(results, id));
        }

        Assert.Equal(LawTestEnd.Skipped, results.Of("BUDDY-COST").End);
    }

    [Fact]
    public async Task AReplayRunsItsProgramAlone()
    {
        BuddyProgram program = new(
            BuddySetup.Flat(2, maxOrder: 1),
            [new BuddyOperation.Allocate(new Order(0)), new BuddyOperation.Free(0)]);
        RunSettings replay = Usual with { Replay = ReplayToken.Of(BuddyChapter.Instance, program) };
        LawResults results =
            await LawExamination.RunAsync(
                typeof(ForgetsToMerge), BuddyChapter.Instance, replay, new HangLog());
        Assert.StartsWith(
            "BUDDY-RESTORES does not hold: ", TextOf(results, "BUDDY-RESTORES"), StringComparison.Ordinal);
        Assert.Equal(LawTestEnd.Passed, results.Of("BUDDY-ALIGN").End);
        Assert.Equal(LawTestEnd.Skipped, results.Of("BUDDY-DOUBLE-FREE").End);
    }

    [Fact]
    public async Task AReplayThatIsNoneSaysWhy()
    {
        RunSettings replay = Usual with { Replay = "Buddy1-AAAB" };
        FormatException exception = await Assert.ThrowsAsync<FormatException>(
            () => LawExamination.RunAsync(typeof(QueueBuddy), BuddyChapter.Instance, replay, new HangLog()));
        Assert.Contains("checksum", exception.Message, StringComparison.Ordinal);
    }

    private static string TextOf(LawResults results, string lawId)
    {
        Assert.Equal(LawTestEnd.Failed, results.Of(lawId).End);
        return results.Of(lawId).Text;
    }

    private sealed class Sleeper : IBuddyAllocator
    {
        public static readonly ManualResetEventSlim Never = new(initialState: true);

        public long FreePageCount => 1;

        public static IBuddyAllocator Create(BuddySetup setup) => new Sleeper();

        public Result<Block> Allocate(Order order)
        {
            Never.Wait();
            return Errno.ENOMEM;
        }

        public Errno Free(Block block) => Errno.EINVAL;

        public int FreeBlockCount(Order order) => 0;
    }

    private sealed class Unwritten : IBuddyAllocator
    {
        public long FreePageCount => 0;

        public static IBuddyAllocator Create(BuddySetup setup) => throw Todo;

        public Result<Block> Allocate(Order order) => throw Todo;

        public Errno Free(Block block) => throw Todo;

        public int FreeBlockCount(Order order) => throw Todo;

        private static Exception Todo => new NotImplementedException();
    }
}
