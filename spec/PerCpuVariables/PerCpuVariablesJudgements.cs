using static MmVerify.Spec.PerCpuVariablesOperation;

namespace MmVerify.Spec;

/// <summary>What the laws of per-CPU variables say of a step, where several say the same.</summary>
public static class PerCpuVariablesJudgements
{
    /// <summary>Whether a get is inside of another, or a put ends such a one.</summary>
    public static bool IsNested(
        in Step<PerCpuVariablesOperation, PerCpuVariablesReply, PerCpuVariablesModel> step) =>
        step.Model.WhyRefused(step.Operation) == Errno.None
            && step.Operation is Get or Put
            && step.Model.CountOf(step.Operation) >= (step.Operation is Get ? 1 : 2);

    /// <summary>The task that calls may be moved afterwards if, and only if, it has ended all its
    /// gets.</summary>
    public static Judgement IsBalanced(
        in Step<PerCpuVariablesOperation, PerCpuVariablesReply, PerCpuVariablesModel> step)
    {
        bool expected = step.Model.CountAfter(step.Operation) > 0;
        bool actual = step.Reply.State.Counts[step.Operation.Caller] > 0;
        return actual != expected
            ? Judgement.Broken($"preemption after {step.Operation}", InWords(expected), InWords(actual))
            : step.Operation is Put && step.Model.CountOf(step.Operation) == 0
                && step.Reply.Outcome.Kind == OutcomeKind.Done
                ? Judgement.Broken($"{step.Operation}, preemptible", Errno.EPERM, step.Reply.Outcome)
            : step.Reply.HasMisuse && step.Reply.Sleeps == 0
                ? Judgement.Broken(step.Operation, "preemption is enabled as often as disabled", "more often")
            : Judgement.Kept;
    }

    /// <summary>A breach that tells the first copy that is not what it was; null when all are.</summary>
    public static Judgement? ChangeOf(
        in Step<PerCpuVariablesOperation, PerCpuVariablesReply, PerCpuVariablesModel> step, string when) =>
        Change(in step, -1, when);

    /// <summary>The same, but for the copy that the operation is to change.</summary>
    public static Judgement? ChangeOfAnother(
        in Step<PerCpuVariablesOperation, PerCpuVariablesReply, PerCpuVariablesModel> step) =>
        Change(in step, OwnIndex(in step), $"after {step.Operation}");

    /// <summary>What is told of the copy that the operation is to change.</summary>
    public static long OwnCopy(
        in Step<PerCpuVariablesOperation, PerCpuVariablesReply, PerCpuVariablesModel> step) =>
        OwnIndex(in step) is var index and >= 0 ? step.Reply.State.Copies[index] : 0;

    private static string InWords(bool isPinned) => isPinned ? "disabled" : "enabled";

    private static int OwnIndex(
        in Step<PerCpuVariablesOperation, PerCpuVariablesReply, PerCpuVariablesModel> step) =>
        (step.Operation.Kind & Kinds.Changes) != 0 && step.Model.WhyRefused(step.Operation) != Errno.EINVAL
            ? step.Model.State.IndexOf(step.Operation.Of, step.Model.CpuOf(step.Operation))
            : -1;

    private static Judgement? Change(
        in Step<PerCpuVariablesOperation, PerCpuVariablesReply, PerCpuVariablesModel> step,
        int but,
        string when)
    {
        PerCpuVariablesState before = step.Model.State;
        PerCpuVariablesState told = step.Reply.State;

        // What was told may have fewer copies than there are.
        for (int i = 0; i < Math.Min(before.Copies.Length, told.Copies.Length); i++)
        {
            if (i != but && told.Copies[i] != before.Copies[i])
            {
                return Judgement.Broken(
                    $"variable {i / before.Cpus} of CPU {i % before.Cpus} {when}",
                    before.Copies[i],
                    told.Copies[i]);
            }
        }

        return null;
    }
}
