namespace MmVerify.Spec;

/// <summary>The laws of every chapter that takes from a lower layer.</summary>
/// <typeparam name="TOperation">The chapter's operations.</typeparam>
/// <typeparam name="TReply">The chapter's replies.</typeparam>
/// <typeparam name="TModel">The chapter's model.</typeparam>
public static class LowerLayerLaws<TOperation, TReply, TModel>
    where TReply : struct, IReply<TReply>, IWitnessedReply
    where TModel : IWitnessedModel<TOperation, TReply>
{
    /// <summary>A lower call that fails leaves nothing behind.</summary>
    /// <param name="prefix">The chapter's part of the id.</param>
    /// <param name="points">What it is worth.</param>
    /// <param name="on">The kinds of operation that may fail because a lower layer does.</param>
    public static Law<TOperation, TReply, TModel> CleanFailure(string prefix, int points, uint on) => new(
        Id: prefix + "-CLEAN-FAILURE",
        Statement: "Whichever call of a lower layer fails, the operation does all that was asked, or leaves "
            + "what is held and mapped as it was, and succeeds when it is called again.",
        Why: "Memory runs out half way through, and just then nobody can afford to lose what was taken so "
            + "far: paths that are taken once a year are where leaks live.",
        Source: "Linux Documentation/fault-injection/fault-injection.rst, failslab and fail_page_alloc",
        Points: points,
        On: on,
        When: Answers.Either,
        Judge: static (in step) =>
        {
            bool isDone = step.Reply.Outcome.Kind == OutcomeKind.Done;
            if (!step.Reply.Calls.HasFailure)
            {
                return !step.Model.IsDueAgain(step.Operation) ? Judgement.Silent
                    : isDone ? Judgement.Kept
                    : Judgement.Broken(
                        $"{step.Operation}, again",
                        "done: only the failing call was in its way",
                        step.Reply.Outcome);
            }

            LowerAccounts accounts = step.Model.AccountsAfter(in step.Reply);
            if (isDone)
            {
                return step.Model.MissingIn(step.Operation, in step.Reply) is not string missing
                    ? Judgement.Kept
                    : Judgement.Broken($"{step.Operation}, answered as done", "all of it, or none", missing);
            }

            return accounts.IsUnchanged
                ? Judgement.Kept
                : Judgement.Broken(
                    $"{step.Operation}, of which a lower call failed",
                    "held and mapped what was before",
                    accounts.TellChange());
        });

    /// <summary>The lower layers are used as they may be.</summary>
    /// <param name="prefix">The chapter's part of the id.</param>
    /// <param name="points">What it is worth.</param>
    public static Law<TOperation, TReply, TModel> LowerLayerRespected(string prefix, int points) => new(
        Id: prefix + "-LOWER-LAYER-RESPECTED",
        Statement: "What is given back to a lower layer was taken from it, as it is given back, and is "
            + "unmapped before; nothing is mapped over what is mapped.",
        Why: "The layers below believe their callers: a block that is given back twice is handed out twice, "
            + "and one that is still mapped is written to by its old owner.",
        Source: "the contracts, IPageAllocator and IPageMap; Linux mm/page_alloc.c, free_page_is_bad",
        Points: points,
        On: uint.MaxValue,
        When: Answers.Either,
        Judge: static (in step) =>
        {
            if (step.Reply.Calls.IsEmpty)
            {
                return Judgement.Silent;
            }

            return step.Model.AccountsAfter(in step.Reply).Misuse is not string misuse
                ? Judgement.Kept
                : Judgement.Broken($"a lower call of {step.Operation}", "a right use", misuse);
        });
}
