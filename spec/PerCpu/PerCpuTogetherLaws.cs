using static MmVerify.Spec.PerCpuOperation;
using PerCpuLaw = MmVerify.Spec.Law<
    MmVerify.Spec.PerCpuOperation, MmVerify.Spec.PerCpuReply, MmVerify.Spec.PerCpuModel>;

namespace MmVerify.Spec;

/// <summary>
/// What is kept while several CPUs are at work: each list is used by its CPU and by those who drain it, and
/// the page allocator by one CPU at a time. Only calls that really overlapped say anything.
/// </summary>
public static class PerCpuTogetherLaws
{
    private const string Elsewhere = "no two calls that used words of SharedMemory overlapped: "
        + "keep what CPUs share in such words";

    /// <summary>PCPU-LINEARIZABLE.</summary>
    public static PerCpuLaw OrdersExplainWhatHappened { get; } = new(
        Id: "PCPU-LINEARIZABLE",
        Statement: "What several CPUs do at once comes to what it comes to one after the other, in some "
            + "order: for each page, and for each list.",
        Why: "Who empties a list for its CPU does so while the CPU uses it: without a lock a page is in two "
            + "hands, or in none.",
        Source: "Linux mm/page_alloc.c, pcp->lock, which made drain_all_pages work from afar in 6.2; "
            + "Herlihy and Wing, TOPLAS 1990",
        Points: 8,
        On: Kinds.Concurrently,
        When: Answers.Done,
        Judge: static (in step) =>
        {
            // What is left behind where memory runs short is PCPU-CLEAN-FAILURE's to tell.
            if (step.Reply.Calls.HasFailure)
            {
                return Judgement.Silent;
            }

            ConcurrentHistory history = step.Reply.History;
            bool isWitness = history.Calls.Index().Any(call =>
                call.Item.Answer.Outcome.Kind == OutcomeKind.Done && history.Overlaps(call.Index));
            return !isWitness ? Judgement.Silent
                : step.Model.WhyNotExplained(step.Operation, in step.Reply) is string part
                    ? Judgement.Broken(part, "what some order of the calls comes to", Outcomes(in step))
                : Judgement.Kept;
        })
    {
        Hint = Elsewhere,
        IsOfOverlaps = true,
    };

    /// <summary>PCPU-ZONE-LOCK.</summary>
    public static PerCpuLaw OneCpuAsksAtATime { get; } = new(
        Id: "PCPU-ZONE-LOCK",
        Statement: "Never are two CPUs in the page allocator at the same time.",
        Why: "Its free lists are shared by all CPUs, and two who change one at once break it.",
        Source: "Linux mm/page_alloc.c, spin_lock_irqsave(&zone->lock) in rmqueue_bulk and "
            + "free_pcppages_bulk",
        Points: 6,
        On: Kinds.Concurrently,
        When: Answers.Done,
        Judge: static (in step) =>
        {
            Concurrent<PerCpuOperation> what = ((Concurrently)step.Operation).What;
            ConcurrentHistory history = step.Reply.History;
            return step.Reply.HasCollided
                ? Judgement.Broken(step.Operation, "one CPU in the page allocator at a time", "two")
                : what.AreOfSeveralCpus(step.Reply.Callers.Where(history.Overlaps))
                    ? Judgement.Kept
                : Judgement.Silent;
        })
    {
        Hint = Elsewhere,
        IsOfOverlaps = true,
    };

    private static string Outcomes(in Step<PerCpuOperation, PerCpuReply, PerCpuModel> step)
    {
        Concurrent<PerCpuOperation> what = ((Concurrently)step.Operation).What;
        ConcurrentHistory history = step.Reply.History;
        IEnumerable<string> answers = what.Calls.Select((call, i) =>
            $"{call.Operation} -> {PerCpuReply.Tell(call.Operation.Kind, history.Calls[i].Answer)}");
        return $"{string.Join(", ", answers)}, then {step.Reply.Lists}";
    }
}
