using static MmVerify.Spec.PagesJudgements;
using static MmVerify.Spec.PagesOperation;
using PagesLaw = MmVerify.Spec.Law<
    MmVerify.Spec.PagesOperation, MmVerify.Spec.PagesReply, MmVerify.Spec.PagesModel>;

namespace MmVerify.Spec;

/// <summary>
/// What every page frame database keeps while one CPU is at work. What is told of a frame is judged at the
/// step that changed it: what a step has spoilt is not held against later ones.
/// </summary>
public static class PagesLaws
{
    // The size of struct page on x86-64, in words of eight bytes.
    private const long WordsForEachFrame = 8;
    private const long WordsForAll = 64;

    /// <summary>PAGE-PFN-BIJECTION.</summary>
    public static PagesLaw FramesAndPagesArePaired { get; } = new(
        Id: "PAGE-PFN-BIJECTION",
        Statement: "Every frame has a description of its own, which leads back to it; "
            + "a frame that does not exist has none.",
        Why: "A description that two frames share counts the users of both; "
            + "one of them is freed while it is used.",
        Source: "Linux include/asm-generic/memory_model.h, page_to_pfn and pfn_to_page; pfn_valid",
        Points: 6,
        On: Kinds.Create | Kinds.PageOf | Kinds.PfnOf,
        When: Answers.Either,
        Judge: static (in step) => step.Operation switch
        {
            Create => TableIsPaired(in step),
            PageOf asked when step.Model.Table.PageOf(asked.Of) is PageAddr page =>
                Tells(in step, $"{page}", page.Value),
            PfnOf asked when step.Model.Table.FrameAt(asked) is Pfn frame =>
                Tells(in step, $"{frame}", frame.Value),
            _ => IsRefused(in step, "a refusal: there is no such frame"),
        });

    /// <summary>PAGE-DIRECT-MAP.</summary>
    public static PagesLaw MemoryIsSeenAtADistance { get; } = new(
        Id: "PAGE-DIRECT-MAP",
        Statement: "All of memory is seen at one distance from its physical address, and nothing else is.",
        Why: "The kernel reaches a frame by one addition; who adds a page too much writes into the next "
            + "frame, which is somebody else's.",
        Source: "Linux arch/x86/include/asm/page.h, __va and __pa; Documentation/arch/x86/x86_64/mm.rst",
        Points: 6,
        On: Kinds.ToVirtual | Kinds.ToPhysical,
        When: Answers.Either,
        Judge: static (in step) =>
        {
            if (step.Model.WhyRefused(step.Operation) != Errno.None)
            {
                return IsRefused(in step, "a refusal: no memory is there");
            }

            if (step.Operation is ToVirtual asked)
            {
                var seen = new VirtAddr(step.Model.Setup.DirectMap.Value + asked.Address.Value);
                return Tells(in step, $"{seen}", seen.Value);
            }

            PhysAddr address = step.Model.PhysicalOf(((ToPhysical)step.Operation).Address)!.Value;
            return Tells(in step, $"{address}", address.Value);
        });

    /// <summary>PAGE-CLAIM.</summary>
    public static PagesLaw ClaimedFramesBelongToSomebody { get; } = new(
        Id: "PAGE-CLAIM",
        Statement: "At first frames are free; one that is claimed has one reference, its owner, "
            + "and nothing else, and cannot be claimed again until it is free.",
        Why: "Two owners of one frame overwrite each other's data.",
        Source: "Linux mm/page_alloc.c, prep_new_page and check_new_page",
        Points: 6,
        On: Kinds.Create | Kinds.Changes,
        When: Answers.Done,
        Judge: static (in step) => step.Operation is Create ? AllAreFree(in step)
            : IsMisuse(in step, Errno.EBUSY) && step.Operation is Claim
                ? Broken(in step, "a refusal: it is in use")
            : step.Operation is Claim ? Told(in step, static state => state)
            : DropsLast(in step) ? Judgement.Silent
            : Told(in step, static state => state.Owner));

    /// <summary>PAGE-COUNT.</summary>
    public static PagesLaw ReferencesAreCounted { get; } = new(
        Id: "PAGE-COUNT",
        Statement: "A get adds one reference and a put drops one; flags have nothing to do with it.",
        Why: "The count is all that is known of who uses a frame: too low, and it is freed under them; "
            + "too high, and it is lost for ever.",
        Source: "Linux include/linux/mm.h, get_page and put_page; include/linux/page_ref.h",
        Points: 8,
        On: Kinds.Get | Kinds.Put | Kinds.Flags,
        When: Answers.Done,
        Judge: static (in step) => Told(in step, static state => state.Count));

    /// <summary>PAGE-FREED-ONCE.</summary>
    public static PagesLaw TheLastReferenceFrees { get; } = new(
        Id: "PAGE-FREED-ONCE",
        Statement: "Whoever drops the last reference is told so, and nobody else is.",
        Why: "Who is told gives the frame back to the allocator: told too early, it is handed out while it "
            + "is used; told twice, it is handed out twice; never told, it is lost.",
        Source: "Linux include/linux/mm.h, put_page_testzero",
        Points: 6,
        On: Kinds.Drops,
        When: Answers.Done,
        Judge: static (in step) =>
        {
            if (IsMisuse(in step))
            {
                return Judgement.Silent;
            }

            bool isLast = DropsLast(in step);
            return step.Reply.Value == (isLast ? 1 : 0)
                ? Judgement.Kept
                : Judgement.Broken(
                    $"{step.Operation} at {step.Model.Of(step.Operation.Frame)}",
                    isLast ? "told that it was the last reference" : "told that others are left",
                    isLast ? "told that others are left" : "told that it was the last reference");
        });

    /// <summary>PAGE-FREED-CLEAN.</summary>
    public static PagesLaw FreedFramesAreClean { get; } = new(
        Id: "PAGE-FREED-CLEAN",
        Statement: "A frame whose last reference goes has no flags, no mapping and no owner.",
        Why: "The next owner would find the frame dirty, or locked by somebody who is long gone.",
        Source: "Linux mm/page_alloc.c, free_pages_prepare and PAGE_FLAGS_CHECK_AT_FREE; CVE-2024-53105",
        Points: 4,
        On: Kinds.Drops,
        When: Answers.Done,
        Judge: static (in step) => DropsLast(in step)
            ? Told(in step, static state => (state.MapCount, state.Flags, state.Owner))
            : Judgement.Silent);

    /// <summary>PAGE-NO-UNDERFLOW.</summary>
    public static PagesLaw NothingIsDroppedTwice { get; } = new(
        Id: "PAGE-NO-UNDERFLOW",
        Statement: "A reference or mapping that is not there cannot be dropped.",
        Why: "Below zero a count is huge: the frame is never free again; "
            + "or it is freed a second time under its next owner.",
        Source: "Linux include/linux/mm.h, VM_BUG_ON_PAGE(page_ref_count(page) == 0, page); CWE-911",
        Points: 4,
        On: Kinds.Drops,
        When: Answers.Either,
        Judge: static (in step) => Refuses(in step, Errno.ENOENT, "a refusal: there is none to drop"));

    /// <summary>PAGE-NO-OVERFLOW.</summary>
    public static PagesLaw CountsDoNotGoRound { get; } = new(
        Id: "PAGE-NO-OVERFLOW",
        Statement: "A frame that has as many references as can be counted gets no more.",
        Why: "A count that goes round is zero while thousands use the frame: "
            + "anybody who may get often enough can have it freed.",
        Source: "Linux include/linux/mm.h, try_get_page; CVE-2019-11487",
        Points: 4,
        On: Kinds.Get | Kinds.Map,
        When: Answers.Either,
        Judge: static (in step) => Refuses(in step, Errno.ENOMEM, "a refusal: the count is at its limit"));

    /// <summary>PAGE-MAPPED-IS-REFERENCED.</summary>
    public static PagesLaw MappingsHoldReferences { get; } = new(
        Id: "PAGE-MAPPED-IS-REFERENCED",
        Statement: "Each mapping holds a reference: both counts go up and down together, "
            + "and a mapping's reference is dropped with the mapping only.",
        Why: "A frame that is free and still in a page table is read and written by a process "
            + "that it does not belong to any more.",
        Source: "Linux include/linux/mm.h, \"What counts for a page usage\"; mm/rmap.c",
        Points: 6,
        On: Kinds.Changes,
        When: Answers.Done,
        Judge: static (in step) =>
            step.Operation is Put && IsMisuse(in step, Errno.EBUSY)
                ? Broken(in step, "a refusal: all references are those of mappings")
            : step.Operation is Map or Unmap ? Told(in step, static state => (state.Count, state.MapCount))
            : step.Operation is Claim ? Judgement.Silent
            : Told(in step, static state => state.MapCount));

    /// <summary>PAGE-FLAGS-INDEPENDENT.</summary>
    public static PagesLaw FlagsAreIndependent { get; } = new(
        Id: "PAGE-FLAGS-INDEPENDENT",
        Statement: "Setting or clearing a flag changes that flag and no other; nothing else changes flags.",
        Why: "A page whose dirty flag goes when it is locked is never written back.",
        Source: "Linux include/linux/page-flags.h, PAGEFLAG",
        Points: 8,
        On: Kinds.Changes & ~Kinds.Claim,
        When: Answers.Done,
        Judge: static (in step) =>
            DropsLast(in step) ? Judgement.Silent : Told(in step, static state => state.Flags));

    /// <summary>PAGE-FLAG-ANSWER.</summary>
    public static PagesLaw TestsTellWhatWasThere { get; } = new(
        Id: "PAGE-FLAG-ANSWER",
        Statement: "Test-and-set and test-and-clear tell what the flag was before.",
        Why: "What it is afterwards everybody knows; what it was says whether one has the lock.",
        Source: "Linux include/asm-generic/bitops/atomic.h, test_and_set_bit",
        Points: 4,
        On: Kinds.Tests,
        When: Answers.Done,
        Judge: static (in step) =>
        {
            if (IsMisuse(in step))
            {
                return Judgement.Silent;
            }

            PageState before = step.Model.Of(step.Operation.Frame)!.Value;
            Answer expected = step.Model.AnswerOf(step.Operation, before);
            return step.Reply.Value == expected.Value
                ? Judgement.Kept
                : Judgement.Broken(
                    $"{step.Operation} at {before}",
                    PagesReply.Tell(step.Operation.Kind, expected),
                    PagesReply.Tell(step.Operation.Kind, new(Outcome.Done, step.Reply.Value)));
        });

    /// <summary>PAGE-RESERVED-STAYS.</summary>
    public static PagesLaw ReservedFramesStay { get; } = new(
        Id: "PAGE-RESERVED-STAYS",
        Statement: "A reserved frame is reserved from the beginning and stays as it is; "
            + "no other becomes reserved.",
        Why: "The kernel's own code is in such frames, or a device; "
            + "freed and handed out they are overwritten.",
        Source: "Linux include/linux/page-flags.h, PG_reserved; mm/mm_init.c, memmap_init_reserved_pages",
        Points: 4,
        On: Kinds.Create | Kinds.Changes,
        When: Answers.Either,
        Judge: static (in step) => step.Operation is Create
            ? ReservedAreTold(in step)
            : Refuses(in step, Errno.EPERM, "a refusal: reserved frames stay as they are"));

    /// <summary>PAGE-OTHERS-UNTOUCHED.</summary>
    public static PagesLaw OthersAreUntouched { get; } = new(
        Id: "PAGE-OTHERS-UNTOUCHED",
        Statement: "Nothing changes but the frames that a call is about, and a question changes none.",
        Why: "Descriptions lie side by side: an index that is off by one spoils the neighbour's.",
        Source: "the contract, IPageDatabase",
        Points: 3,
        On: Kinds.Asked | Kinds.Concurrently,
        When: Answers.Done,
        Judge: static (in step) =>
        {
            foreach ((Pfn frame, PageState told) in step.Reply.States.All)
            {
                if (told != step.Model.Of(frame) && !IsAbout(step.Operation, frame))
                {
                    return Judgement.Broken(
                        $"{frame}, which {step.Operation} is not about", step.Model.Of(frame)!, told);
                }
            }

            return Judgement.Kept;
        });

    /// <summary>PAGE-OVERHEAD.</summary>
    public static PagesLaw DescriptionsAreSmall { get; } = new(
        Id: "PAGE-OVERHEAD",
        Statement: "The descriptions take at most 64 bytes for each frame, and 512 for all together.",
        Why: "There is one for each frame of memory, used or not: at 64 bytes it is a sixty-fourth of it, "
            + "16 GB of 1 TB.",
        Source: "Linux include/linux/mm_types.h, struct page: 64 bytes on x86-64",
        Points: 3,
        On: Kinds.Asked,
        When: Answers.Done,
        Judge: static (in step) =>
        {
            long frames = step.Model.Setup.Frames.Count;
            long most = (frames * WordsForEachFrame) + WordsForAll;
            return !step.Reply.HasWords ? Judgement.Silent
                : step.Reply.WordCount <= most ? Judgement.Kept
                : Judgement.Broken(
                    $"what describes {frames} frame{(frames == 1 ? "" : "s")}",
                    $"at most {most} words of eight bytes",
                    step.Reply.WordCount);
        })
    {
        Hint = PagesTogether.Elsewhere,
    };

    /// <summary>PAGE-REFUSES.</summary>
    public static PagesLaw MisuseIsRefused { get; } = new(
        Id: "PAGE-REFUSES",
        Statement: "Misuse is refused with the errno that says why, and nothing else is refused.",
        Why: "Who is told that a frame is busy tries another one; who is told that there is none gives up.",
        Source: "the contract, IPageDatabase; Linux mm/gup.c, which answers ENOMEM where try_get_page fails",
        Points: 3,
        On: Kinds.Create | Kinds.Changes | Kinds.StateOf,
        When: Answers.Either,
        Judge: static (in step) =>
        {
            bool isDone = step.Reply.Outcome.Kind == OutcomeKind.Done;
            if (step.Operation is Create)
            {
                return isDone ? Judgement.Silent
                    : Judgement.Broken("a frame that exists", "it has a description", step.Reply.Outcome);
            }

            Errno expected = step.Model.WhyRefused(step.Operation);
            return step.Reply.Outcome.Errno == expected ? KeptOnceSomethingChanged(in step)
                : isDone && IsForAnotherLaw(step.Operation, expected) ? Judgement.Silent
                : Judgement.Broken(
                    $"{step.Operation} at {Before(in step)}", Outcome.Of(expected), step.Reply.Outcome);
        });

    /// <summary>PAGE-REFUSAL-CHANGES-NOTHING.</summary>
    public static PagesLaw RefusalsChangeNothing { get; } = new(
        Id: "PAGE-REFUSAL-CHANGES-NOTHING",
        Statement: "What is refused changes no frame.",
        Why: "Who was refused a reference has none to drop: one that was counted all the same is never "
            + "dropped.",
        Source: "the contract, IPageDatabase",
        Points: 3,
        On: Kinds.Asked,
        When: Answers.Refused,
        Judge: static (in step) => step.Reply.States.Equals(step.Previous.States)
            ? KeptOnceSomethingChanged(in step)
            : Judgement.Broken(
                $"the refusal of {step.Operation}", step.Previous.States, step.Reply.States));

    /// <summary>All of them, in teaching order.</summary>
    public static IReadOnlyList<PagesLaw> All { get; } =
    [
        FramesAndPagesArePaired,
        MemoryIsSeenAtADistance,
        ClaimedFramesBelongToSomebody,
        ReferencesAreCounted,
        TheLastReferenceFrees,
        FreedFramesAreClean,
        NothingIsDroppedTwice,
        CountsDoNotGoRound,
        MappingsHoldReferences,
        FlagsAreIndependent,
        TestsTellWhatWasThere,
        PagesTogetherLaws.OneWinsAFlag,
        PagesTogetherLaws.NothingIsLost,
        ReservedFramesStay,
        OthersAreUntouched,
        DescriptionsAreSmall,
        MisuseIsRefused,
        RefusalsChangeNothing,
        CommonLaws<PagesOperation, PagesReply, PagesModel>.NoThrow("PAGE", 2),
        CommonLaws<PagesOperation, PagesReply, PagesModel>.Terminates("PAGE", 2),
    ];

    private static bool IsAbout(PagesOperation operation, Pfn frame) =>
        operation is Concurrently { What: var what }
            ? what.Calls.Any(call => call.Operation.Frame == frame)
            : (operation.Kind & Kinds.Changes) != 0 && operation.Frame == frame;

    // Accepted misuse that a law of its own tells of.
    private static bool IsForAnotherLaw(PagesOperation operation, Errno errno) => errno switch
    {
        Errno.EPERM => true,
        Errno.EBUSY => true,
        Errno.ENOMEM => true,
        Errno.ENOENT => operation is Put or Unmap,
        _ => false,
    };
}
