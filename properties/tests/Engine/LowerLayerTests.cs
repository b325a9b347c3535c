using MmVerify.Reference;
using MmVerify.Spec;
using static MmVerify.Spec.VmallocOperation;

namespace MmVerify.Properties.Tests;

/// <summary>What is given to a submission is watched, and fails where it is told to.</summary>
public sealed class LowerLayerTests
{
    private static readonly VmallocPrograms Programs = new();
    private static readonly VmallocSetup Setup = VmallocSetup.Flat(4, 6);

    [Fact]
    public void EachLowerCallIsMadeToFailInTurn()
    {
        Program<VmallocSetup, VmallocOperation>[] sweep =
            [.. FaultSweep.Of(Programs, new(Setup, [new Allocate(8192)]))];
        Assert.Equal(5, sweep.Length);
        for (int call = 1; call <= sweep.Length; call++)
        {
            VmallocReply[] replies = Run(sweep[call - 1]);
            Assert.Equal(call <= 4 ? Errno.ENOMEM : Errno.None, replies[1].Outcome.Errno);
            Assert.Equal(call <= 4, replies[1].Calls.HasFault(call));
            Assert.Equal(call <= 4, replies[1].Calls.HasFailure);

            // Where nothing failed the same call takes the other half of memory.
            Assert.Equal(OutcomeKind.Done, replies[2].Outcome.Kind);
        }
    }

    [Fact]
    public void AnOperationWithoutLowerCallsIsNotSwept() =>
        Assert.Empty(FaultSweep.Of(Programs, new(Setup, [new ToPageAt(default)])));

    [Fact]
    public void AFaultIsAPartOfTheProgram()
    {
        Program<VmallocSetup, VmallocOperation> program = new(Setup, [new Allocate(8192, Failing: 3)]);
        string token = ReplayToken.Of(VmallocChapter.Instance, program);
        Program<VmallocSetup, VmallocOperation> read = ReplayToken.Read(VmallocChapter.Instance, token);
        Assert.Equal(program.Operations, read.Operations);
        Assert.Equal(program.Setup.ToString(), read.Setup.ToString());
        Assert.Equal("Allocate(8192, lower call 3 fails)", program.Operations[0].ToString());
    }

    [Fact]
    public void RepliesAreReadAsTheyWereWritten()
    {
        VmallocOperation[] operations =
            [new Allocate(8192), new Allocate(4097, Failing: 2), new ToPage(0, 1), new Free(0), new Free(0)];
        VmallocReply[] replies = Run(new(Setup, operations));
        for (int i = 0; i < operations.Length; i++)
        {
            var writer = new WireWriter();
            VmallocChapter.Instance.Write(writer, operations[i], in replies[i + 1]);
            var reader = new WireReader(writer.Written);
            VmallocChapter.Instance.ReadReply(
                ref reader, operations[i], replies.AsSpan(0, i + 1), out VmallocReply read);
            Assert.True(reader.IsAtEnd);
            Assert.Equal(replies[i + 1].ToString(), read.ToString());
            Assert.Equal(replies[i + 1].Calls.All.ToArray(), read.Calls.All.ToArray());
        }
    }

    [Fact]
    public void MisuseIsToldInWords()
    {
        var accounts = new LowerAccounts();
        var block = new Block(new Pfn(2), new Order(1));
        accounts.Add(new LowerCall(LowerCallKind.Take, default, block, Errno.None));
        Assert.Equal(2, accounts.FramesHeld);
        Assert.Contains("handed out as order 1", MisuseOf(accounts, block with { Order = new Order(0) }));
        Assert.Contains("in the middle", MisuseOf(accounts, new Block(new Pfn(3), new Order(0))));
        Assert.Contains("never handed out", MisuseOf(accounts, new Block(new Pfn(8), new Order(0))));
        accounts.Add(new LowerCall(LowerCallKind.GiveBack, default, block, Errno.None));
        Assert.Contains("given back before", MisuseOf(accounts, block));
        Assert.Equal(0, accounts.FramesHeld);
    }

    // What a student's own allocators do together is judged by the same laws.
    [Fact]
    public void AnyBuddyAllocatorCanStandBelow()
    {
        var driver = new VmallocDriver(VmallocAllocator.Create, static memory =>
            new BuddyPages(BuddyAllocator.Create(new BuddySetup(memory, Order.Max))));
        var executor = new InProcessExecutor<VmallocSetup, VmallocOperation, VmallocReply>(driver);
        var options = new ExaminationOptions { RandomPrograms = 500, SmallScope = false, Corpus = false };
        Assert.All(
            new Examiner<VmallocSetup, VmallocOperation, VmallocReply, VmallocModel>(
                Programs, executor, options).Run(),
            static finding => Assert.Equal(VerdictKind.Holds, finding.Verdict.Kind));
    }

    private static string MisuseOf(LowerAccounts accounts, Block block)
    {
        accounts.BeginStep();
        accounts.Add(new LowerCall(LowerCallKind.GiveBack, default, block, Errno.EINVAL));
        return accounts.Misuse!;
    }

    private static VmallocReply[] Run(Program<VmallocSetup, VmallocOperation> program)
    {
        var replies = new VmallocReply[program.Operations.Length + 1];
        int count = VmallocDriver.For<VmallocAllocator>().Run(program, replies);
        Assert.Equal(replies.Length, count);
        return replies;
    }
}
