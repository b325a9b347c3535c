using static MmVerify.Spec.PagesOperation;

namespace MmVerify.Spec;

/// <summary>What the laws of pages say of a step, where several say the same.</summary>
public static class PagesJudgements
{
    /// <summary>
    /// Kept, once some frame was changed: who refuses everything is no witness that it has reasons.
    /// </summary>
    public static Judgement KeptOnceSomethingChanged(in Step<PagesOperation, PagesReply, PagesModel> step) =>
        step.Model.HasChanged ? Judgement.Kept : Judgement.Silent;

    /// <summary>Whether the operation has to be refused.</summary>
    public static bool IsMisuse(in Step<PagesOperation, PagesReply, PagesModel> step) =>
        step.Model.WhyRefused(step.Operation) != Errno.None;

    /// <summary>Whether the operation has to be refused for a reason.</summary>
    public static bool IsMisuse(in Step<PagesOperation, PagesReply, PagesModel> step, Errno errno) =>
        step.Model.WhyRefused(step.Operation) == errno;

    /// <summary>Whether the operation drops the last reference of its frame, as it may.</summary>
    public static bool DropsLast(in Step<PagesOperation, PagesReply, PagesModel> step) =>
        step.Operation is Put or Unmap && !IsMisuse(in step)
        && step.Model.Of(step.Operation.Frame) is { Count: 1 };

    /// <summary>The state of the frame before the step, in words.</summary>
    public static string Before(in Step<PagesOperation, PagesReply, PagesModel> step) =>
        step.Model.Of(step.Operation.Frame) is PageState state ? $"{state}" : "a frame that does not exist";

    /// <summary>A breach of what should have been refused.</summary>
    public static Judgement Broken(
        in Step<PagesOperation, PagesReply, PagesModel> step, string expected) =>
        Judgement.Broken($"{step.Operation} at {Before(in step)}", expected, step.Reply.Outcome);

    /// <summary>Misuse that has to be refused for one reason is refused, for whatever reason.</summary>
    public static Judgement Refuses(
        in Step<PagesOperation, PagesReply, PagesModel> step, Errno why, string expected) =>
        !IsMisuse(in step, why) ? Judgement.Silent
        : step.Reply.Outcome.Kind == OutcomeKind.Refused ? KeptOnceSomethingChanged(in step)
        : Broken(in step, expected);

    /// <summary>The step is refused with EINVAL.</summary>
    public static Judgement IsRefused(
        in Step<PagesOperation, PagesReply, PagesModel> step, string expected) =>
        step.Reply.Outcome.Errno == Errno.EINVAL ? Judgement.Kept
        : Judgement.Broken(
            step.Operation,
            $"{Errno.EINVAL}, {expected}",
            PagesReply.Tell(step.Operation.Kind, new(step.Reply.Outcome, step.Reply.Value)));

    /// <summary>The step answers with a number.</summary>
    public static Judgement Tells(
        in Step<PagesOperation, PagesReply, PagesModel> step, string expected, ulong number) =>
        step.Reply.Outcome.Kind == OutcomeKind.Done && step.Reply.Number == number
            ? Judgement.Kept
            : Judgement.Broken(
                step.Operation,
                expected,
                PagesReply.Tell(step.Operation.Kind, new(step.Reply.Outcome, step.Reply.Value)));

    /// <summary>What is told of the frame afterwards is, in part, what it has to be.</summary>
    public static Judgement Told<T>(
        in Step<PagesOperation, PagesReply, PagesModel> step, Func<PageState, T> part)
        where T : notnull
    {
        if (IsMisuse(in step))
        {
            return Judgement.Silent;
        }

        Pfn frame = step.Operation.Frame;
        PageState before = step.Model.Of(frame)!.Value;
        PageState expected = PagesModel.After(step.Operation, before);
        PageState told = step.Reply.States.Of(frame);
        return part(told).Equals(part(expected))
            ? Judgement.Kept
            : Judgement.Broken($"{frame} after {step.Operation} at {before}", expected, told);
    }

    /// <summary>All frames that are not reserved are free.</summary>
    public static Judgement AllAreFree(in Step<PagesOperation, PagesReply, PagesModel> step)
    {
        foreach ((Pfn frame, PageState told) in step.Reply.States.All)
        {
            if (told != PageState.Free && !step.Model.Setup.IsReserved(frame))
            {
                return Judgement.Broken($"{frame} at first", PageState.Free, told);
            }
        }

        return Judgement.Kept;
    }

    /// <summary>All reserved frames are told to be.</summary>
    public static Judgement ReservedAreTold(in Step<PagesOperation, PagesReply, PagesModel> step)
    {
        Judgement judgement = Judgement.Silent;
        foreach ((Pfn frame, PageState told) in step.Reply.States.All)
        {
            if (!step.Model.Setup.IsReserved(frame))
            {
                continue;
            }

            judgement = Judgement.Kept;
            if (told != PageState.Reserved)
            {
                return Judgement.Broken($"{frame} at first", PageState.Reserved, told);
            }
        }

        return judgement;
    }

    /// <summary>Every frame has a description of its own that leads back to it.</summary>
    public static Judgement TableIsPaired(in Step<PagesOperation, PagesReply, PagesModel> step)
    {
        if (step.Reply.Outcome.Kind != OutcomeKind.Done)
        {
            return Judgement.Silent;
        }

        foreach (PageTableRow row in step.Reply.Table.Rows)
        {
            if (row.First != row.Frame)
            {
                return Judgement.Broken(
                    $"the description of {row.Frame}",
                    "a place of its own",
                    $"{row.Page}, where that of {row.First} is");
            }

            if (row.Back != row.Frame)
            {
                return Judgement.Broken(
                    $"PfnOf({row.Page}), the description of {row.Frame}",
                    row.Frame,
                    row.Back is Pfn other ? $"{other}" : "a refusal");
            }
        }

        return Judgement.Kept;
    }
}
