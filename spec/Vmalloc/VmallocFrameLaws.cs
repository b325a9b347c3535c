using static MmVerify.Spec.VmallocOperation;
using VmallocLaw = MmVerify.Spec.Law<
    MmVerify.Spec.VmallocOperation, MmVerify.Spec.VmallocReply, MmVerify.Spec.VmallocModel>;

namespace MmVerify.Spec;

/// <summary>
/// What pages are mapped to. They are judged by what was asked of the lower layers, at the step that asked
/// it; where a lower call failed, VMALLOC-CLEAN-FAILURE speaks of all that they would say.
/// </summary>
public static class VmallocFrameLaws
{
    /// <summary>VMALLOC-CONTIGUOUS.</summary>
    public static VmallocLaw AreasHaveNoGaps { get; } = new(
        Id: "VMALLOC-CONTIGUOUS",
        Statement: "When an area is handed out its pages are mapped, from the first one on without a gap, "
            + "and no other page is.",
        Why: "The kernel does not expect to fault on its own memory: there nobody could bring in a page.",
        Source: "Linux mm/vmalloc.c, vmap_pages_range",
        Points: 5,
        On: Kinds.Allocate,
        When: Answers.Done,
        Judge: static (in step) =>
        {
            var request = (Allocate)step.Operation;
            if (!step.Model.IsPossible(request) || step.Reply.Calls.HasFailure)
            {
                return Judgement.Silent;
            }

            VmallocArea area = AreaOf(in step);
            LowerAccounts accounts = step.Model.AccountsAfter(in step.Reply);
            foreach (VirtAddr page in area.Pages.Take((int)request.WholePages))
            {
                if (accounts.FrameAt(page) is null)
                {
                    return Judgement.Broken(page, $"mapped: it is a page of {area}", "not mapped");
                }
            }

            foreach (VirtAddr page in accounts.ChangedPages())
            {
                if (area.IndexOf(page) < 0 && accounts.FrameBefore(page) is null)
                {
                    return Judgement.Broken(page, $"not mapped: it is no page of {area}", "mapped");
                }
            }

            return Judgement.Kept;
        });

    /// <summary>VMALLOC-BACKED.</summary>
    public static VmallocLaw PagesHaveFramesOfTheirOwn { get; } = new(
        Id: "VMALLOC-BACKED",
        Statement: "Each page of an area is mapped to a frame of its own: one that the page allocator handed "
            + "out, and to which no other page is mapped.",
        Why: "A frame that is two pages changes behind its owner's back; one that was never asked for is "
            + "somebody else's memory.",
        Source: "Linux mm/vmalloc.c, vm_area_alloc_pages; "
            + "fix page mapping if vm_area_alloc_pages() with high order fallback to order 0",
        Points: 7,
        On: Kinds.Allocate,
        When: Answers.Done,
        Judge: static (in step) =>
        {
            if (!step.Model.IsPossible((Allocate)step.Operation) || step.Reply.Calls.HasFailure)
            {
                return Judgement.Silent;
            }

            LowerAccounts accounts = step.Model.AccountsAfter(in step.Reply);
            foreach (VirtAddr page in AreaOf(in step).Pages)
            {
                if (accounts.FrameAt(page) is not Pfn frame)
                {
                    continue;
                }

                if (!accounts.Holds(frame))
                {
                    return Judgement.Broken(
                        page, "a frame that was handed out", $"mapped to {frame}, which was not");
                }

                if (accounts.UsesOf(frame) > 1)
                {
                    return Judgement.Broken(
                        page,
                        "a frame of its own",
                        $"mapped to {frame}, as {accounts.UsesOf(frame)} pages are");
                }
            }

            return Judgement.Kept;
        });

    /// <summary>VMALLOC-ROUNDS-UP.</summary>
    public static VmallocLaw TheLastPageCounts { get; } = new(
        Id: "VMALLOC-ROUNDS-UP",
        Statement: "An area has a page for every byte, the last one too when it is used only in part.",
        Why: "4097 bytes need two pages; with one, the last byte is in the guard.",
        Source: "Linux mm/vmalloc.c, __vmalloc_node_range: size = PAGE_ALIGN(size)",
        Points: 3,
        On: Kinds.Allocate,
        When: Answers.Done,
        Judge: static (in step) =>
        {
            var request = (Allocate)step.Operation;
            if (!request.HasPartialPage || !step.Model.IsPossible(request) || step.Reply.Calls.HasFailure)
            {
                return Judgement.Silent;
            }

            VirtAddr last = AreaOf(in step).Page(request.PageCount - 1);
            return step.Model.AccountsAfter(in step.Reply).FrameAt(last) is not null
                ? Judgement.Kept
                : Judgement.Broken(
                    last,
                    $"mapped: {request.SizeBytes} bytes need {request.PageCount} pages",
                    "not mapped");
        });

    /// <summary>VMALLOC-BEATS-FRAGMENTATION.</summary>
    public static VmallocLaw ScatteredFramesWillDo { get; } = new(
        Id: "VMALLOC-BEATS-FRAGMENTATION",
        Statement: "A request is refused for want of frames only when fewer are free than it has pages, "
            + "wherever they lie.",
        Why: "That is what vmalloc is for: after days no two free frames lie side by side, and single ones "
            + "are left in plenty.",
        Source: "Linux mm/vmalloc.c, vm_area_alloc_pages: falls back to order 0",
        Points: 8,
        On: Kinds.Allocate,
        When: Answers.Either,
        Judge: static (in step) =>
        {
            var request = (Allocate)step.Operation;
            if (step.Reply.Outcome.Kind == OutcomeKind.Done)
            {
                return step.Model.IsNeverInARow(request) ? Judgement.Kept : Judgement.Silent;
            }

            return !step.Model.CanBeMet(request) || !step.Reply.LacksFrames(request)
                || step.Reply.Calls.HasFault(request.Failing)
                ? Judgement.Silent
                : Judgement.Broken(
                    $"{step.Operation}, {request.PageCount} pages",
                    $"an area: {step.Model.FreeFrames} frames are free",
                    step.Reply);
        });

    /// <summary>VMALLOC-TO-PAGE.</summary>
    public static VmallocLaw AddressesLeadToFrames { get; } = new(
        Id: "VMALLOC-TO-PAGE",
        Statement: "The frame of an address is the one to which its page is mapped; where none is mapped "
            + "there is none.",
        Why: "Devices know frames only, and get from here the addresses to which they write.",
        Source: "Linux mm/vmalloc.c, vmalloc_to_page: NULL where nothing is mapped",
        Points: 4,
        On: Kinds.Asks,
        When: Answers.Either,
        Judge: static (in step) =>
        {
            LowerAccounts accounts = step.Model.AccountsAfter(in step.Reply);
            Pfn? expected = accounts.FrameAt(step.Reply.Address.PageStart);
            Pfn? actual = step.Reply.Outcome.Kind == OutcomeKind.Done ? step.Reply.Frame : null;
            return actual == expected
                ? Judgement.Kept
                : Judgement.Broken(
                    $"the page of {step.Reply.Address}",
                    expected is Pfn frame ? $"{frame}" : "a refusal: it is not mapped",
                    actual is Pfn told ? $"{told}" : $"{step.Reply.Outcome}");
        });

    /// <summary>VMALLOC-OTHERS-UNTOUCHED.</summary>
    public static VmallocLaw OthersAreUntouched { get; } = new(
        Id: "VMALLOC-OTHERS-UNTOUCHED",
        Statement: "No operation changes what the pages of another area are mapped to, or gives their frames "
            + "back, and asking changes nothing at all.",
        Why: "The others are in use, right now, on other processors.",
        Source: "Linux mm/vmalloc.c, vunmap_range: from va_start to va_end and no further",
        Points: 3,
        On: Kinds.Asked,
        When: Answers.Done,
        Judge: static (in step) =>
        {
            if ((step.Operation.Kind & Kinds.Frees) != 0 && step.Model.AreaAt(step.Reply.Address) is null)
            {
                return Judgement.Silent; // VMALLOC-FOREIGN-FREE and others speak of misuse
            }

            // Who asked nothing of the lower layers has changed nothing.
            if (step.Reply.Calls.IsEmpty)
            {
                return Judgement.Kept;
            }

            LowerAccounts accounts = step.Model.AccountsAfter(in step.Reply);
            bool isAsking = (step.Operation.Kind & Kinds.Asks) != 0;
            foreach (VirtAddr page in accounts.ChangedPages())
            {
                VmallocArea? owner = step.Model.OwnerOf(page);
                bool isOwn = owner is null || owner.Value.Start == step.Reply.Address;
                if (isAsking || (!isOwn && accounts.FrameBefore(page) is not null))
                {
                    return Judgement.Broken(
                        $"{page}{(owner is null ? "" : $", a page of {owner}")}",
                        $"left as it was by {step.Operation}",
                        accounts.FrameAt(page) is Pfn frame ? $"mapped to {frame}" : "unmapped");
                }
            }

            foreach (VirtAddr page in step.Model.PagesOfOthers(step.Reply.Address))
            {
                if (accounts.FrameAt(page) is Pfn frame && !accounts.Holds(frame))
                {
                    return Judgement.Broken(
                        $"{frame}, which is {page}, a page of {step.Model.OwnerOf(page)}",
                        $"left as it was by {step.Operation}",
                        "given back");
                }
            }

            return Judgement.Kept;
        });

    /// <summary>VMALLOC-NO-LEAK.</summary>
    public static VmallocLaw FramesAreMappedOrFree { get; } = new(
        Id: "VMALLOC-NO-LEAK",
        Statement: "No more frames are held than pages are mapped, and at first neither.",
        Why: "Memory that nobody uses and nobody else can have is memory lost.",
        Source: "the contract, IVmallocAllocator; Linux mm/vmalloc.c, nr_vmalloc_pages",
        Points: 3,
        On: Kinds.Create | Kinds.Allocate | Kinds.Asks,
        When: Answers.Done,
        Judge: static (in step) =>
        {
            if (step.Reply.Calls.HasFailure)
            {
                return Judgement.Silent;
            }

            LowerAccounts accounts = step.Model.AccountsAfter(in step.Reply);
            bool isFirst = step.Operation.Kind == Kinds.Create;
            return isFirst && accounts.PagesMapped > 0
                ? Judgement.Broken("the pages that are mapped at first", 0, accounts.PagesMapped)
                : accounts.FramesHeld <= accounts.PagesMapped ? Judgement.Kept
                : Judgement.Broken(
                    "the frames that are held",
                    $"at most {accounts.PagesMapped}, as many as pages are mapped",
                    accounts.FramesHeld);
        });

    private static VmallocArea AreaOf(in Step<VmallocOperation, VmallocReply, VmallocModel> step) =>
        new(step.Reply.Address, ((Allocate)step.Operation).PageCount);
}
