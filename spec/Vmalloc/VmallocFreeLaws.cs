using static MmVerify.Spec.VmallocOperation;
using VmallocLaw = MmVerify.Spec.Law<
    MmVerify.Spec.VmallocOperation, MmVerify.Spec.VmallocReply, MmVerify.Spec.VmallocModel>;

namespace MmVerify.Spec;

/// <summary>
/// How areas are given back, and how requests are refused.
/// </summary>
public static class VmallocFreeLaws
{
    /// <summary>VMALLOC-FREE-UNMAPS.</summary>
    public static VmallocLaw FreedPagesAreUnmapped { get; } = new(
        Id: "VMALLOC-FREE-UNMAPS",
        Statement: "When an area was freed, none of its pages is mapped.",
        Why: "Its frames are somebody else's by then: who still uses the old address writes to them.",
        Source: "Linux mm/vmalloc.c, remove_vm_area and vunmap_range_noflush",
        Points: 6,
        On: Kinds.Frees,
        When: Answers.Done,
        Judge: static (in step) =>
        {
            if (step.Model.AreaAt(step.Reply.Address) is not VmallocArea area)
            {
                return Judgement.Silent;
            }

            LowerAccounts accounts = step.Model.AccountsAfter(in step.Reply);
            foreach (VirtAddr page in area.Pages)
            {
                if (accounts.FrameAt(page) is Pfn frame)
                {
                    return Judgement.Broken(
                        $"{page}, a page of {area}, which was freed", "not mapped", $"mapped to {frame}");
                }
            }

            return Judgement.Kept;
        });

    /// <summary>VMALLOC-FREE-RETURNS.</summary>
    public static VmallocLaw FreedFramesAreReturned { get; } = new(
        Id: "VMALLOC-FREE-RETURNS",
        Statement: "When an area was freed, all of its frames are given back; when nothing is handed out, "
            + "none is held.",
        Why: "Who frees because memory is short needs it now.",
        Source: "Linux mm/vmalloc.c, vfree: __free_page for each of vm->nr_pages",
        Points: 6,
        On: Kinds.Frees,
        When: Answers.Done,
        Judge: static (in step) =>
        {
            if (step.Model.AreaAt(step.Reply.Address) is not VmallocArea area)
            {
                return Judgement.Silent;
            }

            LowerAccounts accounts = step.Model.AccountsAfter(in step.Reply);
            foreach (VirtAddr page in area.Pages)
            {
                if (accounts.FrameBefore(page) is Pfn frame && accounts.Holds(frame))
                {
                    return Judgement.Broken(
                        $"{frame}, which was {page} of {area}", "given back", "still held");
                }
            }

            long left = step.Model.Setup.Memory.PageCount - step.Model.FreeFrames - area.PageCount;
            return accounts.FramesHeld <= left
                ? Judgement.Kept
                : Judgement.Broken(
                    "the frames that are held", $"{left}, for what is handed out", accounts.FramesHeld);
        });

    /// <summary>VMALLOC-ACCEPTS-FREE.</summary>
    public static VmallocLaw FreesAreAccepted { get; } = new(
        Id: "VMALLOC-ACCEPTS-FREE",
        Statement: "An area that was handed out can be given back, once, by its first address.",
        Why: "An area that cannot be given back is lost.",
        Source: "Linux mm/vmalloc.c, vfree",
        Points: 1,
        On: Kinds.Frees,
        When: Answers.Either,
        Judge: static (in step) => step.Model.AreaAt(step.Reply.Address) is not VmallocArea area
                ? Judgement.Silent
            : step.Reply.Outcome.Kind == OutcomeKind.Done ? Judgement.Kept
            : Judgement.Broken(area, "taken back", step.Reply.Outcome));

    /// <summary>VMALLOC-DOUBLE-FREE.</summary>
    public static VmallocLaw DoubleFreesAreRefused { get; } = new(
        Id: "VMALLOC-DOUBLE-FREE",
        Statement: "Giving an area back a second time is refused.",
        Why: "Addresses that are free twice are handed out twice.",
        Source: "Linux mm/vmalloc.c, vfree: Trying to vfree() nonexistent vm area; CWE-415",
        Points: 2,
        On: Kinds.Frees,
        When: Answers.Either,
        Judge: static (in step) => IsMisuse(in step) && step.Model.WasFreed(step.Reply.Address)
            // In the middle of a later area it is foreign too; FreeInside asks that without a past.
            && step.Model.OwnerOf(step.Reply.Address) is null
            ? IsRefused(in step, "was given back before")
            : Judgement.Silent);

    /// <summary>VMALLOC-FOREIGN-FREE.</summary>
    public static VmallocLaw ForeignFreesAreRefused { get; } = new(
        Id: "VMALLOC-FOREIGN-FREE",
        Statement: "Giving back an address at which no area ever started is refused, inside an area too.",
        Why: "What is freed in this way is somebody's who still uses it.",
        Source: "Linux mm/vmalloc.c, vfree: Trying to vfree() bad address; CWE-590, CWE-761",
        Points: 2,
        On: Kinds.Frees,
        When: Answers.Either,
        Judge: static (in step) => IsMisuse(in step) && !step.Model.WasFreed(step.Reply.Address)
            ? IsRefused(in step, "is not the start of an area")
            : Judgement.Silent);

    /// <summary>VMALLOC-FREE-NULL.</summary>
    public static VmallocLaw NullIsFreedByDoingNothing { get; } = new(
        Id: "VMALLOC-FREE-NULL",
        Statement: "To free the null address does nothing, and is not refused.",
        Why: "Whoever cleans up after a failure frees all that might have been handed out.",
        Source: "Linux mm/vmalloc.c, vfree: if (!addr) return",
        Points: 1,
        On: Kinds.Frees,
        When: Answers.Either,
        Judge: static (in step) => step.Reply.Address.Value != 0 ? Judgement.Silent
            : step.Reply.Outcome.Kind != OutcomeKind.Done
                ? Judgement.Broken($"{step.Operation}", "ok", step.Reply.Outcome)
            : step.Model.AccountsAfter(in step.Reply).IsUnchanged ? Judgement.Kept
            : Judgement.Broken(
                $"{step.Operation}", "nothing", step.Model.AccountsAfter(in step.Reply).TellChange()));

    /// <summary>VMALLOC-REFUSES.</summary>
    public static VmallocLaw RefusalsSayWhy { get; } = new(
        Id: "VMALLOC-REFUSES",
        Statement: "A refusal says why: ENOMEM when addresses or memory are short, EINVAL when the request "
            + "makes no sense, EFAULT when an address leads nowhere.",
        Why: "A caller waits and tries again after ENOMEM; after EINVAL that would be for ever.",
        Source: "the contract, IVmallocAllocator; errno(3)",
        Points: 2,
        On: Kinds.Asked,
        When: Answers.Refused,
        Judge: static (in step) =>
        {
            Errno expected = (step.Operation.Kind & Kinds.Asks) != 0 ? Errno.EFAULT
                : step.Operation is Allocate { SizeBytes: > 0 } ? Errno.ENOMEM
                : Errno.EINVAL;
            return step.Reply.Outcome.Errno == expected
                ? Judgement.Kept
                : Judgement.Broken($"the refusal of {step.Operation}", expected, step.Reply.Outcome);
        });

    /// <summary>VMALLOC-REFUSAL-CHANGES-NOTHING.</summary>
    public static VmallocLaw RefusalsChangeNothing { get; } = new(
        Id: "VMALLOC-REFUSAL-CHANGES-NOTHING",
        Statement: "A refused request leaves what is held and mapped as it was.",
        Why: "A caller that was refused has nothing to give back, so whatever was changed stays changed.",
        Source: "the contract, IVmallocAllocator",
        Points: 2,
        On: Kinds.Asked,
        When: Answers.Refused,
        Judge: static (in step) =>
        {
            if (step.Reply.Calls.HasFailure)
            {
                return Judgement.Silent; // VMALLOC-CLEAN-FAILURE speaks of these
            }

            LowerAccounts accounts = step.Model.AccountsAfter(in step.Reply);
            return accounts.IsUnchanged
                ? Judgement.Kept
                : Judgement.Broken(
                    $"the refusal of {step.Operation}",
                    "held and mapped what was before",
                    accounts.TellChange());
        });

    private static bool IsMisuse(in Step<VmallocOperation, VmallocReply, VmallocModel> step) =>
        step.Reply.Address != default && step.Model.AreaAt(step.Reply.Address) is null;

    private static Judgement IsRefused(
        in Step<VmallocOperation, VmallocReply, VmallocModel> step, string what) =>
        step.Reply.Outcome.Kind == OutcomeKind.Refused
            ? Judgement.Kept
            : Judgement.Broken($"{step.Reply.Address}, which {what}", "refused", "taken back");
}
