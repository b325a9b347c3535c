using FsCheck;
using FsCheck.Experimental;
using FsCheck.Fluent;
using MmVerify.Properties;
using MmVerify.Reference;
using MmVerify.Spec;

namespace MmVerify.Grader;

using BuddyProgram = Program<BuddySetup, BuddyOperation>;

/// <summary>The ways in which programs for a buddy allocator are made, carried out and judged.</summary>
internal sealed class BuddyBench : IDisposable
{
    /// <summary>The row to which the others are compared.</summary>
    public const string Baseline = "FsCheck's experimental machine";

    private const int Length = 64;
    private const int Programs = 8192;
    private const int MachinePrograms = 1024;
    private const ulong Gamma = 0x9e3779b97f4a7c15;

    // A policy is asked for only when a course turns it on.
    private static readonly ulong Required = BuddyChapter.Instance.RequiredLaws;

    private static readonly BuddySetup Setup = BuddySetup.Flat(1 << 12, Order.MaxValue);

    private readonly Judge<BuddySetup, BuddyOperation, BuddyReply, BuddyModel> judge =
        BuddyChapter.Instance.NewJudge();
    private readonly BuddyDriver driver = BuddyDriver.For<BuddyAllocator>();
    private readonly BuddyReply[] replies = new BuddyReply[Length + 1];
    private readonly RemoteBuddy remote;
    private ulong seed;
    private long steps;

    public BuddyBench(Sandbox sandbox)
    {
        remote = new RemoteBuddy(sandbox);
        Rows =
        [
            new BenchRow(Baseline, RunMachine),
            new BenchRow("through FsCheck", RunThroughFsCheck),
            new BenchRow("own loop, random", RunOwnLoop),
            new BenchRow("own loop, exhaustive", RunExhaustive),
            new BenchRow("carried out, not judged", RunWithoutJudge),
            new BenchRow("in the sandbox", RunInSandbox, () => remote.CpuTime),
        ];
    }

    /// <summary>What is measured.</summary>
    public IReadOnlyList<BenchRow> Rows { get; }

    /// <inheritdoc/>
    public void Dispose() => remote.Dispose();

    private long RunMachine()
    {
        steps = 0;
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(MachinePrograms).WithStartSize(100).WithEndSize(100)
                .WithQuietOnSuccess(true).WithReplay(++seed, Gamma),
            new BuddyMachine(Setup, Length, Required, () => steps++).ToProperty());
        return steps;
    }

    private long RunThroughFsCheck()
    {
        Gen<int> number = Gen.Choose(0, int.MaxValue - 1);
        Gen<BuddyProgram> programs = number.Zip(number)
            .Select(static pair =>
                BuddyExpansion.Even(Setup, Length, ((ulong)pair.Item1 << 32) | (uint)pair.Item2));
        steps = 0;
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(Programs).WithQuietOnSuccess(true)
                .WithReplay(++seed, Gamma),
            Prop.ForAll(Arb.From(programs), Verify));
        return steps;
    }

    private long RunOwnLoop()
    {
        steps = 0;
        for (int i = 0; i < Programs; i++)
        {
            Require(Verify(BuddyExpansion.Even(Setup, Length, ++seed)));
        }

        return steps;
    }

    // A long common beginning and every continuation of three operations: programs of 64 on the same memory.
    private long RunExhaustive()
    {
        const int Tail = 3;
        steps = 0;
        BuddyOperation[] head = BuddyExpansion.Even(Setup, Length - Tail, ++seed).Operations;
        foreach (BuddyProgram tail in BuddyScopes.Exactly(
            Setup, [.. Enumerable.Range(0, Order.Count)], false, Tail))
        {
            BuddyOperation[] shifted = [.. tail.Operations.Select(static operation =>
                operation is BuddyOperation.Free free
                    ? BuddyChapter.FreeOf(free.Of + Length - Tail)
                    : operation)];
            Require(Verify(new BuddyProgram(Setup, [.. head, .. shifted])));
        }

        return steps;
    }

    private long RunWithoutJudge()
    {
        steps = 0;
        for (int i = 0; i < Programs; i++)
        {
            steps += driver.Run(BuddyExpansion.Even(Setup, Length, ++seed), replies) - 1;
        }

        return steps;
    }

    private long RunInSandbox()
    {
        steps = 0;
        var batch = new List<BuddyProgram>();
        for (int i = 0; i < Programs; i++)
        {
            batch.Add(BuddyExpansion.Even(Setup, Length, ++seed));
            if (batch.Count == 256)
            {
                remote.Executor.Run(batch, (program, answers) => Require(Judged(program, answers)));
                batch.Clear();
            }
        }

        return steps;
    }

    private bool Verify(BuddyProgram program) =>
        Judged(program, replies.AsSpan(0, driver.Run(program, replies)));

    private bool Judged(BuddyProgram program, ReadOnlySpan<BuddyReply> answers)
    {
        steps += answers.Length - 1;
        judge.Read(program, answers, Required);
        return judge.Breaches.Count == 0;
    }

    private static void Require(bool isKept)
    {
        if (!isKept)
        {
            throw new InvalidOperationException("the reference broke a law");
        }
    }
}
