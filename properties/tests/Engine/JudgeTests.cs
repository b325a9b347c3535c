using MmVerify.Reference;
using MmVerify.Spec;
using MmVerify.Specimens.Buddy;
using static MmVerify.Spec.BuddyOperation;

namespace MmVerify.Properties.Tests;

/// <summary>How histories are read.</summary>
public sealed class JudgeTests
{
    private static readonly BuddySetup FourPages = BuddySetup.Flat(4, maxOrder: 2);

    private readonly Judge<BuddySetup, BuddyOperation, BuddyReply, BuddyModel> judge =
        BuddyChapter.Instance.NewJudge();

    [Fact]
    public void ALawIsNotAskedAgainInTheHistoryThatBrokeIt()
    {
        BuddyProgram program = new(
            FourPages,
            [new Allocate(new Order(0)), new Allocate(new Order(0)), new Free(0), new Free(0), new Free(0),
                new Free(0)]);
        Read(program, BuddyDriver.For<AcceptsDoubleFree>());
        Breach breach = Assert.Single(judge.Breaches, breach => IdOf(breach) == "BUDDY-DOUBLE-FREE");
        Assert.Equal(3, breach.StepNumber);
    }

    [Fact]
    public void OnlyTheLawsThatAreToBeAskedAre()
    {
        BuddyProgram program = new(FourPages, [new Allocate(new Order(0)), new Free(0), new Free(0)]);
        Read(program, BuddyDriver.For<AcceptsDoubleFree>(), laws: 1);
        Assert.Empty(judge.Breaches);
        Assert.Equal(1, judge.Witnesses[0]);
        Assert.Equal(1, judge.Witnesses.ToArray().Sum());
    }

    [Fact]
    public void TheReadingEndsWhereTheModelCannotFollow()
    {
        BuddyProgram program =
            new(FourPages,
                [new Allocate(new Order(0)), new Allocate(new Order(0)), new Allocate(new Order(0))]);
        var same = new Block(new Pfn(1), new Order(0));
        int end = Read(program, [Created(), Loan(same), Loan(same), Loan(same)]);
        Assert.Equal(1, end);
        Assert.All(judge.Breaches, static breach => Assert.True(breach.StepNumber <= 1));
        Assert.Contains(judge.Breaches, static breach => IdOf(breach) == "BUDDY-DISJOINT");
    }

    [Fact]
    public void TheReadingEndsWhereAnExceptionEscapes()
    {
        BuddyProgram program = new(FourPages, [new Allocate(new Order(0))]);
        var thrown =
            BuddyReply.Ended(new Outcome(OutcomeKind.Threw, Fault: new Fault("SomeException", "", null)));
        Assert.Equal(0, Read(program, [Created(), thrown]));
        Assert.Equal("BUDDY-NO-THROW", IdOf(Assert.Single(judge.Breaches)));
        Assert.Equal(-1, Read(program, [thrown]));
        Assert.Equal(-1, Assert.Single(judge.Breaches).StepNumber);
    }

    [Fact]
    public void BeforeTheFirstSuccessNothingIsAWitness()
    {
        BuddyProgram program =
            new(BuddySetup.Flat(1, maxOrder: 0), [new Allocate(new Order(1)), new Allocate(new Order(0))]);
        var refused = new BuddyReply(Outcome.Of(Errno.EINVAL), default, ReportOf(1), 0, false);
        Read(program, [Created(1), refused, refused]);
        Assert.Equal(0, judge.Witnesses.ToArray().Sum());

        Read(program, BuddyDriver.For<BuddyAllocator>());
        Assert.True(judge.Witnesses.ToArray().Sum() > 0);
    }

    [Fact]
    public void ASkippedStepIsNoStep()
    {
        BuddyProgram program =
            new(BuddySetup.Flat(1, maxOrder: 0), [new Allocate(new Order(1)), new Free(0)]);
        Assert.Equal(2, Read(program, BuddyDriver.For<BuddyAllocator>()));
        Assert.Empty(judge.Breaches);
    }

    private static string IdOf(Breach breach) => BuddyLaws.All[breach.LawIndex].Id;

    private static BuddyReport ReportOf(int pages)
    {
        CountPerOrder counts = default;
        counts[int.Log2(pages)] = 1;
        return new BuddyReport(pages, counts);
    }

    private static BuddyReply Created(int pages = 4) => new(Outcome.Done, default, ReportOf(pages), 0, false);

    private static BuddyReply Loan(Block block) =>
        new(Outcome.Done, block, new BuddyReport(3, default), 0, isLoan: true);

    private int Read(BuddyProgram program, BuddyReply[] replies) =>
        judge.Read(program, replies, ulong.MaxValue);

    private int Read(BuddyProgram program, BuddyDriver driver, ulong laws = ulong.MaxValue)
    {
        var replies = new BuddyReply[program.Operations.Length + 1];
        int count = driver.Run(program, replies);
        return judge.Read(program, replies.AsSpan(0, count), laws);
    }
}
