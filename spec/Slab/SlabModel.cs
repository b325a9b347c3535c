using static MmVerify.Spec.SlabOperation;

namespace MmVerify.Spec;

/// <summary>
/// Which caches there are, which objects are handed out, in which blocks they lie, and the accounts of the
/// page allocator.
/// </summary>
public sealed class SlabModel
    : IModel<SlabSetup, SlabOperation, SlabReply>, IWitnessedModel<SlabOperation, SlabReply>
{
    private readonly List<ModelCache> caches = [];
    private readonly Dictionary<PhysAddr, SlabObject> objects = [];
    private readonly Dictionary<PhysAddr, int> freed = [];
    private readonly List<HeldSlab> slabs = [];
    private readonly LowerAccounts accounts = new();
    private LowerCalls added = LowerCalls.None;
    private SlabOperation? failed;

    /// <summary>How much memory there is.</summary>
    public SlabSetup Setup { get; private set; } = SlabSetup.Flat(1);

    /// <summary>The blocks that are held.</summary>
    public IReadOnlyList<HeldSlab> Slabs => slabs;

    /// <summary>What is spoilt, and what was told of it.</summary>
    public SlabDamage Damage { get; } = new();

    /// <inheritdoc/>
    public void Start(SlabSetup setup)
    {
        Setup = setup;
        caches.Clear();
        objects.Clear();
        freed.Clear();
        slabs.Clear();
        accounts.Clear();
        Damage.Clear();
        added = LowerCalls.None;
        failed = null;
    }

    /// <summary>A cache, by its number; null for kmalloc.</summary>
    public ModelCache? CacheOf(int owner) => owner >= 0 && owner < caches.Count ? caches[owner] : null;

    /// <summary>What is handed out at an address; null when nothing is.</summary>
    public SlabObject? ObjectAt(PhysAddr start) =>
        objects.TryGetValue(start, out SlabObject found) ? found : null;

    /// <summary>The object in which a byte lies; null when it lies in none.</summary>
    public SlabObject? ObjectAround(PhysAddr address) =>
        SlabAt(address) is HeldSlab slab
            ? slab.OverlappedBy(new SlabObject(address, Kmalloced, 1))
            : null;

    /// <summary>Whether something was handed out at an address and given back.</summary>
    public bool WasFreed(PhysAddr start) => freed.ContainsKey(start);

    /// <summary>The block in which a byte lies; null when that is not held.</summary>
    public HeldSlab? SlabAt(PhysAddr address)
    {
        Pfn frame = address.ToPfn();
        foreach (HeldSlab slab in slabs)
        {
            if (frame >= slab.Block.Start && frame < slab.Block.End)
            {
                return slab;
            }
        }

        return null;
    }

    /// <summary>Pages that a cache holds. Unit: pages.</summary>
    public long PagesOf(int owner)
    {
        long pages = 0;
        foreach (HeldSlab slab in slabs)
        {
            pages += slab.Owner == owner ? slab.Block.PageCount : 0;
        }

        return pages;
    }

    /// <summary>What a step that was done has handed out; null when nothing, or no memory.</summary>
    public SlabObject? HandedOut(SlabOperation operation, in SlabReply reply) =>
        !reply.IsLoan || KmallocSizes.IsZeroOrNull(reply.Address) || operation.Bytes > KmallocSizes.Most
            ? null
        : CacheOf(reply.Owner) is ModelCache cache
            ? new SlabObject(reply.Address, reply.Owner, cache.Setup.SizeBytes)
        : new SlabObject(
            reply.Address, Kmalloced, Math.Max(reply.Value, (long)operation.Bytes));

    /// <summary>Why an operation has to be refused; no errno when it has to be done, or memory is short.
    /// </summary>
    public Errno WhyRefused(SlabOperation operation, in SlabReply reply)
    {
        ModelCache? cache = CacheOf(reply.Owner);
        if (operation is CreateCache made)
        {
            return made.Setup(static _ => { }).MakesSense ? Errno.None : Errno.EINVAL;
        }

        if (cache is { IsDestroyed: true })
        {
            return Errno.EINVAL;
        }

        if ((operation.Kind & (Kinds.Frees | Kinds.Ksize | Kinds.KsizeAt)) != 0)
        {
            return IsValid(reply.Owner, reply.Address) ? Errno.None : Errno.EINVAL;
        }

        if ((operation.Kind & (Kinds.Krealloc | Kinds.KreallocAt)) != 0 && !IsValid(reply.Owner, reply.From))
        {
            return Errno.EINVAL;
        }

        return operation is Destroy && cache!.ObjectCount > 0 ? Errno.EBUSY
            : operation.Bytes > KmallocSizes.Most ? Errno.ENOMEM
            : Errno.None;
    }

    /// <summary>A place where an object of that cache and size was and could be again; null when none is
    /// known.</summary>
    public SlabObject? VacantFor(int owner, long size)
    {
        foreach (HeldSlab slab in slabs)
        {
            if (slab.Owner != owner)
            {
                continue;
            }

            foreach (SlabObject vacant in slab.Vacant)
            {
                if (vacant.Size == size)
                {
                    return vacant;
                }
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public LowerAccounts AccountsAfter(in SlabReply reply)
    {
        if (!ReferenceEquals(added, reply.Calls))
        {
            added = reply.Calls;
            accounts.Add(added);
        }

        return accounts;
    }

    /// <inheritdoc/>
    public string? MissingIn(SlabOperation operation, in SlabReply reply) =>
        HandedOut(operation, in reply) is SlabObject one && !HoldsAfter(one, in reply)
            ? $"{one}, of which not all frames are held"
            : null;

    /// <inheritdoc/>
    public bool IsDueAgain(SlabOperation operation) => failed is not null && operation.Equals(failed);

    /// <summary>Whether all frames of an object are held after a step.</summary>
    public bool HoldsAfter(SlabObject one, in SlabReply reply)
    {
        LowerAccounts after = AccountsAfter(in reply);
        ulong last = (one.End - 1) / Page.SizeBytes;
        for (ulong frame = one.Start.ToPfn().Value; frame <= last; frame++)
        {
            if (!after.Holds(new Pfn(frame)))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public bool Follow(SlabOperation operation, in SlabReply reply)
    {
        AccountsAfter(in reply);
        failed = !reply.IsDone && reply.Calls.HasFault(operation.FailingCall)
            ? WithoutFault(operation)
            : null;
        Errno why = operation is Create ? Errno.None : WhyRefused(operation, in reply);
        bool agrees = !reply.IsDone ? why != Errno.None || operation.Bytes > 0 || operation is Allocate
            : why == Errno.None && FollowDone(operation, in reply);
        agrees &= reply.Seen.Breaches.Length == 0 && (reply.IsDone || LeftAlone(operation, in reply));
        if (!reply.Calls.IsEmpty)
        {
            FollowBlocks(reply.Calls, reply.Owner);
            agrees &= objects.Values.All(one => SlabAt(one.Start) is not null);
        }

        foreach (PhysAddr start in reply.Seen.Constructed)
        {
            SlabAt(start)?.NoteConstructed(start);
        }

        if (CacheOf(reply.Owner) is ModelCache cache && (operation.Kind & Kinds.Writes) == 0)
        {
            cache.Usage = reply.Seen.Usage;
            agrees &= cache.IsDestroyed || cache.Usage is not null;
        }

        agrees = agrees && Placed(operation, in reply);
        Damage.Follow(operation, in reply);

        // Steps that ask for nothing share one list of calls, so what the last one changed is forgotten here.
        accounts.BeginStep();
        added = LowerCalls.None;
        return agrees;
    }

    // What was refused, and changed something all the same, is told of once.
    private bool LeftAlone(SlabOperation operation, in SlabReply reply)
    {
        bool isLost = operation is Krealloc && reply.Value == SlabReply.Untold
            && ObjectAt(reply.From) is not null;
        SlabUsage? before = CacheOf(reply.Owner)?.Usage;
        bool isTold = before is null || reply.Seen.Usage is null || before == reply.Seen.Usage
            || reply.Calls.HasFailure;
        return !isLost && isTold && (reply.Calls.IsEmpty || accounts.IsUnchanged);
    }

    private bool IsValid(int owner, PhysAddr start) =>
        (owner == Kmalloced && KmallocSizes.IsZeroOrNull(start))
        || (ObjectAt(start) is SlabObject found && found.Owner == owner);

    private bool FollowDone(SlabOperation operation, in SlabReply reply)
    {
        switch (operation)
        {
            case CreateCache made:
                caches.Add(new ModelCache(made));
                return reply.Owner == caches.Count - 1;
            case Destroy:
                CacheOf(reply.Owner)!.IsDestroyed = true;
                return true;
            case Krealloc or KreallocAt:
                Remove(reply.From);
                return operation.Bytes == 0 || reply.Value < 0 || (ulong)reply.Value >= operation.Bytes;
            case Shrink:
                MayConstructAgain(reply.Owner);
                return true;
            case WriteFreed:
                SlabAt(reply.Address)?.ForgetVacant();
                return true;
            case Concurrently { What: var what }:
                return FollowAll(what, in reply);
            default:
                if ((operation.Kind & Kinds.Frees) != 0)
                {
                    Remove(reply.Address);
                }

                return true;
        }
    }

    private void MayConstructAgain(int owner)
    {
        foreach (HeldSlab slab in slabs)
        {
            if (slab.Owner == owner)
            {
                slab.MayConstructAgain();
            }
        }
    }

    private bool FollowAll(Concurrent<SlabOperation> what, in SlabReply reply)
    {
        bool isExplained = SlabTogether.WhyNot(this, what, in reply) is null;
        if (what.Calls.Any(static call => call.Operation.Lender >= 0))
        {
            Remove(reply.Address);
        }

        for (int call = 0; isExplained && call < what.Calls.Length; call++)
        {
            if (what.Calls[call].Operation is Allocate
                && reply.Seen.History.Calls[call].Answer is { Outcome.Kind: OutcomeKind.Done } answer)
            {
                freed[new PhysAddr(unchecked((ulong)answer.Value))] = reply.Owner;
            }
        }

        slabs.ForEach(static slab => slab.ForgetVacant());
        MayConstructAgain(reply.Owner);
        return isExplained;
    }

    private void Remove(PhysAddr start)
    {
        if (objects.Remove(start, out SlabObject one))
        {
            freed[start] = one.Owner;
            SlabAt(start)?.Remove(one);
            if (CacheOf(one.Owner) is ModelCache cache)
            {
                cache.ObjectCount--;
            }
        }
    }

    private bool Placed(SlabOperation operation, in SlabReply reply)
    {
        if (HandedOut(operation, in reply) is not SlabObject one)
        {
            return true;
        }

        if (SlabAt(one.Start) is not HeldSlab slab || slab.Owner != one.Owner || !slab.Has(one)
            || slab.OverlappedBy(one) is not null)
        {
            return false;
        }

        slab.Add(one);
        objects[one.Start] = one;
        freed.Remove(one.Start);
        if (CacheOf(one.Owner) is ModelCache cache)
        {
            cache.ObjectCount++;
            cache.WasUsed = true;
        }

        return true;
    }

    // Calls of one step may take and give back the same block.
    private void FollowBlocks(LowerCalls calls, int owner)
    {
        foreach (ref readonly LowerCall call in calls.All)
        {
            Block block = call.Block;
            if (call.Errno != Errno.None || call.Kind > LowerCallKind.GiveBack)
            {
                continue;
            }

            int at = slabs.FindIndex(slab => slab.Block == block);
            if (call.Kind == LowerCallKind.Take && at < 0)
            {
                slabs.Add(new HeldSlab(block, owner));
            }
            else if (call.Kind == LowerCallKind.GiveBack && at >= 0)
            {
                slabs.RemoveAt(at);
                Damage.Forget(block);
            }
        }
    }

    private static SlabOperation WithoutFault(SlabOperation operation) => operation switch
    {
        Allocate allocate => allocate with { Failing = 0 },
        Kmalloc kmalloc => kmalloc with { Failing = 0 },
        Kzalloc kzalloc => kzalloc with { Failing = 0 },
        Krealloc krealloc => krealloc with { Failing = 0 },
        _ => operation,
    };
}
