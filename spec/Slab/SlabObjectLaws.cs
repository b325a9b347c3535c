using static MmVerify.Spec.SlabJudgements;
using static MmVerify.Spec.SlabOperation;
using SlabLaw = MmVerify.Spec.Law<
    MmVerify.Spec.SlabOperation, MmVerify.Spec.SlabReply, MmVerify.Spec.SlabModel>;

namespace MmVerify.Spec;

/// <summary>Where objects lie, what is in them, and when frames are taken for more of them.</summary>
public static class SlabObjectLaws
{
    /// <summary>SLAB-ALIGN.</summary>
    public static SlabLaw ObjectsAreAligned { get; } = new(
        Id: "SLAB-ALIGN",
        Statement: "An object starts at a multiple of what was asked for and of 8; with HwCacheAlign of 64, "
            + "halved while two objects fit; from kmalloc of its size where that is a power of two.",
        Why: "Devices write to aligned addresses only, and what shares a cache line is slow for two CPUs.",
        Source: "Linux mm/slab_common.c, calculate_alignment; Documentation/core-api/memory-allocation.rst",
        Points: 2,
        On: Kinds.Allocates,
        When: Answers.Done,
        Judge: static (in step) =>
        {
            if (ObjectOf(in step) is not SlabObject one || one.Start == step.Reply.From)
            {
                return Judgement.Silent;
            }

            long size = KmallocSizes.UsableFor(step.Operation.Bytes);
            long align = step.Model.CacheOf(one.Owner)?.Wish.EffectiveAlign
                ?? (long.IsPow2(size) ? size : CacheSetup.LeastAlign);
            return one.Start.Value % (ulong)align == 0 ? Judgement.Kept
                : Judgement.Broken(
                    one.Start, $"a multiple of {align}", $"{one.Start.Value % (ulong)align} behind one");
        });

    /// <summary>SLAB-DISJOINT.</summary>
    public static SlabLaw ObjectsAreDisjoint { get; } = new(
        Id: "SLAB-DISJOINT",
        Statement: "An object shares no byte with another that is handed out.",
        Why: "Two owners of one byte overwrite each other's data, and nobody knows who.",
        Source: "Linux mm/slub.c, get_freepointer; lib/slub_kunit.c",
        Points: 7,
        On: Kinds.Allocates,
        When: Answers.Done,
        Judge: static (in step) =>
        {
            if (ObjectOf(in step) is not SlabObject one || one.Start == step.Reply.From
                || SlabAfter(in step, one) is null)
            {
                return Judgement.Silent;
            }

            return OverlappedBy(in step, one) is SlabObject other
                ? Judgement.Broken(one, "bytes that belong to nobody", $"some are of {other}")
                : Judgement.Kept;
        });

    /// <summary>SLAB-IN-ITS-PAGES.</summary>
    public static SlabLaw ObjectsLieInTheirSlab { get; } = new(
        Id: "SLAB-IN-ITS-PAGES",
        Statement: "An object lies as a whole in one block that was taken for its cache, or for kmalloc, and "
            + "that is not given back while it is handed out.",
        Why: "Behind the end of a slab is somebody else's memory, and so is a slab that was given back.",
        Source: "Linux mm/slub.c, check_valid_pointer",
        Points: 5,
        On: Kinds.All,
        When: Answers.Either,
        Judge: static (in step) =>
        {
            if (!step.Reply.Calls.IsEmpty && step.Operation is not Concurrently
                && LostIn(in step) is SlabObject lost)
            {
                return Judgement.Broken(lost, "in frames that are held: it is handed out", "given back");
            }

            if (!step.Reply.IsDone || ObjectOf(in step) is not SlabObject one
                || one.Start == step.Reply.From)
            {
                return Judgement.Silent;
            }

            HeldSlab? slab = SlabAfter(in step, one);
            return slab is null ? Judgement.Broken(one, "inside a block that is held", "not inside")
                : slab.Owner == one.Owner ? Judgement.Kept
                : Judgement.Broken(one, "in a block of its own cache", $"in {slab.Block}, of another");
        });

    /// <summary>SLAB-CTOR-ONCE.</summary>
    public static SlabLaw ObjectsAreConstructedOnce { get; } = new(
        Id: "SLAB-CTOR-ONCE",
        Statement: "The constructor is called once for an object while its slab is held, before it is handed "
            + "out for the first time.",
        Why: "That is what caches were invented for: what stays the same from one use to the next, a lock or "
            + "an empty list, is not made anew each time.",
        Source: "Linux mm/slub.c, setup_object; Bonwick, The Slab Allocator, USENIX 1994",
        Points: 3,
        On: Kinds.Allocates | Kinds.Frees | Kinds.Validate | Kinds.UsageOf,
        When: Answers.Either,
        Judge: static (in step) =>
        {
            var now = new HashSet<PhysAddr>();
            foreach (PhysAddr start in step.Reply.Seen.Constructed)
            {
                bool isAgain = step.Model.SlabAt(start)?.IsConstructed(start) ?? false;
                if (isAgain || !now.Add(start))
                {
                    return Judgement.Broken(
                        $"the object at {start}", "constructed once", "constructed again");
                }
            }

            bool isDue = step.Reply.IsDone && step.Operation is Allocate
                && step.Model.CacheOf(step.Reply.Owner) is { Setup.IsConstructed: true };
            return !isDue ? Judgement.Silent
                : now.Contains(step.Reply.Address) || WasConstructed(in step) ? Judgement.Kept
                : Judgement.Broken($"the object at {step.Reply.Address}", "constructed", "never constructed");
        });

    /// <summary>SLAB-KEEPS-CONSTRUCTED.</summary>
    public static SlabLaw ObjectsStayConstructed { get; } = new(
        Id: "SLAB-KEEPS-CONSTRUCTED",
        Statement: "An object of a cache with a constructor is handed out in the state in which it was "
            + "constructed or given back.",
        Why: "A list pointer in a free object lies in a lock that its next owner takes without looking.",
        Source: "Linux mm/slub.c, calculate_sizes: the free pointer is behind an object with a constructor",
        Points: 4,
        On: Kinds.Allocate,
        When: Answers.Done,
        Judge: static (in step) =>
            step.Model.CacheOf(step.Reply.Owner) is { Setup.IsConstructed: true }
                && (step.Reply.Seen.Constructed.Contains(step.Reply.Address) || WasConstructed(in step))
                ? Bytes(in step, ByteRule.Constructed)
                : Judgement.Silent);

    /// <summary>SLAB-OTHERS-UNTOUCHED.</summary>
    public static SlabLaw OthersAreUntouched { get; } = new(
        Id: "SLAB-OTHERS-UNTOUCHED",
        Statement: "No operation writes into an object that is handed out.",
        Why: "It is in use, right now, on another processor.",
        Source: "Linux mm/slub.c, fix redzoning for small allocations; "
            + "avoid zeroing outside-object freepointer for single free",
        Points: 3,
        On: Kinds.Asked | Kinds.Concurrently,
        When: Answers.Either,
        Judge: static (in step) =>
            IsSound(in step) ? Bytes(in step, ByteRule.Untouched) : Judgement.Silent);

    /// <summary>SLAB-GROWS-ONLY-WHEN-FULL.</summary>
    public static SlabLaw FramesAreTakenWhenFull { get; } = new(
        Id: "SLAB-GROWS-ONLY-WHEN-FULL",
        Statement: "Frames are asked for only when no place of the cache, or of the class, is free.",
        Why: "A slab with room that nobody finds again is a leak that looks like use.",
        Source: "Linux mm/slub.c, get_partial before new_slab; consider rest of partial list if "
            + "acquire_slab() fails",
        Points: 4,
        On: Kinds.Allocate | Kinds.Kmalloc | Kinds.Kzalloc,
        When: Answers.Either,
        Judge: static (in step) =>
        {
            ModelCache? cache = step.Model.CacheOf(step.Reply.Owner);
            if (cache is { IsDestroyed: true } || (cache is null && !step.Operation.AsksForClass))
            {
                return Judgement.Silent;
            }

            long size = cache?.Setup.SizeBytes ?? KmallocSizes.UsableFor(step.Operation.Bytes);
            string? room = step.Model.VacantFor(step.Reply.Owner, size) is SlabObject vacant
                ? $"{vacant} was given back and is free"
                : cache?.Usage is SlabUsage usage && usage.TotalObjects > usage.ActiveObjects
                    ? $"there was room for {usage.TotalObjects} objects, and {usage.ActiveObjects} were out"
                : null;
            return room is null ? Judgement.Silent
                : AsksForFrames(in step) ? Judgement.Broken(step.Operation, room, "frames are asked for")
                : step.Reply.IsDone ? Judgement.Kept : Judgement.Silent;
        });

    /// <summary>SLAB-PARTIAL-FIRST, a policy.</summary>
    public static SlabLaw PartialSlabsAreFilled { get; } = new(
        Id: "SLAB-PARTIAL-FIRST",
        Statement: "While a slab in use has room, no object is handed out of an empty one.",
        Why: "What is in use stays together, and empty slabs can be given back.",
        Source: "Linux mm/slab.c, get_first_slab: partial, then free ones",
        Points: 3,
        On: Kinds.Allocate,
        When: Answers.Done,
        IsPolicy: true,
        Judge: static (in step) =>
        {
            if (ObjectOf(in step) is not SlabObject one)
            {
                return Judgement.Silent;
            }

            foreach (HeldSlab slab in step.Model.Slabs)
            {
                if (slab.Owner == one.Owner && slab.IsInUse && slab.HasRoom)
                {
                    return SlabAfter(in step, one) is not { IsInUse: false } other ? Judgement.Kept
                        : Judgement.Broken(
                            one, $"in {slab.Block}, which has room", $"in {other.Block}, empty");
                }
            }

            return Judgement.Silent;
        });

    private static bool WasConstructed(in Step<SlabOperation, SlabReply, SlabModel> step) =>
        step.Model.SlabAt(step.Reply.Address)?.WasConstructed(step.Reply.Address) ?? false;
}
