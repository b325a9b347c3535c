using static MmVerify.Spec.VmallocOperation;

namespace MmVerify.Spec;

/// <summary>Makes a vmalloc allocator.</summary>
/// <remarks>
/// An interface with a static abstract member cannot be the type argument of a <c>Func</c>.
/// </remarks>
public delegate IVmallocAllocator VmallocFactory(VmallocSetup setup, IPageAllocator pages, IPageMap map);

/// <summary>
/// Carries out operations on a vmalloc allocator above witnessed lower layers, and notes what it answers and
/// what it asks of them.
/// </summary>
/// <param name="create">How to make an allocator.</param>
/// <param name="pages">How to make the page allocator below it.</param>
public sealed class VmallocDriver(VmallocFactory create, Func<MemoryMap, IPageAllocator> pages)
    : IDriver<VmallocSetup, VmallocOperation, VmallocReply>
{
    // Of a right operation, which makes a few calls for each page and tries a few times.
    private const long CallsPerPage = 16;
    private const long LeastCalls = 1024;

    private IVmallocAllocator? allocator;
    private LowerWitness? witness;
    private long budget;

    /// <summary>Makes a driver for an implementation, above the plain page allocator.</summary>
    /// <typeparam name="TAllocator">The implementation.</typeparam>
    public static VmallocDriver For<TAllocator>()
        where TAllocator : IVmallocAllocator =>
        new(TAllocator.Create, static memory => new PlainPages(memory));

    /// <summary>Makes a driver for an implementation, above a buddy allocator.</summary>
    /// <typeparam name="TAllocator">The implementation.</typeparam>
    /// <typeparam name="TBuddy">The buddy allocator.</typeparam>
    public static VmallocDriver Above<TAllocator, TBuddy>()
        where TAllocator : IVmallocAllocator
        where TBuddy : IBuddyAllocator =>
        new(TAllocator.Create, BuddyPages.Of<TBuddy>);

    /// <summary>
    /// The address that an operation gives back or asks for; false when the step that should have handed it
    /// out did not. An operation that needs none has one.
    /// </summary>
    /// <param name="operation">The operation.</param>
    /// <param name="earlier">The replies so far, creation's first.</param>
    /// <param name="address">The address.</param>
    public static bool TryAddressOf(
        VmallocOperation operation, ReadOnlySpan<VmallocReply> earlier, out VirtAddr address)
    {
        address = operation switch
        {
            FreeAt freeAt => freeAt.Address,
            ToPageAt toPageAt => toPageAt.Address,
            _ => default,
        };
        if (operation.Lender < 0)
        {
            return true;
        }

        int lender = operation.Lender + 1;
        if (lender >= earlier.Length || !earlier[lender].IsLoan)
        {
            return false;
        }

        long offset = operation switch
        {
            FreeInside inside => inside.Offset,
            ToPage toPage => toPage.Offset,
            _ => 0,
        };
        address = earlier[lender].Address.PlusBytes((ulong)offset);
        return true;
    }

    /// <inheritdoc/>
    public void Start(VmallocSetup setup, out VmallocReply reply)
    {
        long size = setup.Range.PageCount + setup.Memory.PageCount;

        // Enough for any algorithm that is at most quadratic in the number of frames and pages.
        budget = 1_000_000 + (size * size);
        witness = new LowerWitness(pages(setup.Memory), (int)(LeastCalls + (CallsPerPage * size)));
        try
        {
            Fuel.Fill(budget);
            witness.Begin(0);
            allocator = create(setup, witness, witness)
                ?? throw new InvalidOperationException("Create returned null");
            reply = new VmallocReply(Outcome.Done, default) { Calls = witness.End() };
        }
        catch (Exception exception)
        {
            reply = VmallocReply.Ended(Guard.Explain(exception));
        }
    }

    /// <inheritdoc/>
    public void Do(VmallocOperation operation, ReadOnlySpan<VmallocReply> earlier, out VmallocReply reply)
    {
        if (!TryAddressOf(operation, earlier, out VirtAddr address))
        {
            reply = new VmallocReply(Outcome.Skipped, default);
            return;
        }

        try
        {
            Fuel.Fill(budget);
            witness!.Begin(operation.FailingCall);
            bool isLoan = false;
            Pfn frame = default;
            Errno errno = operation switch
            {
                Allocate allocate => Loan(allocator!.Allocate(allocate.SizeBytes), ref address, ref isLoan),
                ToPage or ToPageAt => Answer(allocator!.ToPage(address), ref frame),
                _ => allocator!.Free(address),
            };
            long work = budget - Fuel.Left;
            reply = new VmallocReply(Outcome.Of(errno), address, frame, work, isLoan)
            {
                Calls = witness.End(),
            };
        }
        catch (Exception exception)
        {
            reply = VmallocReply.Ended(Guard.Explain(exception));
        }
    }

    private static Errno Loan(Result<VirtAddr> result, ref VirtAddr address, ref bool isLoan)
    {
        isLoan = result.TryGet(out VirtAddr found);
        address = isLoan ? found : address;
        return result.Errno;
    }

    private static Errno Answer(Result<Pfn> result, ref Pfn frame)
    {
        frame = result.TryGet(out Pfn found) ? found : default;
        return result.Errno;
    }
}
