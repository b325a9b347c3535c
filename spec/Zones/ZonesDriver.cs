using static MmVerify.Spec.ZonesOperation;

namespace MmVerify.Spec;

/// <summary>Makes an allocator with zones.</summary>
/// <remarks>
/// An interface with a static abstract member cannot be the type argument of a <c>Func</c>.
/// </remarks>
public delegate IZoneAllocator ZonesFactory(ZonesSetup setup);

/// <summary>
/// Carries out operations on an allocator with zones and notes what it answers and what it says of its zones.
/// </summary>
/// <param name="create">How to make an allocator.</param>
public sealed class ZonesDriver(ZonesFactory create) : IDriver<ZonesSetup, ZonesOperation, ZonesReply>
{
    private IZoneAllocator? allocator;
    private ZoneLayout layout = ZoneLayout.Amd64;
    private long budget;

    /// <summary>Makes a driver for an implementation.</summary>
    /// <typeparam name="TAllocator">The implementation.</typeparam>
    public static ZonesDriver For<TAllocator>()
        where TAllocator : IZoneAllocator => new(TAllocator.Create);

    /// <inheritdoc/>
    public void Start(ZonesSetup setup, out ZonesReply reply)
    {
        layout = setup.Layout;
        budget = StepBudget(setup);
        try
        {
            Fuel.Fill(budget);
            allocator = create(setup) ?? throw new InvalidOperationException("Create returned null");
            reply = new ZonesReply(Outcome.Done, default);
            reply.Report.Fill(allocator, layout);
        }
        catch (Exception exception)
        {
            reply = ZonesReply.Ended(Guard.Explain(exception));
        }
    }

    /// <inheritdoc/>
    public void Do(ZonesOperation operation, ReadOnlySpan<ZonesReply> earlier, out ZonesReply reply)
    {
        Block block = default;
        bool isLoan = false;
        if (operation.Kind != Kinds.Allocate && !TryBlockOf(operation, earlier, out block))
        {
            reply = new ZonesReply(Outcome.Skipped, default) { Report = earlier[^1].Report };
            return;
        }

        try
        {
            Fuel.Fill(budget);
            Errno errno;
            if (operation is Allocate allocate)
            {
                Result<Block> result = allocator!.Allocate(allocate.Order, allocate.Flags);
                errno = result.Errno;
                isLoan = result.TryGet(out block);
            }
            else
            {
                errno = allocator!.Free(block);
            }

            long work = budget - Fuel.Left;
            reply = new ZonesReply(Outcome.Of(errno), block, work, isLoan);
            reply.Report.Fill(allocator, layout);
        }
        catch (Exception exception)
        {
            reply = ZonesReply.Ended(Guard.Explain(exception));
        }
    }

    /// <summary>
    /// The block that an operation gives back; false when the step that should have handed it out did not.
    /// </summary>
    /// <param name="operation">An operation that gives something back.</param>
    /// <param name="earlier">The replies so far, creation's first.</param>
    /// <param name="block">The block that is claimed.</param>
    public static bool TryBlockOf(ZonesOperation operation, ReadOnlySpan<ZonesReply> earlier, out Block block)
    {
        if (operation is FreeAt at)
        {
            block = at.Block;
            return true;
        }

        int lender = operation.Lender + 1;
        if (lender <= 0 || lender >= earlier.Length || !earlier[lender].IsLoan)
        {
            block = default;
            return false;
        }

        block = earlier[lender].Block;
        if (operation is FreeAs other)
        {
            bool isOther = other.Order != block.Order;
            block = block with { Order = other.Order };
            return isOther;
        }

        return true;
    }

    // Enough for any algorithm that is at most quadratic in the number of frames.
    private static long StepBudget(ZonesSetup setup) => 1_000_000 + (setup.Memory.Span * setup.Memory.Span);
}
