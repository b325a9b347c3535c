using static MmVerify.Spec.PerCpuVariablesJudgements;
using static MmVerify.Spec.PerCpuVariablesOperation;
using Common = MmVerify.Spec.CommonLaws<
    MmVerify.Spec.PerCpuVariablesOperation,
    MmVerify.Spec.PerCpuVariablesReply,
    MmVerify.Spec.PerCpuVariablesModel>;
using VariablesLaw = MmVerify.Spec.Law<
    MmVerify.Spec.PerCpuVariablesOperation,
    MmVerify.Spec.PerCpuVariablesReply,
    MmVerify.Spec.PerCpuVariablesModel>;

namespace MmVerify.Spec;

/// <summary>
/// What per-CPU variables keep: each CPU has its copy, who uses it is not moved meanwhile, and who must not
/// be moved does not sleep.
/// </summary>
public static class PerCpuVariablesLaws
{
    /// <summary>PCPUVAR-INITIAL.</summary>
    public static VariablesLaw CopiesStartAlike { get; } = new(
        Id: "PCPUVAR-INITIAL",
        Statement: "At first every CPU's copy of every variable has the initial value.",
        Why: "A CPU that comes up later counts from where the others began.",
        Source: "Linux mm/percpu.c, pcpu_embed_first_chunk: copies __per_cpu_load to each unit",
        Points: 5,
        On: Kinds.Create | Kinds.Get | Kinds.Read,
        When: Answers.Done,
        Judge: static (in step) =>
        {
            if (step.Operation is Create)
            {
                return ChangeOf(in step, "at first") ?? Judgement.Silent;
            }

            // PCPUVAR-TELLS speaks of what is told otherwise.
            bool isFirst = step.Reply.Value == step.Model.Setup.Initial
                && step.Model.WhyRefused(step.Operation) == Errno.None
                && step.Model.ValueOf(step.Operation) == step.Reply.Value;
            return isFirst ? Judgement.Kept : Judgement.Silent;
        });

    /// <summary>PCPUVAR-ISOLATED.</summary>
    public static VariablesLaw OtherCopiesStay { get; } = new(
        Id: "PCPUVAR-ISOLATED",
        Statement: "What a task writes or adds changes the copy of the CPU on which it runs and no other; "
            + "nothing else changes any.",
        Why: "Each CPU believes that nobody else writes to its copy, and takes no lock.",
        Source: "Linux include/linux/percpu-defs.h, this_cpu_ptr; "
            + "Documentation/core-api/this_cpu_ops.rst",
        Points: 14,
        On: Kinds.Asked,
        When: Answers.Done,
        Judge: static (in step) => ChangeOfAnother(in step)
            ?? (step.Operation is Write or Add ? Judgement.Kept : Judgement.Silent));

    /// <summary>PCPUVAR-TELLS.</summary>
    public static VariablesLaw WhatWasWrittenIsTold { get; } = new(
        Id: "PCPUVAR-TELLS",
        Statement: "A copy is what was written and added to it, all 64 bits of it, and that is what is told "
            + "of it and of the sum.",
        Why: "A counter that is cut off, or read on another CPU, is no counter.",
        Source: "Linux include/asm-generic/percpu.h; fix this_cpu_write() casting on arm64",
        Points: 10,
        On: Kinds.Tells | Kinds.Changes,
        When: Answers.Done,
        Judge: static (in step) =>
        {
            PerCpuVariablesModel model = step.Model;
            PerCpuVariablesOperation operation = step.Operation;
            if (model.WhyRefused(operation) != Errno.None || ChangeOfAnother(in step) is not null)
            {
                return Judgement.Silent;
            }

            bool isTold = (operation.Kind & Kinds.Tells) != 0;
            long expected = isTold ? model.ValueOf(operation) : model.CopyAfter(operation);
            long actual = isTold ? step.Reply.Value : OwnCopy(in step);
            return actual == expected
                ? model.HasChanged ? Judgement.Kept : Judgement.Silent
                : Judgement.Broken(
                    isTold ? $"{operation}" : $"variable {operation.Of} of CPU {model.CpuOf(operation)}",
                    expected,
                    actual);
        });

    /// <summary>PCPUVAR-PREEMPT-BALANCE.</summary>
    public static VariablesLaw PreemptionIsBalanced { get; } = new(
        Id: "PCPUVAR-PREEMPT-BALANCE",
        Statement: "A get disables preemption and the put that ends it enables it; nothing else leaves it "
            + "otherwise than it was, no refusal either, and a put without a get is refused.",
        Why: "A task that stays unpreemptible keeps its CPU from all others; one that believes to be is "
            + "moved in the middle.",
        Source: "Linux include/linux/preempt.h, preempt_disable; kexec: fix double get_cpu() imbalance",
        Points: 12,
        On: Kinds.Asked,
        When: Answers.Either,
        Judge: static (in step) => IsNested(in step) ? Judgement.Silent : IsBalanced(in step));

    /// <summary>PCPUVAR-NESTS.</summary>
    public static VariablesLaw GetsNest { get; } = new(
        Id: "PCPUVAR-NESTS",
        Statement: "A get inside of another is undone by its own put: preemption stays disabled until the "
            + "outermost one is.",
        Why: "Who calls a function that uses a variable of its own must not become preemptible by that.",
        Source: "Linux include/linux/preempt.h, __preempt_count_dec_and_test",
        Points: 10,
        On: Kinds.Get | Kinds.Put,
        When: Answers.Done,
        Judge: static (in step) => IsNested(in step) ? IsBalanced(in step) : Judgement.Silent);

    /// <summary>PCPUVAR-PINNED.</summary>
    public static VariablesLaw WritersStay { get; } = new(
        Id: "PCPUVAR-PINNED",
        Statement: "A copy is written only while preemption is disabled.",
        Why: "The task computed the value on one CPU and may be on another when it writes.",
        Source: "Linux lib/smp_processor_id.c, __this_cpu_preempt_check; "
            + "blktrace: fix __this_cpu_read/write in preemptible context",
        Points: 6,
        On: Kinds.Write,
        When: Answers.Either,
        Judge: static (in step) => step.Model.WhyRefused(step.Operation) != Errno.EPERM ? Judgement.Silent
            : step.Reply.Outcome.Kind == OutcomeKind.Refused ? Judgement.Kept
            : Judgement.Broken(
                $"{step.Operation}, preemptible", $"{Errno.EPERM}", step.Reply.Outcome));

    /// <summary>PCPUVAR-NO-SLEEP.</summary>
    public static VariablesLaw WhoIsPinnedDoesNotSleep { get; } = new(
        Id: "PCPUVAR-NO-SLEEP",
        Statement: "While preemption is disabled nobody sleeps: it is refused, and the CPU is not given "
            + "away.",
        Why: "Another task would run on this CPU, use the same copy, and the one that sleeps would wake up "
            + "elsewhere.",
        Source: "Linux kernel/sched/core.c, __schedule_bug: BUG: scheduling while atomic",
        Points: 10,
        On: Kinds.Asked,
        When: Answers.Either,
        Judge: static (in step) =>
        {
            bool isPinned = step.Model.CountOf(step.Operation) > 0;
            return isPinned && step.Reply.Sleeps > 0
                ? Judgement.Broken(
                    $"{step.Operation}, with preemption disabled",
                    "the task keeps its CPU",
                    "it gave it away: scheduling while atomic")
                : !isPinned || step.Operation is not Sleep ? Judgement.Silent
                : step.Reply.Outcome.Kind == OutcomeKind.Refused ? Judgement.Kept
                : Judgement.Broken(
                    $"{step.Operation}, with preemption disabled",
                    $"{Errno.EBUSY}",
                    step.Reply.Outcome);
        });

    /// <summary>PCPUVAR-SUM.</summary>
    public static VariablesLaw NoAdditionIsLost { get; } = new(
        Id: "PCPUVAR-SUM",
        Statement: "What several tasks add at once, while the scheduler moves them, is what the sum of all "
            + "copies has grown by.",
        Why: "Who reads a copy, is moved, and writes it back undoes what the CPU has counted meanwhile.",
        Source: "Linux Documentation/core-api/this_cpu_ops.rst: this_cpu operations are atomic against "
            + "preemption",
        Points: 16,
        On: Kinds.Concurrently,
        When: Answers.Done,
        Judge: static (in step) =>
        {
            Concurrent<PerCpuVariablesOperation> what = ((Concurrently)step.Operation).What;
            ConcurrentHistory history = step.Reply.History;
            if (!what.Calls.Index().Any(call => call.Item.Operation is Add && history.Overlaps(call.Index)))
            {
                return Judgement.Silent;
            }

            if (step.Model.LostIn(what, step.Reply.State) is int variable)
            {
                return Judgement.Broken(
                    $"the sum of variable {variable}, {step.Model.State.Sum(variable)} before",
                    step.Model.SumAfter(what, variable),
                    $"{step.Reply.State.Sum(variable)}, of {step.Reply.State}");
            }

            return Judgement.Kept;
        })
    {
        Hint = "no two calls that used words of SharedMemory overlapped: keep the copies in such words",
        IsOfOverlaps = true,
    };

    /// <summary>PCPUVAR-ACCEPTS.</summary>
    public static VariablesLaw RightCallsAreDone { get; } = new(
        Id: "PCPUVAR-ACCEPTS",
        Statement: "What is right is done, and who may sleep gives the CPU away, once.",
        Why: "Who refuses what is right is of no use.",
        Source: "the contract, IPerCpuVariables",
        Points: 4,
        On: Kinds.Asked,
        When: Answers.Either,
        Judge: static (in step) =>
        {
            if (step.Model.WhyRefused(step.Operation) != Errno.None)
            {
                return Judgement.Silent;
            }

            int sleeps = step.Operation is Sleep ? 1 : 0;
            bool mayTell = step.Model.CountOf(step.Operation) == 0;
            return step.Reply.Outcome.Kind == OutcomeKind.Refused
                ? Judgement.Broken(step.Operation, "done", step.Reply.Outcome)
                : step.Reply.Sleeps == sleeps ? Judgement.Kept
                : mayTell ? Judgement.Broken(
                    $"how often {step.Operation} gave the CPU away", sleeps, step.Reply.Sleeps)
                : Judgement.Silent;
        });

    /// <summary>PCPUVAR-REFUSES.</summary>
    public static VariablesLaw RefusalsSayWhy { get; } = new(
        Id: "PCPUVAR-REFUSES",
        Statement: "What names no variable or no CPU is refused with EINVAL, what is done while preemptible "
            + "and must not be with EPERM, and sleep while it is disabled with EBUSY.",
        Why: "Each of them is mended in another place.",
        Source: "the contract, IPerCpuVariables",
        Points: 5,
        On: Kinds.Asked,
        When: Answers.Either,
        Judge: static (in step) =>
        {
            Errno expected = step.Model.WhyRefused(step.Operation);
            bool isOthers = expected != Errno.EINVAL && step.Reply.Outcome.Kind == OutcomeKind.Done;
            return expected == Errno.None || isOthers ? Judgement.Silent
                : step.Reply.Outcome.Errno == expected ? Judgement.Kept
                : Judgement.Broken(step.Operation, expected, step.Reply.Outcome);
        });

    /// <summary>PCPUVAR-REFUSAL-CHANGES-NOTHING.</summary>
    public static VariablesLaw RefusalsChangeNothing { get; } = new(
        Id: "PCPUVAR-REFUSAL-CHANGES-NOTHING",
        Statement: "What is refused changes no copy.",
        Why: "Who was refused believes that nothing happened.",
        Source: "the contract, IPerCpuVariables",
        Points: 6,
        On: Kinds.Asked,
        When: Answers.Refused,
        Judge: static (in step) =>
            ChangeOf(in step, $"after {step.Operation}, which was refused") ?? Judgement.Kept);

    /// <summary>All of them, in teaching order.</summary>
    public static IReadOnlyList<VariablesLaw> All { get; } =
    [
        CopiesStartAlike,
        OtherCopiesStay,
        WhatWasWrittenIsTold,
        PreemptionIsBalanced,
        GetsNest,
        WritersStay,
        WhoIsPinnedDoesNotSleep,
        NoAdditionIsLost,
        RightCallsAreDone,
        RefusalsSayWhy,
        RefusalsChangeNothing,
        Common.NoThrow("PCPUVAR", 1),
        Common.Terminates("PCPUVAR", 1),
    ];
}
