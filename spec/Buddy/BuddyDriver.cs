using static MmVerify.Spec.BuddyOperation;

namespace MmVerify.Spec;

/// <summary>Makes a buddy allocator.</summary>
/// <remarks>
/// An interface with a static abstract member cannot be the type argument of a <c>Func</c>.
/// </remarks>
public delegate IBuddyAllocator BuddyFactory(BuddySetup setup);

/// <summary>
/// Carries out operations on a buddy allocator and notes what it answers and what it says of its state.
/// </summary>
/// <param name="create">How to make an allocator.</param>
public sealed class BuddyDriver(BuddyFactory create)
    : IDriver<BuddySetup, BuddyOperation, BuddyReply>
{
    private static readonly Order[] Orders =
        [.. Enumerable.Range(0, Order.Count).Select(static order => new Order(order))];

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
            reply = new BuddyReply(Outcome.Done, default);
            Report(ref reply.Report);
        }
        catch (Exception exception)
        {
            reply = BuddyReply.Ended(Guard.Explain(exception));
        }
    }

    /// <inheritdoc/>
    public void Do(BuddyOperation operation, ReadOnlySpan<BuddyReply> earlier, out BuddyReply reply)
    {
        Block block = default;
        bool isLoan = false;
        if (operation.Kind != Kinds.Allocate && !TryBlockOf(operation, earlier, out block))
        {
            reply = new BuddyReply(Outcome.Skipped, default) { Report = earlier[^1].Report };
            return;
        }

        try
        {
            Fuel.Fill(budget);
            Errno errno;
            if (operation.Kind == Kinds.Allocate)
            {
                Result<Block> result = allocator!.Allocate(((Allocate)operation).Order);
                errno = result.Errno;
                isLoan = result.TryGet(out block);
            }
            else
            {
                errno = allocator!.Free(block);
            }

            long work = budget - Fuel.Left;
            reply = new BuddyReply(Outcome.Of(errno), block, work, isLoan);
            Report(ref reply.Report);
        }
        catch (Exception exception)
        {
            reply = BuddyReply.Ended(Guard.Explain(exception));
        }
    }

    /// <summary>
    /// The block that an operation gives back; false when the step that should have handed it out did not.
    /// </summary>
    /// <param name="operation">An operation that gives something back.</param>
    /// <param name="earlier">The replies so far, creation's first.</param>
    /// <param name="block">The block that is claimed.</param>
    public static bool TryBlockOf(BuddyOperation operation, ReadOnlySpan<BuddyReply> earlier, out Block block)
    {
        if (operation.Kind == Kinds.FreeAt)
        {
            block = ((FreeAt)operation).Block;
            return true;
        }

        int lender = operation.Lender + 1;
        if (lender <= 0 || lender >= earlier.Length || !earlier[lender].IsLoan)
        {
            block = default;
            return false;
        }

        block = earlier[lender].Block;
        switch (operation.Kind)
        {
            case Kinds.FreeAs:
                Order order = ((FreeAs)operation).Order;
                bool isOther = order != block.Order;
                block = block with { Order = order };
                return isOther;
            case Kinds.FreeInside:
                var inside = (FreeInside)operation;
                bool isInside = inside.Offset > 0 && inside.Offset < block.PageCount;
                // An allocator may have handed out any number as a start, even one at the very end.
                block = new Block(new Pfn(unchecked(block.Start.Value + (ulong)inside.Offset)), inside.Order);
                return isInside;
            default:
                return true;
        }
    }

    private void Report(ref BuddyReport report)
    {
        IBuddyAllocator asked = allocator!;
        report.FreePages = asked.FreePageCount;
        Span<int> counts = report.FreeBlocks;
        ReadOnlySpan<Order> orders = Orders.AsSpan(0, maxOrder + 1);
        for (int order = 0; order < orders.Length; order++)
        {
            counts[order] = asked.FreeBlockCount(orders[order]);
        }
    }

    // Enough for any algorithm that is at most quadratic in the number of frames.
    private static long StepBudget(BuddySetup setup) => 1_000_000 + (setup.Memory.Span * setup.Memory.Span);
}
