using static MmVerify.Spec.SlabOperation;
using Common = MmVerify.Spec.CommonLaws<
    MmVerify.Spec.SlabOperation, MmVerify.Spec.SlabReply, MmVerify.Spec.SlabModel>;
using Lower = MmVerify.Spec.LowerLayerLaws<
    MmVerify.Spec.SlabOperation, MmVerify.Spec.SlabReply, MmVerify.Spec.SlabModel>;
using SlabLaw = MmVerify.Spec.Law<
    MmVerify.Spec.SlabOperation, MmVerify.Spec.SlabReply, MmVerify.Spec.SlabModel>;

namespace MmVerify.Spec;

/// <summary>
/// What every slab allocator keeps: laws about objects, about caches, about what is found spoilt, about
/// kmalloc, about several CPUs, and those of every chapter that stands on a lower layer.
/// </summary>
public static class SlabLaws
{
    /// <summary>SLAB-LINEARIZABLE.</summary>
    public static SlabLaw NothingIsHandedOutTwice { get; } = new(
        Id: "SLAB-LINEARIZABLE",
        Statement: "What several CPUs allocate and give back at once comes to what it comes to one after the "
            + "other, in some order: nothing is handed out twice, and nothing is lost.",
        Why: "A list whose head is again what it was need not be the same list: between the look and the "
            + "exchange others took two from it and put one back.",
        Source: "Linux mm/slub.c, this_cpu_cmpxchg_double and tid; Herlihy and Wing, TOPLAS 1990; "
            + "Treiber 1986",
        Points: 10,
        On: Kinds.Concurrently,
        When: Answers.Done,
        Judge: static (in step) =>
        {
            Concurrent<SlabOperation> what = ((Concurrently)step.Operation).What;
            if (SlabTogether.WhyNot(step.Model, what, in step.Reply) is string why)
            {
                return Judgement.Broken(
                    SlabTogether.Tell(what, in step.Reply), "what one after the other comes to", why);
            }

            ConcurrentHistory history = step.Reply.Seen.History;
            bool isWitness = history.Calls.Index().Any(call =>
                call.Item.Answer.Outcome.Kind == OutcomeKind.Done && history.Overlaps(call.Index));
            return isWitness ? Judgement.Kept : Judgement.Silent;
        })
    {
        Hint = "state that is shared has to be in the words that Create is given",
        IsOfOverlaps = true,
    };

    /// <summary>All of them, in teaching order.</summary>
    public static IReadOnlyList<SlabLaw> All { get; } =
    [
        SlabObjectLaws.ObjectsAreAligned,
        SlabObjectLaws.ObjectsAreDisjoint,
        SlabObjectLaws.ObjectsLieInTheirSlab,
        SlabObjectLaws.ObjectsAreConstructedOnce,
        SlabObjectLaws.ObjectsStayConstructed,
        SlabObjectLaws.OthersAreUntouched,
        SlabObjectLaws.FramesAreTakenWhenFull,
        SlabObjectLaws.PartialSlabsAreFilled,
        SlabCacheLaws.CachesTellTheTruth,
        SlabCacheLaws.ShrinkingReturnsEmptySlabs,
        SlabCacheLaws.CachesInUseStay,
        SlabCacheLaws.DoubleFreesAreRefused,
        SlabCacheLaws.ForeignObjectsAreRefused,
        SlabCacheLaws.InteriorsAreRefused,
        SlabDebugLaws.OverrunsAreReported,
        SlabDebugLaws.FreeObjectsAreFilled,
        SlabDebugLaws.WritesAfterFreeAreReported,
        SlabKmallocLaws.TheSmallestClassIsTaken,
        SlabKmallocLaws.LargeOnesAreBlocks,
        SlabKmallocLaws.NothingIsAPointer,
        SlabKmallocLaws.SizesAreTold,
        SlabKmallocLaws.WhatWasThereIsKept,
        SlabKmallocLaws.ZeroedBytesAreZero,
        NothingIsHandedOutTwice,
        SlabCacheLaws.FramesAreOfSlabs,
        Lower.CleanFailure("SLAB", 5, Kinds.Allocates),
        Lower.LowerLayerRespected("SLAB", 3) with
        {
            Statement = "What is given back to the page allocator was taken from it, as it is given "
                + "back, and no byte is touched of a frame that is not held.",
            Why = "The layer below believes its callers: a block that is given back twice is handed out "
                + "twice, and what lies outside of a slab is somebody else's.",
            Source = "the contracts, IPageAllocator and FrameMemory; Linux mm/page_alloc.c, free_page_is_bad",
        },
        SlabCacheLaws.MisuseIsRefused,
        SlabCacheLaws.RefusalsChangeNothing,
        Common.NoThrow("SLAB", 1),
        Common.Terminates("SLAB", 1),
    ];
}
