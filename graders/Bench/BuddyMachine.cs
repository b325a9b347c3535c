using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using FsCheck;
using FsCheck.Experimental;
using FsCheck.Fluent;
using MmVerify.Reference;
using MmVerify.Spec;

namespace MmVerify.Grader;

/// <summary>
/// The baseline: FsCheck's own experimental state machine, with the same driver, the same model and the same
/// laws. Its own model can hold no more than which steps allocated, because it is advanced before the
/// allocator has answered.
/// </summary>
internal sealed class BuddyMachine(BuddySetup setup, int length, ulong laws, Action onStep)
    : Machine<MachineRun, ImmutableList<int>>(length)
{
    public override Arbitrary<Setup<MachineRun, ImmutableList<int>>> Setup =>
        Gen.Constant<Setup<MachineRun, ImmutableList<int>>>(new MachineSetup(setup, laws)).ToArbitrary();

    public override Gen<Operation<MachineRun, ImmutableList<int>>> Next(ImmutableList<int> model)
    {
        Gen<Operation<MachineRun, ImmutableList<int>>> allocate = Gen.Choose(0, Order.MaxValue)
            .Select(order => Make(model.Count, BuddyChapter.AllocateOf(order)));
        Gen<Operation<MachineRun, ImmutableList<int>>> free = Gen.Choose(0, Math.Max(0, model.Count - 1))
            .Select(pick => Make(model.Count, BuddyChapter.FreeOf(pick)));
        return model.IsEmpty ? allocate : Gen.Choose(0, 1).SelectMany(kind => kind == 0 ? allocate : free);
    }

    [SuppressMessage("Performance", "CA1859", Justification = "generators are not covariant")]
    private Operation<MachineRun, ImmutableList<int>> Make(int number, BuddyOperation operation) =>
        new MachineOperation(number, operation, onStep);
}

/// <summary>The allocator under test, what it has answered, and the judge.</summary>
internal sealed class MachineRun(BuddySetup setup, ulong laws)
{
    private readonly BuddyDriver driver = BuddyDriver.For<BuddyAllocator>();
    private readonly Judge<BuddySetup, BuddyOperation, BuddyReply, BuddyModel> judge =
        BuddyChapter.Instance.NewJudge();
    private readonly List<BuddyOperation> operations = [];
    private BuddyReply[] replies = new BuddyReply[1];

    public bool Do(BuddyOperation operation)
    {
        if (operations.Count == 0)
        {
            driver.Start(setup, out replies[0]);
            judge.Begin(setup, laws);
        }

        if (replies.Length <= operations.Count + 1)
        {
            Array.Resize(ref replies, 2 * replies.Length);
        }

        operations.Add(operation);
        driver.Do(operation, replies.AsSpan(0, operations.Count), out replies[operations.Count]);
        judge.Next(
            operations.Count - 1, operation, in replies[operations.Count], in replies[operations.Count - 1]);
        return judge.Breaches.Count == 0;
    }
}

internal sealed class MachineSetup(BuddySetup setup, ulong laws) : Setup<MachineRun, ImmutableList<int>>
{
    public override MachineRun Actual() => new(setup, laws);

    public override ImmutableList<int> Model() => [];
}

internal sealed class MachineOperation(int number, BuddyOperation operation, Action onStep)
    : Operation<MachineRun, ImmutableList<int>>
{
    public override bool Pre(ImmutableList<int> model) => operation.Lender < model.Count;

    public override ImmutableList<int> Run(ImmutableList<int> model) => model.Add(number);

    public override Property Check(MachineRun actual, ImmutableList<int> model)
    {
        onStep();
        return actual.Do(operation).ToProperty();
    }

    public override string ToString() => $"#{number} {operation}";
}
