using static MmVerify.Spec.SlabOperation;

namespace MmVerify.Spec;

/// <summary>Makes a slab allocator.</summary>
/// <remarks>
/// An interface with a static abstract member cannot be the type argument of a <c>Func</c>.
/// </remarks>
public delegate ISlabAllocator SlabFactory(SlabSetup setup, SlabMachine machine);

/// <summary>
/// Carries out operations on a slab allocator above a witnessed page allocator, uses what it hands out, and
/// notes the replies.
/// </summary>
/// <param name="create">How to make an allocator.</param>
/// <param name="pages">How to make the page allocator below it.</param>
public sealed partial class SlabDriver(SlabFactory create, Func<MemoryMap, IPageAllocator> pages)
    : IDriver<SlabSetup, SlabOperation, SlabReply>, ISlabLog
{
    // What nobody has written reads as this: fresh frames are not zero.
    private const byte Untouched = 0xd7;

    // More than right operations make, on the largest setup.
    private const int MostLowerCalls = 1 << 15;
    private const int AccessesOfOneCpu = 4_000_000;
    private const int MostReports = 1 << 10;

    private readonly CacheRecord?[] named = new CacheRecord?[NameCount];
    private readonly List<CacheRecord> caches = [];
    private readonly List<SlabReport> reports = [];
    private ISlabAllocator? allocator;
    private LowerWitness? witness;
    private SlabUser? user;
    private SharedMemory shared = new();
    private long budget;

    /// <summary>Makes a driver for an implementation, above the plain page allocator.</summary>
    /// <typeparam name="TAllocator">The implementation.</typeparam>
    public static SlabDriver For<TAllocator>()
        where TAllocator : ISlabAllocator =>
        new(TAllocator.Create, static memory => new PlainPages(memory));

    /// <summary>Makes a driver for an implementation, above a buddy allocator.</summary>
    /// <typeparam name="TAllocator">The implementation.</typeparam>
    /// <typeparam name="TBuddy">The buddy allocator.</typeparam>
    public static SlabDriver Above<TAllocator, TBuddy>()
        where TAllocator : ISlabAllocator
        where TBuddy : IBuddyAllocator =>
        new(TAllocator.Create, BuddyPages.Of<TBuddy>);

    /// <summary>
    /// The address that an operation is about; false when the step that should have been handed it was not.
    /// An operation that needs none has one.
    /// </summary>
    /// <param name="operation">The operation.</param>
    /// <param name="earlier">The replies so far, creation's first.</param>
    /// <param name="address">The address.</param>
    public static bool TryAddressOf(
        SlabOperation operation, ReadOnlySpan<SlabReply> earlier, out PhysAddr address)
    {
        address = operation switch
        {
            FreeAt freeAt => freeAt.Address,
            KsizeAt asked => asked.Address,
            KreallocAt krealloc => krealloc.Address,
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

        long offset = operation is FreeInside inside ? inside.Offset : 0;
        address = new PhysAddr(unchecked(earlier[lender].Address.Value + (ulong)offset));
        return true;
    }

    /// <inheritdoc/>
    public void Report(SlabFault fault, PhysAddr spoilt)
    {
        if (reports.Count < MostReports)
        {
            reports.Add(new((SlabFault)((int)fault & 1), spoilt));
        }
    }

    /// <inheritdoc/>
    public void Start(SlabSetup setup, out SlabReply reply)
    {
        shared = new SharedMemory();
        witness = new LowerWitness(pages(setup.Memory), MostLowerCalls) { Shared = shared };
        var physical = new PhysicalMemory(setup.Memory, Untouched);
        var memory = new FrameMemory(witness, physical);
        user = new SlabUser(physical, memory);
        caches.Clear();
        Array.Clear(named);

        // Enough for any algorithm that is at most quadratic in the number of frames.
        budget = 4_000_000 + (setup.Memory.PageCount * setup.Memory.PageCount);
        try
        {
            Begin(0, AccessesOfOneCpu);
            allocator = create(setup, new SlabMachine(witness, memory, shared, this))
                ?? throw new InvalidOperationException("Create returned null");
            reply = Noted(new SlabReply(Outcome.Done), cache: null);
        }
        catch (Exception exception)
        {
            reply = SlabReply.Ended(Guard.Explain(exception));
        }
    }

    /// <inheritdoc/>
    public void Do(SlabOperation operation, ReadOnlySpan<SlabReply> earlier, out SlabReply reply)
    {
        if (!TryAddressOf(operation, earlier, out PhysAddr address)
            || !TryCacheOf(operation, earlier, address, out CacheRecord? cache))
        {
            reply = new SlabReply(Outcome.Skipped);
            return;
        }

        try
        {
            if (operation is Concurrently together)
            {
                DoTogether(together, address, cache!, out reply);
                return;
            }

            Begin(operation.FailingCall, AccessesOfOneCpu);
            reply = operation switch
            {
                Overrun overrun => Used(user!.Overrun(address, cache!, overrun.Distance), cache!, address),
                WriteFreed write => Used(user!.WriteFreed(address, cache!, write.Offset), cache!, address),
                _ => Noted(Carry(operation, address, cache), cache),
            };
        }
        catch (Exception exception)
        {
            reply = SlabReply.Ended(Guard.Explain(exception));
        }
    }

    private static SlabReply Used(bool isDone, CacheRecord cache, PhysAddr address) =>
        new(isDone ? Outcome.Done : Outcome.Skipped, cache.Number, address);

    // Which cache an operation is about; false where it cannot be asked.
    private bool TryCacheOf(
        SlabOperation operation, ReadOnlySpan<SlabReply> earlier, PhysAddr address, out CacheRecord? cache)
    {
        cache = null;
        if (operation is CreateCache)
        {
            return true;
        }

        if (operation.Cache != Kmalloced)
        {
            cache = named[operation.Cache];
        }
        else if (operation.Lender >= 0 && earlier[operation.Lender + 1].Owner is var owner and >= 0)
        {
            cache = caches[owner];
        }

        if (cache is null)
        {
            // What kmalloc makes of an object of a cache is open.
            return operation.Cache == Kmalloced && (operation.Kind & Kinds.Writes) == 0
                && user!.CacheAt(address) is null;
        }

        CacheRecord found = cache;
        bool isOfKmalloc = (operation.Kind & (Kinds.Ksize | Kinds.Krealloc)) != 0;
        bool isNumberUsedAgain = found.IsDestroyed
            && caches.Exists(other => !other.IsDestroyed && other.Cache == found.Cache);
        bool isWatched = found.IsPoisoned || found.IsRedZoned;
        return !isOfKmalloc && !isNumberUsedAgain
            && (operation is not Concurrently
                || (!found.IsDestroyed && !isWatched && IsSharedStep(operation, earlier, found)));
    }

    // The object that a CPU gives back is of the cache that all of them use, and was not given back.
    private bool IsSharedStep(SlabOperation operation, ReadOnlySpan<SlabReply> earlier, CacheRecord cache) =>
        operation.Lender < 0 || user!.CacheAt(earlier[operation.Lender + 1].Address) == cache;

    private void Begin(int failingCall, long accesses)
    {
        Fuel.Fill(budget);
        shared.Allow(accesses);
        witness!.Begin(failingCall);
        user!.Begin();
        reports.Clear();
    }

    private SlabReply Carry(SlabOperation operation, PhysAddr address, CacheRecord? cache)
    {
        ISlabAllocator asked = allocator!;
        SlabCache number = cache?.Cache ?? default;
        int owner = cache?.Number ?? Kmalloced;
        SlabReply Said(Errno errno) => new(Outcome.Of(errno), owner, address);
        switch (operation)
        {
            case CreateCache made:
                return Made(made, asked.CreateCache(
                    made.Setup(start => user!.Construct(start, made.SizeBytes))));
            case Allocate:
                return Loan(asked.Allocate(number), cache!.Setup.SizeBytes, cache);
            case Shrink:
                return Said(asked.Shrink(number));
            case Validate:
                return Said(asked.Validate(number));
            case Destroy:
                Errno errno = asked.Destroy(number);
                cache!.IsDestroyed |= errno == Errno.None;
                return Said(errno);
            case UsageOf:
                return Said(asked.UsageOf(number).Errno);
            case Kmalloc kmalloc:
                return Loan(asked.Kmalloc(kmalloc.SizeBytes), SizeOf(operation), null);
            case Kzalloc kzalloc:
                return Loan(asked.Kzalloc(kzalloc.SizeBytes), SizeOf(operation), null, isZeroed: true);
            case Ksize or KsizeAt:
                Result<long> size = asked.Ksize(address);
                return Said(size.Errno) with
                {
                    Value = size.TryGet(out long bytes) ? bytes : SlabReply.Untold,
                };
            case Krealloc or KreallocAt:
                return Moved(asked.Krealloc(address, operation.Bytes), address, SizeOf(operation));
            default:
                return GiveBack(address, cache);
        }
    }

    private SlabReply Made(CreateCache made, Result<SlabCache> result)
    {
        if (!result.TryGet(out SlabCache number))
        {
            return new SlabReply(Outcome.Of(result.Errno));
        }

        var cache = new CacheRecord(caches.Count, number, made);
        named[made.Name] = cache;
        caches.Add(cache);
        return new SlabReply(Outcome.Done, cache.Number, Value: number.Value);
    }

    private SlabReply Loan(
        Result<PhysAddr> result, long size, CacheRecord? cache, bool isZeroed = false)
    {
        int owner = cache?.Number ?? Kmalloced;
        if (!result.TryGet(out PhysAddr start))
        {
            return new SlabReply(Outcome.Of(result.Errno), owner);
        }

        long usable = cache is not null ? 0 : UsableAt(start);
        if (cache is null && KmallocSizes.IsZeroOrNull(start))
        {
            return new SlabReply(Outcome.Done, owner, start, usable, IsLoan: true);
        }

        user!.CheckUntouched();
        user.Take(start, size, cache, isZeroed, kept: null);
        return new SlabReply(Outcome.Done, owner, start, usable, IsLoan: true);
    }

    private SlabReply Moved(Result<PhysAddr> result, PhysAddr from, long size)
    {
        if (!result.TryGet(out PhysAddr start))
        {
            user!.CheckUntouched();
            return new SlabReply(
                Outcome.Of(result.Errno), Kmalloced, from, UsableAt(from), From: from);
        }

        (long Size, byte Stamp)? kept = user!.Leave(from);
        long usable = UsableAt(start);
        user.CheckUntouched();
        if (!KmallocSizes.IsZeroOrNull(start))
        {
            user.Take(start, size, null, isZeroed: false, kept);
        }

        return new SlabReply(Outcome.Done, Kmalloced, start, usable, IsLoan: true, From: from);
    }

    private SlabReply GiveBack(PhysAddr address, CacheRecord? cache)
    {
        Errno errno = cache is null ? allocator!.Kfree(address) : allocator!.Free(cache.Cache, address);
        if (errno == Errno.None)
        {
            bool wasFrom = user!.CacheAt(address) == cache;
            user.Leave(address);
            if (cache is not null && wasFrom)
            {
                user.CheckFreed(address, cache);
            }
        }

        user!.CheckUntouched();
        return new SlabReply(Outcome.Of(errno), cache?.Number ?? Kmalloced, address);
    }

    // Of more there is none, whatever is answered.
    private static long SizeOf(SlabOperation operation) =>
        (long)Math.Min(operation.Bytes, KmallocSizes.Most);

    private long UsableAt(PhysAddr start) =>
        allocator!.Ksize(start).TryGet(out long usable) ? usable : SlabReply.Untold;

    private SlabReply Noted(SlabReply reply, CacheRecord? cache)
    {
        cache ??= reply.Owner >= 0 ? caches[reply.Owner] : null;
        long work = budget - Fuel.Left;
        SlabUsage? usage = cache is { IsDestroyed: false } && allocator!.UsageOf(cache.Cache) is var told
            && told.TryGet(out SlabUsage found) ? found : null;
        LowerCalls calls = witness!.End();
        user!.Forget(calls);
        bool isNothing = usage is null && calls.IsEmpty && reports.Count == 0
            && user.Breaches.Count == 0 && user.Constructed.Count == 0;
        return isNothing ? reply with { Work = work } : reply with
        {
            Work = work,
            Seen = new SlabSeen
            {
                Calls = calls,
                Usage = usage,
                Constructed = [.. user.Constructed],
                Reports = [.. reports],
                Breaches = [.. user.Breaches],
            },
        };
    }
}
