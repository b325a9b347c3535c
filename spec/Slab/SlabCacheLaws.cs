using static MmVerify.Spec.SlabJudgements;
using static MmVerify.Spec.SlabOperation;
using SlabLaw = MmVerify.Spec.Law<
    MmVerify.Spec.SlabOperation, MmVerify.Spec.SlabReply, MmVerify.Spec.SlabModel>;

namespace MmVerify.Spec;

/// <summary>What caches tell and give back, and which requests are refused.</summary>
public static class SlabCacheLaws
{
    /// <summary>SLAB-ACCOUNT.</summary>
    public static SlabLaw CachesTellTheTruth { get; } = new(
        Id: "SLAB-ACCOUNT",
        Statement: "A cache tells how many of its objects are handed out, how many pages it holds, and "
            + "of room for no more objects than fit into them and no fewer than are out.",
        Why: "slabinfo is where one looks when memory is gone.",
        Source: "Linux mm/slab_common.c, cache_show; proc(5), slabinfo(5)",
        Points: 3,
        On: Kinds.CreateCache | Kinds.Allocate | Kinds.Frees | Kinds.OfCaches,
        When: Answers.Either,
        Moment: Moment.After,
        Judge: static (in step) =>
            step.Reply.IsDone || step.Reply.Calls.HasFailure ? Told(in step) : Judgement.Silent);

    /// <summary>SLAB-SHRINK-RETURNS-EMPTY.</summary>
    public static SlabLaw ShrinkingReturnsEmptySlabs { get; } = new(
        Id: "SLAB-SHRINK-RETURNS-EMPTY",
        Statement: "When a cache was shrunk, an object is handed out in each slab that it still has.",
        Why: "Empty slabs are kept for the next rush; when memory is short they are the first to go.",
        Source: "Linux mm/slub.c, __kmem_cache_do_shrink",
        Points: 3,
        On: Kinds.Shrink,
        When: Answers.Done,
        Judge: static (in step) =>
        {
            if (step.Model.CacheOf(step.Reply.Owner) is not { IsDestroyed: false, WasUsed: true })
            {
                return Judgement.Silent;
            }

            LowerAccounts accounts = step.Model.AccountsAfter(in step.Reply);
            foreach (HeldSlab slab in step.Model.Slabs)
            {
                if (slab.Owner == step.Reply.Owner && !slab.IsInUse
                    && accounts.Holds(slab.Block))
                {
                    return Judgement.Broken($"{slab.Block}, an empty slab", "given back", "still held");
                }
            }

            return Judgement.Kept;
        });

    /// <summary>SLAB-DESTROY-BUSY.</summary>
    public static SlabLaw CachesInUseStay { get; } = new(
        Id: "SLAB-DESTROY-BUSY",
        Statement: "A cache of which an object is handed out cannot be ended; one of which none is can.",
        Why: "Whoever has the object goes on using it, in frames that are somebody else's by then.",
        Source: "Linux mm/slab_common.c, kmem_cache_destroy: Slab cache still has objects",
        Points: 2,
        On: Kinds.Destroy,
        When: Answers.Either,
        Judge: static (in step) =>
        {
            if (step.Model.CacheOf(step.Reply.Owner) is not { IsDestroyed: false } cache)
            {
                return Judgement.Silent;
            }

            bool isRefused = step.Reply.Outcome.Kind == OutcomeKind.Refused;
            return isRefused == cache.ObjectCount > 0 ? Judgement.Kept
                : Judgement.Broken(
                    $"a cache of which {cache.ObjectCount} objects are handed out",
                    cache.ObjectCount > 0 ? "a refusal" : "ended",
                    step.Reply.Outcome);
        });

    /// <summary>SLAB-NO-LEAK.</summary>
    public static SlabLaw FramesAreOfSlabs { get; } = new(
        Id: "SLAB-NO-LEAK",
        Statement: "Whoever is handed something causes at most one block to be taken, in which it then lies; "
            + "nothing else takes any, and a cache that was ended has none.",
        Why: "Memory that nobody uses and nobody else can have is memory lost.",
        Source: "the contract, ISlabAllocator; Linux mm/slub.c, fix potential memoryleak in "
            + "kmem_cache_open()",
        Points: 3,
        On: Kinds.Create | Kinds.Asked,
        When: Answers.Done,
        Judge: static (in step) =>
        {
            if (step.Operation.AsksTooMuch)
            {
                return Judgement.Silent;
            }

            if (step.Operation is Destroy)
            {
                LowerAccounts accounts = step.Model.AccountsAfter(in step.Reply);
                foreach (HeldSlab slab in step.Model.Slabs)
                {
                    if (slab.Owner == step.Reply.Owner && !slab.IsInUse
                        && accounts.Holds(slab.Block))
                    {
                        return Judgement.Broken(
                            $"{slab.Block}, a slab of the cache", "given back", "still held");
                    }
                }
            }

            Block? own = ObjectOf(in step) is SlabObject one ? SlabAfter(in step, one)?.Block : null;
            return Kept(in step, but: own) is not Block block ? Judgement.Kept
                : Judgement.Broken(block, "not taken, or given back", $"taken and kept by {step.Operation}");
        });

    /// <summary>SLAB-DOUBLE-FREE.</summary>
    public static SlabLaw DoubleFreesAreRefused { get; } = new(
        Id: "SLAB-DOUBLE-FREE",
        Statement: "Giving an object back a second time is refused.",
        Why: "An object that is free twice is handed out twice.",
        Source: "Linux mm/slub.c, free_consistency_checks: Object already free; CWE-415",
        Points: 3,
        On: Kinds.Frees,
        When: Answers.Either,
        Judge: static (in step) => IsMisuse(in step) && step.Model.WasFreed(step.Reply.Address)
            && step.Model.ObjectAround(step.Reply.Address) is null
            ? Refused(in step, "was given back before")
            : Judgement.Silent);

    /// <summary>SLAB-FOREIGN-CACHE.</summary>
    public static SlabLaw ForeignObjectsAreRefused { get; } = new(
        Id: "SLAB-FOREIGN-CACHE",
        Statement: "An object cannot be given back to a cache from which it is not.",
        Why: "Then the smaller one is handed out as if it were the larger one.",
        Source: "Linux mm/slub.c, cache_from_obj: Wrong slab cache; CWE-762",
        Points: 2,
        On: Kinds.Frees,
        When: Answers.Either,
        Judge: static (in step) => IsMisuse(in step) && step.Model.ObjectAt(step.Reply.Address) is not null
            ? Refused(in step, "is of another cache")
            : Judgement.Silent);

    /// <summary>SLAB-INTERIOR-FREE.</summary>
    public static SlabLaw InteriorsAreRefused { get; } = new(
        Id: "SLAB-INTERIOR-FREE",
        Statement: "An address in the middle of an object cannot be given back.",
        Why: "What is handed out there next reaches into its neighbour.",
        Source: "Linux mm/slub.c, check_valid_pointer: Invalid object pointer; CWE-761",
        Points: 2,
        On: Kinds.Frees,
        When: Answers.Either,
        Judge: static (in step) => IsMisuse(in step) && step.Model.ObjectAt(step.Reply.Address) is null
            && step.Model.ObjectAround(step.Reply.Address) is not null
            ? Refused(in step, "is in the middle of an object")
            : Judgement.Silent);

    /// <summary>SLAB-REFUSES.</summary>
    public static SlabLaw MisuseIsRefused { get; } = new(
        Id: "SLAB-REFUSES",
        Statement: "Misuse is refused with the errno that says why, want of memory with ENOMEM when the page "
            + "allocator refused, and nothing else is refused.",
        Why: "A caller waits and tries again after ENOMEM; after EINVAL that would be for ever.",
        Source: "the contract, ISlabAllocator; errno(3)",
        Points: 3,
        On: Kinds.Asked,
        When: Answers.Either,
        Judge: static (in step) =>
        {
            Errno expected = step.Model.WhyRefused(step.Operation, in step.Reply);
            Errno actual = step.Reply.Outcome.Errno;
            if (step.Reply.IsDone)
            {
                return expected == Errno.None || IsForAnotherLaw(in step, expected) ? Judgement.Silent
                    : Judgement.Broken(step.Operation, expected, "done");
            }

            bool isNothing = step.Reply.Owner == Kmalloced && expected == Errno.None
                && KmallocSizes.IsZeroOrNull(step.Reply.Address) && step.Operation.Bytes == 0;
            if (isNothing)
            {
                return Judgement.Silent; // KMALLOC-ZERO and KMALLOC-KSIZE speak of these
            }

            bool isAllocating = step.Operation.IsAllocation;
            bool isShort = isAllocating && actual == Errno.ENOMEM
                && (step.Reply.Calls.HasFailure || step.Operation.AsksTooMuch);
            return actual == expected || (isShort && expected is Errno.None or Errno.ENOMEM) || (isShort
                    && step.Operation.AsksTooMuch)
                ? Judgement.Kept
                : step.Operation is Destroy && expected == Errno.None ? Judgement.Silent
                : Judgement.Broken($"the refusal of {step.Operation}", Outcome.Of(expected), actual);
        });

    /// <summary>SLAB-REFUSAL-CHANGES-NOTHING.</summary>
    public static SlabLaw RefusalsChangeNothing { get; } = new(
        Id: "SLAB-REFUSAL-CHANGES-NOTHING",
        Statement: "What is refused changes neither which frames are held nor what a cache tells of itself.",
        Why: "A caller that was refused has nothing to give back, so whatever was changed stays changed.",
        Source: "the contract, ISlabAllocator",
        Points: 2,
        On: Kinds.Asked,
        When: Answers.Refused,
        Judge: static (in step) =>
        {
            if (step.Reply.Calls.HasFailure)
            {
                return Judgement.Silent; // SLAB-CLEAN-FAILURE speaks of these
            }

            LowerAccounts accounts = step.Model.AccountsAfter(in step.Reply);
            SlabUsage? before = step.Model.CacheOf(step.Reply.Owner)?.Usage;
            SlabUsage? after = step.Reply.Seen.Usage;
            return !accounts.IsUnchanged ? Judgement.Broken(
                    $"the refusal of {step.Operation}", "held what was before", accounts.TellChange())
                : before is not null && after is not null && before != after ? Judgement.Broken(
                    $"the refusal of {step.Operation}", before, after)
                : Judgement.Kept;
        });

    // Accepted misuse that a law of its own tells of.
    private static bool IsForAnotherLaw(
        in Step<SlabOperation, SlabReply, SlabModel> step, Errno expected) =>
        step.Model.CacheOf(step.Reply.Owner) is not { IsDestroyed: true }
            && (expected is Errno.EBUSY or Errno.ENOMEM
                || (step.Operation.IsFree
                    && (step.Model.WasFreed(step.Reply.Address)
                        || step.Model.ObjectAround(step.Reply.Address) is not null)));
}
