global using ZoneLaw = MmVerify.Spec.Law<
    MmVerify.Spec.ZonesOperation, MmVerify.Spec.ZonesReply, MmVerify.Spec.ZonesModel>;
using static MmVerify.Spec.ZonesOperation;

namespace MmVerify.Spec;

/// <summary>
/// What every allocator with zones keeps. Which block of a zone is handed out is open; which zone it is of is
/// not. Each wrong choice of a zone breaks one law: the laws about the choice are silent where the zone is
/// too high or has too little left.
/// </summary>
public static class ZonesLaws
{
    /// <summary>ZONE-SOUND.</summary>
    public static ZoneLaw BlocksAreSound { get; } = new(
        Id: "ZONE-SOUND",
        Statement: "A block has the order asked for, starts at a multiple of its size "
            + "and shares no frame with another that is handed out.",
        Why: "Two owners of one frame overwrite each other's data, whatever the zone.",
        Source: "Linux mm/page_alloc.c, check_new_page; the chapter Buddy",
        Points: 5,
        On: Kinds.Allocate,
        When: Answers.Done,
        Judge: static (in step) =>
        {
            Block block = step.Reply.Block;
            return block.Order != ((Allocate)step.Operation).Order
                    ? Judgement.Broken(block, ((Allocate)step.Operation).Order, block.Order)
                : !block.IsAligned ? Judgement.Broken(block, "a start at a multiple of its size", block.Start)
                : step.Model.ZoneOf(block) is null || block.Order.Value > ZonesSetup.MaxOrder
                    ? Judgement.Silent
                : step.Model.IsFree(block) ? Judgement.Kept
                : Judgement.Broken(block, "frames that are all free", "some are handed out");
        });

    /// <summary>ZONE-HOLE.</summary>
    public static ZoneLaw BlocksExist { get; } = new(
        Id: "ZONE-HOLE",
        Statement: "A block consists of frames that exist: none in a hole of the memory map, "
            + "before the first or after the last.",
        Why: "A zone spans holes: the firmware's, and that of devices below 4 GiB. "
            + "What is written there is lost, or a device acts on it.",
        Source: "Linux mm/page_alloc.c, bad_range; spanned_pages and present_pages of struct zone",
        Points: 4,
        On: Kinds.Allocate,
        When: Answers.Done,
        Judge: static (in step) => step.Model.Exists(step.Reply.Block) ? Judgement.Kept
            : Judgement.Broken(step.Reply.Block, "frames that exist", "a block with frames that do not"));

    /// <summary>ZONE-NO-CROSSING.</summary>
    public static ZoneLaw BlocksLieInOneZone { get; } = new(
        Id: "ZONE-NO-CROSSING",
        Statement: "A block lies in one zone.",
        Why: "A device that was promised the first 16 MiB gets a buffer whose end it cannot reach.",
        Source: "Linux mm/page_alloc.c, page_is_buddy: page_zone_id must be the same",
        Points: 4,
        On: Kinds.Allocate,
        When: Answers.Done,
        Judge: static (in step) => !step.Model.Exists(step.Reply.Block) ? Judgement.Silent
            : step.Model.ZoneOf(step.Reply.Block) is not null ? Judgement.Kept
            : Judgement.Broken(step.Reply.Block, "frames of one zone", "frames of two"));

    /// <summary>ZONE-NEVER-HIGHER.</summary>
    public static ZoneLaw NothingComesFromAbove { get; } = new(
        Id: "ZONE-NEVER-HIGHER",
        Statement: "A block never lies in a zone above the one that the flags name.",
        Why: "The flags say which addresses the caller can use at all: a device with 24 address lines "
            + "writes to the wrong place.",
        Source: "Linux include/linux/gfp.h, gfp_zone; mm/page_alloc.c, build_zonerefs_node",
        Points: 7,
        On: Kinds.Allocate,
        When: Answers.Done,
        Judge: static (in step) => step.UsedZone() is not (ZoneKind zone, ZoneRequest request)
            ? Judgement.Silent
            : zone <= request.Named ? Judgement.Kept
            : Judgement.Broken(
                step.Reply.Block, $"a block of {request.Named} or below", $"a block of {zone}"));

    /// <summary>ZONE-PLACEMENT.</summary>
    public static ZoneLaw TheHighestZoneServes { get; } = new(
        Id: "ZONE-PLACEMENT",
        Statement: "While the highest zone that the flags allow is above its low mark, "
            + "blocks come from there.",
        Why: "Low zones are small and some callers can use nothing else; who can do with more must not use "
            + "them up.",
        Source: "Linux mm/page_alloc.c, get_page_from_freelist with ALLOC_WMARK_LOW",
        Points: 7,
        On: Kinds.Allocate,
        When: Answers.Done,
        Judge: static (in step) => step.PermittedZone() is not (ZoneKind zone, ZoneRequest request)
            || step.Model.HighestFor(request) is not ZoneKind highest
            || step.Model.AboveLow(request) != highest
                ? Judgement.Silent
                : step.IsFrom(zone, highest));

    /// <summary>ZONE-FALLBACK-ORDER.</summary>
    public static ZoneLaw FallbackGoesDownStepByStep { get; } = new(
        Id: "ZONE-FALLBACK-ORDER",
        Statement: "Below its low mark a zone is passed over for the next lower one that is above its own; "
            + "where none is, the highest above its min mark serves.",
        Why: "Each zone passed over without need is one that fills while the scarcer ones below empty.",
        Source: "Linux mm/page_alloc.c, build_zonerefs_node, get_page_from_freelist, __alloc_pages_slowpath",
        Points: 6,
        On: Kinds.Allocate,
        When: Answers.Done,
        Judge: static (in step) => step.PermittedZone() is not (ZoneKind zone, ZoneRequest request)
            || step.Model.AboveLow(request) == step.Model.HighestFor(request)
                ? Judgement.Silent
                : step.IsFrom(zone, step.Model.AboveLow(request) ?? step.Model.AboveMin(request)));

    /// <summary>ZONE-SERVES.</summary>
    public static ZoneLaw WhatIsThereIsServed { get; } = new(
        Id: "ZONE-SERVES",
        Statement: "A request is refused only when no zone that it allows is above its min mark.",
        Why: "Memory that is free and kept for nobody cannot be had: processes are killed without need.",
        Source: "Linux mm/page_alloc.c, __alloc_pages_slowpath with ALLOC_WMARK_MIN",
        Points: 7,
        On: Kinds.Allocate,
        When: Answers.Either,
        Judge: static (in step) => step.Model.RequestOf(step.Operation) is not ZoneRequest request
            || step.Model.AbovePlainMin(request) is not ZoneKind zone
                ? Judgement.Silent
                : step.Reply.Outcome.Kind == OutcomeKind.Done ? Judgement.Kept
                : Judgement.Broken(
                    $"{step.Operation}", $"a block of {zone}: {step.Model.Left(zone, request)}", step.Reply));

    /// <summary>ZONE-MIN-KEPT.</summary>
    public static ZoneLaw TheMinMarkIsKept { get; } = new(
        Id: "ZONE-MIN-KEPT",
        Statement: "A request that is not urgent takes nothing from a zone that is not above its min mark.",
        Why: "To free memory takes memory. Whoever waits for it must not use up what the reclaimer needs.",
        Source: "Linux mm/page_alloc.c, __zone_watermark_ok: free_pages <= min + lowmem_reserve",
        Points: 7,
        On: Kinds.Allocate,
        When: Answers.Done,
        Judge: static (in step) => step.ServingZone() is not (ZoneKind zone, { IsUrgent: false } request)
            ? Judgement.Silent
            : step.Model.Spare(zone, request) > step.Model.MinFor(zone, request) ? Judgement.Kept
            : step.TakesTooMuch(zone, request));

    /// <summary>ZONE-ATOMIC-DEEPER.</summary>
    public static ZoneLaw UrgentRequestsGoDeeper { get; } = new(
        Id: "ZONE-ATOMIC-DEEPER",
        Statement: "An urgent request is served below the min mark: from half of it on, "
            + "and if it cannot wait from three eighths on.",
        Why: "An interrupt cannot wait for the reclaimer. What is kept below the mark is kept for it.",
        Source: "Linux mm/page_alloc.c, __zone_watermark_ok: ALLOC_MIN_RESERVE, ALLOC_NON_BLOCK",
        Points: 5,
        On: Kinds.Allocate,
        When: Answers.Either,
        Judge: static (in step) => step.Model.RequestOf(step.Operation) is not { IsUrgent: true } request
            || step.Model.AbovePlainMin(request) is not null
            || step.Model.AboveMin(request) is not ZoneKind zone
                ? Judgement.Silent
                : step.Reply.Outcome.Kind == OutcomeKind.Done ? Judgement.Kept
                : Judgement.Broken(
                    $"{step.Operation}", $"a block of {zone}: {step.Model.Left(zone, request)}", step.Reply));

    /// <summary>ZONE-ATOMIC-LIMIT.</summary>
    public static ZoneLaw UrgentRequestsHaveALimit { get; } = new(
        Id: "ZONE-ATOMIC-LIMIT",
        Statement: "An urgent request, too, takes nothing from a zone at or below its part of the min mark.",
        Why: "A burst of packets would take the last page, and then even the reclaimer is stuck.",
        Source: "Linux mm/page_alloc.c, __zone_watermark_ok: min -= min / 2, then min -= min / 4",
        Points: 5,
        On: Kinds.Allocate,
        When: Answers.Done,
        Judge: static (in step) => step.ServingZone() is not (ZoneKind zone, { IsUrgent: true } request)
            ? Judgement.Silent
            : step.Model.Spare(zone, request) > step.Model.MinFor(zone, request) ? Judgement.Kept
            : step.TakesTooMuch(zone, request));

    /// <summary>ZONE-LOWMEM-RESERVE.</summary>
    public static ZoneLaw TheReserveIsKept { get; } = new(
        Id: "ZONE-LOWMEM-RESERVE",
        Statement: "A zone keeps its reserve, besides the mark, from requests that name a higher zone.",
        Why: "Programs could fill the low zones, lock their pages there, "
            + "and no device would ever get a buffer again.",
        Source: "Linux mm/page_alloc.c, __zone_watermark_ok: lowmem_reserve[highest_zoneidx]",
        Points: 5,
        On: Kinds.Allocate,
        When: Answers.Done,
        Judge: static (in step) =>
        {
            if (step.ServingZone() is not (ZoneKind zone, ZoneRequest request)
                || step.Model.Reserve(zone, request.Named) == 0
                || step.Model.Spare(zone, request) <= step.Model.MinFor(zone, request))
            {
                return Judgement.Silent;
            }

            long reserve = step.Model.Reserve(zone, request.Named);
            return step.Model.Spare(zone, request) > step.Model.MinFor(zone, request) + reserve
                ? Judgement.Kept
                : Judgement.Broken(
                    step.Reply.Block,
                    $"nothing of {zone}, which keeps {reserve} pages from requests that name {request.Named}",
                    step.Model.Left(zone, request));
        });

    /// <summary>ZONE-ACCOUNT.</summary>
    public static ZoneLaw PagesAreAccounted { get; } = new(
        Id: "ZONE-ACCOUNT",
        Statement: "At first all frames of a zone are free; "
            + "an allocation takes its pages off the free pages of its own zone and no other.",
        Why: "Marks are compared with the count: a zone that counts wrong starves or is drained.",
        Source: "Linux mm/vmstat.c, NR_FREE_PAGES; managed_pages of struct zone",
        Points: 5,
        On: Kinds.Create | Kinds.Allocate,
        When: Answers.Done,
        Judge: static (in step) => step.Operation.Kind == Kinds.Create ? step.StartsFull()
            : !step.Model.IsFree(step.Reply.Block) ? Judgement.Silent
            : step.Changes(-step.Reply.Block.PageCount));

    /// <summary>ZONE-FREED-HOME.</summary>
    public static ZoneLaw BlocksComeHome { get; } = new(
        Id: "ZONE-FREED-HOME",
        Statement: "A block that was handed out is taken back, and its pages are free again in its own zone.",
        Why: "A page in the lists of another zone is handed out to somebody who cannot use its address.",
        Source: "Linux mm/page_alloc.c, __free_pages_ok: page_zone(page)",
        Points: 4,
        On: Kinds.Frees,
        When: Answers.Either,
        Judge: static (in step) => !step.Model.IsHeld(step.Reply.Block) ? Judgement.Silent
            : step.Reply.Outcome.Kind != OutcomeKind.Done
                ? Judgement.Broken(step.Reply.Block, "taken back", step.Reply.Outcome)
            : step.Changes(step.Reply.Block.PageCount));

    /// <summary>ZONE-WATERMARKS.</summary>
    public static ZoneLaw WatermarksFollowTheFormula { get; } = new(
        Id: "ZONE-WATERMARKS",
        Statement: "A zone's min mark is its share of min_free_kbytes, high memory's a 1024th of it; "
            + "low and high lie one and two distances above.",
        Why: "Too low, and atomic requests fail; too high, and memory lies idle.",
        Source: "Linux mm/page_alloc.c, __setup_per_zone_wmarks",
        Points: 5,
        On: Kinds.Any,
        When: Answers.Either,
        Judge: static (in step) =>
        {
            foreach (ZoneLimit limit in step.Model.Setup.Layout.Limits)
            {
                Watermarks expected = step.Model.WatermarksOf(limit.Kind);
                Watermarks actual = step.Reply.Report.WatermarksOf(limit.Kind);
                if (actual != expected)
                {
                    return Judgement.Broken($"the watermarks of {limit.Kind}", expected, actual);
                }
            }

            return Judgement.Kept;
        });

    /// <summary>ZONE-RESERVES.</summary>
    public static ZoneLaw ReservesFollowTheFormula { get; } = new(
        Id: "ZONE-RESERVES",
        Statement: "A zone's reserve against a higher one is the frames of all zones above it, "
            + "up to that one, by its ratio.",
        Why: "The more memory lies above, the harder it presses on what lies below.",
        Source: "Linux mm/page_alloc.c, setup_per_zone_lowmem_reserve; "
            + "Documentation/admin-guide/sysctl/vm.rst",
        Points: 3,
        On: Kinds.Any,
        When: Answers.Either,
        Judge: static (in step) =>
        {
            ZoneLayout layout = step.Model.Setup.Layout;
            foreach (ZoneLimit limit in layout.Limits)
            {
                foreach (ZoneLimit named in layout.Limits)
                {
                    long expected = step.Model.Reserve(limit.Kind, named.Kind);
                    long actual = step.Reply.Report.Reserve(limit.Kind, named.Kind);
                    if (actual != expected)
                    {
                        return Judgement.Broken(
                            $"the reserve of {limit.Kind} against {named.Kind}", expected, actual);
                    }
                }
            }

            return Judgement.Kept;
        });

    /// <summary>ZONE-WAKE.</summary>
    public static ZoneLaw KswapdIsWoken { get; } = new(
        Id: "ZONE-WAKE",
        Statement: "kswapd is asked to wake, once, by a request that may and that finds no zone above its "
            + "low mark; and by nothing else.",
        Why: "Woken too late, everyone waits for it; "
            + "woken without need, it throws out pages that are in use.",
        Source: "Linux mm/page_alloc.c, __alloc_pages_slowpath: wake_all_kswapds",
        Points: 4,
        On: Kinds.Any,
        When: Answers.Either,
        Judge: static (in step) =>
        {
            if (step.Reply.IsLoan && !step.Model.IsFree(step.Reply.Block))
            {
                // Who takes a hole for free frames cannot know how low memory is; ZONE-HOLE tells.
                return Judgement.Silent;
            }

            bool isDue = step.Model.RequestOf(step.Operation) is ZoneRequest request
                && request.Flags.Has(Gfp.KswapdReclaim)
                && step.Model.HighestFor(request) is not null && step.Model.AboveLow(request) is null;
            long expected = step.Operation.Kind == Kinds.Create ? 0 : step.Previous.Report.KswapdWakeups;
            expected = isDue ? unchecked(expected + 1) : expected;
            return step.Reply.Report.KswapdWakeups == expected ? Judgement.Kept
                : Judgement.Broken(
                    $"KswapdWakeupCount after {step.Operation}", expected, step.Reply.Report.KswapdWakeups);
        });

    /// <summary>ZONE-BAD-FLAGS.</summary>
    public static ZoneLaw ContradictionsAreRefused { get; } = new(
        Id: "ZONE-BAD-FLAGS",
        Statement: "Flags that name two of DMA, DMA32 and HighMem are refused.",
        Why: "One of the two is a mistake, and nobody can know which.",
        Source: "Linux include/linux/gfp.h, GFP_ZONE_BAD",
        Points: 3,
        On: Kinds.Allocate,
        When: Answers.Either,
        Judge: static (in step) => !ZonesModel.AreContradictory(((Allocate)step.Operation).Flags)
            ? Judgement.Silent
            : step.Reply.Outcome.Kind == OutcomeKind.Refused ? Judgement.Kept
            : Judgement.Broken($"{step.Operation}", "a refusal", step.Reply));

    /// <summary>ZONE-REFUSES.</summary>
    public static ZoneLaw MisuseIsRefused { get; } = new(
        Id: "ZONE-REFUSES",
        Statement: "What makes no sense is refused with EINVAL: too large an order, contradictory flags, "
            + "a block that is not handed out as it stands; lack of memory with ENOMEM.",
        Why: "A caller tries again after ENOMEM; after EINVAL that would be for ever. "
            + "A block taken back twice has two owners soon.",
        Source: "the contract, IZoneAllocator; Linux mm/page_alloc.c, free_page_is_bad",
        Points: 4,
        On: Kinds.Allocate | Kinds.Frees,
        When: Answers.Either,
        Judge: static (in step) =>
        {
            bool isAsking = step.Operation.Kind == Kinds.Allocate;
            bool makesSense = isAsking
                ? step.Model.RequestOf(step.Operation) is not null
                : step.Model.IsHeld(step.Reply.Block);
            if (step.Reply.Outcome.Kind == OutcomeKind.Refused)
            {
                Errno expected = makesSense && isAsking ? Errno.ENOMEM : Errno.EINVAL;
                return makesSense && !isAsking ? Judgement.Silent
                    : step.Reply.Outcome.Errno == expected ? Judgement.Kept
                    : Judgement.Broken($"the refusal of {step.Operation}", expected, step.Reply.Outcome);
            }

            return makesSense
                || (isAsking && ((Allocate)step.Operation).Order.Value <= ZonesSetup.MaxOrder)
                    ? Judgement.Silent
                    : Judgement.Broken($"{step.Operation}", "a refusal with EINVAL", step.Reply);
        });

    /// <summary>ZONE-REFUSAL-CHANGES-NOTHING.</summary>
    public static ZoneLaw RefusalsChangeNothing { get; } = new(
        Id: "ZONE-REFUSAL-CHANGES-NOTHING",
        Statement: "A refused request leaves the free pages of every zone as they were.",
        Why: "A caller that was refused has nothing to give back, so whatever was changed stays changed.",
        Source: "the contract, IZoneAllocator",
        Points: 4,
        On: Kinds.Allocate | Kinds.Frees,
        When: Answers.Refused,
        Judge: static (in step) => step.Changes(0));

    /// <summary>All of them, in teaching order.</summary>
    public static IReadOnlyList<ZoneLaw> All { get; } =
    [
        BlocksAreSound,
        BlocksExist,
        BlocksLieInOneZone,
        NothingComesFromAbove,
        TheHighestZoneServes,
        FallbackGoesDownStepByStep,
        WhatIsThereIsServed,
        TheMinMarkIsKept,
        UrgentRequestsGoDeeper,
        UrgentRequestsHaveALimit,
        TheReserveIsKept,
        PagesAreAccounted,
        BlocksComeHome,
        WatermarksFollowTheFormula,
        ReservesFollowTheFormula,
        KswapdIsWoken,
        ContradictionsAreRefused,
        MisuseIsRefused,
        RefusalsChangeNothing,
        CommonLaws<ZonesOperation, ZonesReply, ZonesModel>.NoThrow("ZONE", 3),
        CommonLaws<ZonesOperation, ZonesReply, ZonesModel>.Terminates("ZONE", 3),
    ];
}
