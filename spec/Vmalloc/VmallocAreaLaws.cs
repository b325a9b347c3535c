using static MmVerify.Spec.VmallocOperation;
using VmallocLaw = MmVerify.Spec.Law<
    MmVerify.Spec.VmallocOperation, MmVerify.Spec.VmallocReply, MmVerify.Spec.VmallocModel>;

namespace MmVerify.Spec;

/// <summary>
/// Where areas may lie, and which requests have to be refused. Which of several places is used is open: no
/// required law asks for one.
/// </summary>
public static class VmallocAreaLaws
{
    /// <summary>VMALLOC-IN-RANGE.</summary>
    public static VmallocLaw AreasLieInTheRange { get; } = new(
        Id: "VMALLOC-IN-RANGE",
        Statement: "An area and its guard lie in the range, and nothing outside is mapped or unmapped.",
        Why: "Behind the range others live: modules, fixed mappings, the direct map of all memory.",
        Source: "Linux arch/x86/include/asm/pgtable_64_types.h, VMALLOC_START and VMALLOC_END",
        Points: 4,
        On: Kinds.All,
        When: Answers.Either,
        Judge: static (in step) =>
        {
            VmallocArea range = step.Model.Setup.Range;
            foreach (VirtAddr page in step.Model.AccountsAfter(in step.Reply).ChangedPages())
            {
                if (!range.HasPage(page))
                {
                    return Judgement.Broken(page, $"pages of {range} and no others", "mapped or unmapped");
                }
            }

            return !step.Reply.IsLoan || step.Model.IsTooBig((Allocate)step.Operation) ? Judgement.Silent
                : step.Model.IsInRange(AreaOf(in step)) ? Judgement.Kept
                : Judgement.Broken($"{AreaOf(in step)} and its guard", $"inside {range}", "not inside");
        });

    /// <summary>VMALLOC-PAGE-ALIGNED.</summary>
    public static VmallocLaw AreasStartAtAPage { get; } = new(
        Id: "VMALLOC-PAGE-ALIGNED",
        Statement: "An area starts at the start of a page.",
        Why: "Pages are what is mapped: where an area starts inside one, its end is not where its owner "
            + "believes, and vfree does not know it again.",
        Source: "Linux mm/vmalloc.c, vfree: Trying to vfree() bad address",
        Points: 2,
        On: Kinds.Allocate,
        When: Answers.Done,
        Judge: static (in step) => step.Reply.Address.IsPageStart
            ? Judgement.Kept
            : Judgement.Broken(
                step.Reply.Address,
                $"a multiple of {Page.SizeBytes}",
                $"{step.Reply.Address.OffsetInPage} behind one"));

    /// <summary>VMALLOC-DISJOINT.</summary>
    public static VmallocLaw AreasAreDisjoint { get; } = new(
        Id: "VMALLOC-DISJOINT",
        Statement: "An area shares no page with another area.",
        Why: "Two owners of one address overwrite each other's data.",
        Source: "Linux mm/vmalloc.c, insert_vmap_area and its WARN of overlaps",
        Points: 8,
        On: Kinds.Allocate,
        When: Answers.Done,
        Judge: static (in step) => !step.Model.IsPossible((Allocate)step.Operation) ? Judgement.Silent
            : step.Model.OverlappedBy(AreaOf(in step)) is VmallocArea other
                ? Judgement.Broken(AreaOf(in step), "pages that belong to nobody", $"some are of {other}")
            : Judgement.Kept);

    /// <summary>VMALLOC-GUARD.</summary>
    public static VmallocLaw GuardsStayUnmapped { get; } = new(
        Id: "VMALLOC-GUARD",
        Statement: "The page behind an area is its guard: it is not mapped and belongs to no area.",
        Why: "Who writes past the end of an area faults at once, in the place of spoiling its neighbour.",
        Source: "Linux mm/vmalloc.c, __get_vm_area_node: size += PAGE_SIZE",
        Points: 6,
        On: Kinds.Allocate,
        When: Answers.Done,
        Judge: static (in step) =>
        {
            VmallocArea area = AreaOf(in step);
            VmallocModel model = step.Model;
            if (!model.IsPossible((Allocate)step.Operation) || model.OverlappedBy(area) is not null)
            {
                return Judgement.Silent;
            }

            if (model.OwnerOf(area.Guard) is VmallocArea behind)
            {
                return Judgement.Broken(area.Guard, $"the guard of {area}", $"the first page of {behind}");
            }

            if (model.AccountsAfter(in step.Reply).FrameAt(area.Guard) is Pfn frame)
            {
                return Judgement.Broken(
                    $"{area.Guard}, the guard of {area}", "not mapped", $"mapped to {frame}");
            }

            return model.GuardedBy(area.Start.PageStart) is VmallocArea before
                ? Judgement.Broken(area.Start, $"the guard of {before}", $"the first page of {area}")
                : Judgement.Kept;
        });

    /// <summary>VMALLOC-EMPTY-REFUSED.</summary>
    public static VmallocLaw NothingIsRefused { get; } = new(
        Id: "VMALLOC-EMPTY-REFUSED",
        Statement: "A request for 0 bytes is refused.",
        Why: "An area without pages has no address of its own, so nobody could give it back.",
        Source: "Linux mm/vmalloc.c, __vmalloc_node_range: WARN_ON_ONCE(!size)",
        Points: 2,
        On: Kinds.Allocate,
        When: Answers.Either,
        Judge: static (in step) => ((Allocate)step.Operation).SizeBytes > 0 ? Judgement.Silent
            : step.Reply.Outcome.Kind == OutcomeKind.Refused ? Judgement.Kept
            : Judgement.Broken($"{step.Operation}", "refused", step.Reply));

    /// <summary>VMALLOC-TOO-BIG.</summary>
    public static VmallocLaw TooMuchIsRefused { get; } = new(
        Id: "VMALLOC-TOO-BIG",
        Statement: "A request for more pages than all memory has, or the range with a guard, is refused.",
        Why: "Sizes come from outside: where rounding up overflows, the largest becomes the smallest.",
        Source: "Linux mm/vmalloc.c, __vmalloc_node_range: (size >> PAGE_SHIFT) > totalram_pages()",
        Points: 3,
        On: Kinds.Allocate,
        When: Answers.Either,
        Judge: static (in step) => !step.Model.IsTooBig((Allocate)step.Operation) ? Judgement.Silent
            : step.Reply.Outcome.Kind == OutcomeKind.Refused ? Judgement.Kept
            : Judgement.Broken(
                $"{step.Operation}, {((Allocate)step.Operation).PageCount} pages",
                $"refused: there are {step.Model.Setup.Memory.PageCount} frames "
                    + $"and {step.Model.Setup.Range.PageCount} pages of addresses",
                step.Reply));

    /// <summary>VMALLOC-REUSES-HOLES.</summary>
    public static VmallocLaw HolesAreReused { get; } = new(
        Id: "VMALLOC-REUSES-HOLES",
        Statement: "A request is refused for want of addresses only when no run of pages that belong to no "
            + "area is long enough; what was freed is free, and runs side by side are one.",
        Why: "On a 32-bit machine there are 120 MiB of these addresses, and a driver that comes and goes "
            + "would use them up.",
        Source: "Linux mm/vmalloc.c, alloc_vmap_area, merge_or_add_vmap_area, __purge_vmap_area_lazy",
        Points: 6,
        On: Kinds.Allocate,
        When: Answers.Either,
        Judge: static (in step) =>
        {
            var request = (Allocate)step.Operation;
            VmallocModel model = step.Model;
            VirtAddr? place = model.LowestPlaceFor(request.PageCount);
            return request.PageCount > model.FreeFrames || !model.IsPossible(request) ? Judgement.Silent
                : step.Reply.Outcome.Kind == OutcomeKind.Done || place is null ? Judgement.Kept
                : model.HasFailed || step.Reply.Calls.HasFault(request.Failing)
                    || step.Reply.LacksFrames(request)
                    ? Judgement.Silent
                : Judgement.Broken(
                    $"{request}, {request.PageCount} pages", $"an area, at {place} for example", step.Reply);
        });

    /// <summary>VMALLOC-LOWEST, a policy.</summary>
    public static VmallocLaw TheLowestPlaceIsUsed { get; } = new(
        Id: "VMALLOC-LOWEST",
        Statement: "An area is placed at the lowest address at which it fits.",
        Why: "What is handed out stays together, and the long runs at the other end stay long.",
        Source: "Linux mm/vmalloc.c, find_vmap_lowest_match, once freed addresses were purged",
        Points: 4,
        On: Kinds.Allocate,
        When: Answers.Done,
        IsPolicy: true,
        Judge: static (in step) =>
        {
            VirtAddr? lowest = step.Model.LowestPlaceFor(((Allocate)step.Operation).PageCount);
            return lowest is null ? Judgement.Silent
                : step.Reply.Address == lowest ? Judgement.Kept
                : Judgement.Broken(AreaOf(in step), lowest, step.Reply.Address);
        });

    private static VmallocArea AreaOf(in Step<VmallocOperation, VmallocReply, VmallocModel> step) =>
        new(step.Reply.Address, ((Allocate)step.Operation).PageCount);
}
