using static MmVerify.Spec.PerCpuOperation;
using PerCpuLaw = MmVerify.Spec.Law<
    MmVerify.Spec.PerCpuOperation, MmVerify.Spec.PerCpuReply, MmVerify.Spec.PerCpuModel>;

namespace MmVerify.Spec;

/// <summary>
/// How lists are filled and emptied, and how seldom the page allocator is asked. Where a lower call failed,
/// PCPU-CLEAN-FAILURE speaks of all that they would say.
/// </summary>
public static class PerCpuListLaws
{
    /// <summary>PCPU-REFILL-BATCH.</summary>
    public static PerCpuLaw EmptyListsAreFilledByABatch { get; } = new(
        Id: "PCPU-REFILL-BATCH",
        Statement: "An allocation that finds its list empty takes a batch of pages from the page allocator, "
            + "or as many as it has, and no more.",
        Why: "The lock of the zone is taken once for a batch; one page at a time takes it each time, and "
            + "more than a batch keeps from others what they need.",
        Source: "Linux mm/page_alloc.c, rmqueue_bulk, nr_pcp_alloc",
        Points: 7,
        On: Kinds.Allocate,
        When: Answers.Done,
        Judge: static (in step) =>
        {
            PerCpuModel model = step.Model;
            if (model.Lists[step.Operation.Caller].Length > 0 || model.IsDry
                || step.Reply.Calls.HasFault(step.Operation.FailingCall)
                || !model.IsOwn(step.Operation, step.Reply))
            {
                return Judgement.Silent;
            }

            long expected = Math.Min(model.Setup.Batch, model.FreeFrames);
            long taken = model.AccountsAfter(in step.Reply).FramesHeld - model.HeldFrames;
            return taken == expected
                ? Judgement.Kept
                : Judgement.Broken(
                    $"the pages that {step.Operation} took, of {model.FreeFrames} free ones",
                    expected,
                    taken);
        });

    /// <summary>PCPU-FAST-PATH.</summary>
    public static PerCpuLaw MostCallsAskNothing { get; } = new(
        Id: "PCPU-FAST-PATH",
        Statement: "An allocation that finds a page on its list, and a free whose list has room, ask nothing "
            + "of the page allocator.",
        Why: "That is what the lists are for: the lock that all CPUs share is taken once per batch, and "
            + "otherwise nobody waits for anybody.",
        Source: "Linux mm/page_alloc.c, __rmqueue_pcplist, free_unref_page_commit",
        Points: 7,
        On: Kinds.Allocate | Kinds.Frees,
        When: Answers.Done,
        Judge: static (in step) =>
        {
            int count = step.Model.Lists[step.Operation.Caller].Length;
            bool isFast = step.Operation is Allocate
                ? count > 0
                : count < step.Model.Setup.High && !step.Model.IsMisuse(step.Operation, step.Reply.Page);
            return !isFast || !step.Model.IsOwn(step.Operation, step.Reply) ? Judgement.Silent
                : step.Reply.Calls.IsEmpty ? Judgement.Kept
                : Judgement.Broken(
                    $"{step.Operation}, with {count} on its list",
                    "no call of the page allocator",
                    step.Reply.Calls);
        });

    /// <summary>PCPU-HIGH.</summary>
    public static PerCpuLaw ListsAreNotLongerThanHigh { get; } = new(
        Id: "PCPU-HIGH",
        Statement: "No free leaves its list with more pages than high.",
        Why: "What one CPU hoards is memory that the others run out of.",
        Source: "Linux mm/page_alloc.c, nr_pcp_high, free_unref_page_commit",
        Points: 5,
        On: Kinds.Frees,
        When: Answers.Done,
        Judge: static (in step) =>
        {
            int cpu = step.Operation.Caller;
            PerCpuModel model = step.Model;
            int before = model.Lists[cpu].Length;
            int count = step.Reply.Lists[cpu].Length;
            return count > model.Setup.High
                ? Judgement.Broken(
                    $"the list of CPU {cpu} after {step.Operation}",
                    $"at most {model.Setup.High} pages",
                    count)
                : before == model.Setup.High ? Judgement.Kept
                : Judgement.Silent;
        });

    /// <summary>PCPU-FREE-BATCH.</summary>
    public static PerCpuLaw FullListsGiveABatchBack { get; } = new(
        Id: "PCPU-FREE-BATCH",
        Statement: "A free that makes its list longer than high gives a batch of pages back, no more and no "
            + "fewer.",
        Why: "Who gives back one asks again at the next free; who gives back all has none at the next "
            + "allocation.",
        Source: "Linux mm/page_alloc.c, nr_pcp_free, free_pcppages_bulk",
        Points: 4,
        On: Kinds.Frees,
        When: Answers.Done,
        Judge: static (in step) =>
        {
            PerCpuModel model = step.Model;
            if (model.Lists[step.Operation.Caller].Length != model.Setup.High
                || step.Reply.Lists[step.Operation.Caller].Length > model.Setup.High
                || model.IsMisuse(step.Operation, step.Reply.Page)
                || !model.IsOwn(step.Operation, step.Reply))
            {
                return Judgement.Silent;
            }

            long given = model.HeldFrames - model.AccountsAfter(in step.Reply).FramesHeld;
            return given == model.Setup.Batch
                ? Judgement.Kept
                : Judgement.Broken(
                    $"the pages that {step.Operation} gave back", model.Setup.Batch, given);
        });

    /// <summary>PCPU-HOT-FIRST, a policy.</summary>
    public static PerCpuLaw HotPagesComeFirst { get; } = new(
        Id: "PCPU-HOT-FIRST",
        Statement: "An allocation hands out the page of its list that was freed last.",
        Why: "What that CPU used last is still in its cache.",
        Source: "Linux mm/page_alloc.c, free_unref_page_commit: list_add to the head",
        Points: 4,
        On: Kinds.Allocate,
        When: Answers.Done,
        IsPolicy: true,
        Judge: static (in step) => step.Model.HottestOf(step.Operation.Caller) is not Pfn hottest
            ? Judgement.Silent
            : step.Reply.Page == hottest ? Judgement.Kept
            : Judgement.Broken($"the page of {step.Operation}", hottest, step.Reply.Page));

    /// <summary>PCPU-DRAIN.</summary>
    public static PerCpuLaw DrainedListsAreEmpty { get; } = new(
        Id: "PCPU-DRAIN",
        Statement: "After a drain the list is empty; after a drain of all CPUs, every list is.",
        Why: "Who drains needs a page that one of the lists may have, or takes the memory or the CPU away.",
        Source: "Linux mm/page_alloc.c, drain_pages_zone, __drain_all_pages",
        Points: 6,
        On: Kinds.Drains,
        When: Answers.Done,
        Judge: static (in step) =>
        {
            if (step.Model.IsMisuse(step.Operation, default))
            {
                return Judgement.Silent;
            }

            Judgement judgement = Judgement.Silent;
            foreach (int cpu in step.Model.DrainedBy(step.Operation))
            {
                if (!step.Reply.Lists[cpu].IsEmpty)
                {
                    return Judgement.Broken(
                        $"the list of CPU {cpu} after {step.Operation}",
                        "empty",
                        PerCpuLists.Tell(step.Reply.Lists[cpu]));
                }

                judgement = step.Model.Lists[cpu].IsEmpty ? judgement : Judgement.Kept;
            }

            return judgement;
        });

    /// <summary>PCPU-FAILS-ONLY-WHEN-DRY.</summary>
    public static PerCpuLaw RequestsFailOnlyWhenNothingIsLeft { get; } = new(
        Id: "PCPU-FAILS-ONLY-WHEN-DRY",
        Statement: "An allocation is refused only when its list is empty and the page allocator has no page "
            + "left; fewer than a batch will do.",
        Why: "The last pages are as good as the first, and whoever asks for one needs one.",
        Source: "Linux mm/page_alloc.c, __rmqueue_pcplist: fails when the list is empty after rmqueue_bulk",
        Points: 4,
        On: Kinds.Allocate,
        When: Answers.Either,
        Judge: static (in step) =>
        {
            PerCpuModel model = step.Model;
            int count = model.Lists[step.Operation.Caller].Length;
            bool isFault = step.Reply.Calls.HasFault(step.Operation.FailingCall);
            return step.Reply.Outcome.Kind == OutcomeKind.Done
                ? count == 0 && model.FreeFrames < model.Setup.Batch ? Judgement.Kept : Judgement.Silent
                : count == 0 && (model.FreeFrames == 0 || isFault) ? Judgement.Silent
                : Judgement.Broken(
                    $"{step.Operation}, with {count} on its list and {model.FreeFrames} free",
                    "a page",
                    step.Reply.Outcome);
        });
}
