using static MmVerify.Spec.BuddyOperation;

namespace MmVerify.Spec;

/// <summary>Makes a buddy allocator.</summary>
/// <remarks>An interface with a static abstract member cannot be the type argument of a <c>Func</c>.</remarks>
public delegate IBuddyAllocator BuddyFactory(BuddySetup setup);

/// <summary>Carries out operations on a buddy allocator and notes what it answers and what it says of its state.</summary>
/// <param name="create">How to make an allocator.</param>
public sealed class BuddyDriver(BuddyFactory create)
    : IDriver<BuddySetup, BuddyOperation, BuddyReply>
{
    private IBuddyAllocator? allocator;
    private int maxOrder;
    private long budget;

    /// <summary>Makes a driver for an implementation.</summary>
    /// <typeparam name="TAllocator">The implementation.</typeparam>
    public static BuddyDriver For<TAllocator>()
        where TAllocator : IBuddyAllocator => new(TAllocator.Create);

    /// <inheritdoc/>
    public void Start(BuddySetup setup, out BuddyReply reply)
    {
        maxOrder = setup.MaxOrder.Value;
        budget = StepBudget(setup);
        try
        {
            Fuel.Fill(budget);
            allocator = create(setup) ?? throw new InvalidOperationException("Create returned null");
            reply = new BuddyReply(Outcome.Done, default, Report(), 0);
        }
        catch (Exception exception)
        {
            reply = BuddyReply.Ended(Guard.Explain(exception));
        }
    }

    /// <inheritdoc/>
    public void Do(BuddyOperation operation, ReadOnlySpan<BuddyReply> earlier, out BuddyReply reply)
    {
        if (operation.Kind != Kinds.Allocate && !TryBlockOf(operation, earlier, out _))
        {
            reply = new BuddyReply(Outcome.Skipped, default, earlier[^1].Report, 0);
            return;
        }

        try
        {
            Fuel.Fill(budget);
            Outcome outcome;
            Block block;
            if (operation.Kind == Kinds.Allocate)
            {
                Result<Block> result = allocator!.Allocate(((Allocate)operation).Order);
                outcome = Outcome.Of(result.Errno);
                block = result.IsSuccess ? result.Value : default;
            }
            else
            {
                TryBlockOf(operation, earlier, out block);
                outcome = Outcome.Of(allocator!.Free(block));
            }

            long work = budget - Fuel.Left;
            bool isLoan = operation.Kind == Kinds.Allocate && outcome.Kind == OutcomeKind.Done;
            reply = new BuddyReply(outcome, block, Report(), work, isLoan);
        }
        catch (Exception exception)
        {
            reply = BuddyReply.Ended(Guard.Explain(exception));
        }
    }

    /// <summary>The block that an operation gives back; false when the step that should have handed it out did not.</summary>
    /// <param name="operation">Any operation but an allocation.</param>
    /// <param name="earlier">The replies so far, creation's first.</param>
    /// <param name="block">The block that is claimed.</param>
    public static bool TryBlockOf(BuddyOperation operation, ReadOnlySpan<BuddyReply> earlier, out Block block)
    {
        block = operation is FreeAt at ? at.Block : default;
        if (operation.Lender < 0)
        {
            return true;
        }

        if (operation.Lender + 1 >= earlier.Length)
        {
            return false;
        }

        ref readonly BuddyReply lender = ref earlier[operation.Lender + 1];
        if (!lender.IsLoan)
        {
            return false;
        }

        block = lender.Block;
        switch (operation)
        {
            case FreeAs { Order: var order }:
                block = block with { Order = order };
                return order != lender.Block.Order;
            case FreeInside { Offset: var offset, Order: var order }:
                block = new Block(block.Start.Plus(offset), order);
                return offset > 0 && offset < lender.Block.PageCount;
            default:
                return true;
        }
    }

    private BuddyReport Report()
    {
        CountPerOrder counts = default;
        for (int order = 0; order <= maxOrder; order++)
        {
            counts[order] = allocator!.FreeBlockCount(new Order(order));
        }

        return new BuddyReport(allocator!.FreePageCount, counts);
    }

    // Enough for any algorithm that is at most quadratic in the number of frames.
    private static long StepBudget(BuddySetup setup) => 1_000_000 + (setup.Memory.Span * setup.Memory.Span);
}
