namespace MmVerify.Spec;

/// <summary>The laws that every chapter has, whatever its subject.</summary>
/// <typeparam name="TOperation">The chapter's operations.</typeparam>
/// <typeparam name="TReply">The chapter's replies.</typeparam>
/// <typeparam name="TModel">The chapter's model.</typeparam>
public static class CommonLaws<TOperation, TReply, TModel>
    where TReply : struct, IReply<TReply>
{
    private const uint Everything = uint.MaxValue;

    /// <summary>No exception escapes.</summary>
    public static Law<TOperation, TReply, TModel> NoThrow(string prefix, int points) => new(
        Id: prefix + "-NO-THROW",
        Statement: "No exception escapes from any operation.",
        Why: "A kernel has nobody who could catch it; running out of memory and bad input are answers, "
            + "not exceptions.",
        Source: "Linux: functions of mm/ return NULL or a negative errno",
        Points: points,
        On: Everything,
        When: Answers.Missing,
        KeptBy: Answers.Either,
        Judge: static (in step) => step.Reply.Outcome switch
        {
            { Kind: OutcomeKind.Threw } outcome => Judgement.Broken(
                $"{step.Operation}", "an answer: a value or an errno", outcome),
            _ => Judgement.Silent,
        });

    /// <summary>Every operation returns.</summary>
    public static Law<TOperation, TReply, TModel> Terminates(string prefix, int points) => new(
        Id: prefix + "-TERMINATES",
        Statement: "Every operation returns, within its budget of steps and without ending the process.",
        Why: "Code of the kernel that does not return stops the whole machine, "
            + "and with interrupts off nothing can stop it.",
        Source: "Linux: lockup detector, kernel/watchdog.c; "
            + "the budget is at least the square of the number of frames, or of nodes",
        Points: points,
        On: Everything,
        When: Answers.Missing,
        KeptBy: Answers.Either,
        Judge: static (in step) => step.Reply.Outcome switch
        {
            { Kind: OutcomeKind.Hung or OutcomeKind.Crashed } outcome => Judgement.Broken(
                $"{step.Operation}", "it returns", outcome),
            _ => Judgement.Silent,
        });
}
