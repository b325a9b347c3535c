using static MmVerify.Spec.SlabOperation;

namespace MmVerify.Spec;

/// <summary>What the laws of slabs ask of a step, where several ask the same.</summary>
public static class SlabJudgements
{
    /// <summary>What the step handed out; null when nothing, or no memory.</summary>
    public static SlabObject? ObjectOf(in Step<SlabOperation, SlabReply, SlabModel> step) =>
        step.Model.HandedOut(step.Operation, in step.Reply);

    /// <summary>
    /// Whether what the step did makes so much sense that more can be said of it: no misuse was accepted, and
    /// what was handed out lies in a slab and shares no byte with another.
    /// </summary>
    public static bool IsSound(in Step<SlabOperation, SlabReply, SlabModel> step) => !step.Reply.IsDone
        || step.Operation is Concurrently
        || (step.Model.WhyRefused(step.Operation, in step.Reply) == Errno.None
            && (ObjectOf(in step) is not SlabObject one
                || (SlabAfter(in step, one) is not null && OverlappedBy(in step, one) is null)));

    /// <summary>Another object that shares a byte with what the step handed out; null when none does.
    /// </summary>
    public static SlabObject? OverlappedBy(
        in Step<SlabOperation, SlabReply, SlabModel> step, SlabObject one)
    {
        foreach (HeldSlab slab in step.Model.Slabs)
        {
            foreach (SlabObject other in slab.Objects)
            {
                if (other.Overlaps(one) && (step.Reply.From.Value == 0 || other.Start != step.Reply.From))
                {
                    return other;
                }
            }
        }

        return null;
    }

    /// <summary>The block in which an object lies after the step as a whole, and whose that is; null when it
    /// lies in none.</summary>
    public static HeldSlab? SlabAfter(in Step<SlabOperation, SlabReply, SlabModel> step, SlabObject one)
    {
        LowerAccounts accounts = step.Model.AccountsAfter(in step.Reply);
        foreach (ref readonly LowerCall call in step.Reply.Calls.All)
        {
            bool isTaken = call.Kind == LowerCallKind.Take && call.Errno == Errno.None;
            if (isTaken && accounts.Holds(call.Block) && new HeldSlab(call.Block, one.Owner).Has(one))
            {
                return new HeldSlab(call.Block, one.Owner);
            }
        }

        return step.Model.SlabAt(one.Start) is HeldSlab slab && slab.Has(one) && accounts.Holds(slab.Block)
            ? slab
            : null;
    }

    /// <summary>A block that the step took and kept; null when there is none.</summary>
    public static Block? Kept(in Step<SlabOperation, SlabReply, SlabModel> step, Block? but)
    {
        LowerAccounts accounts = step.Model.AccountsAfter(in step.Reply);
        foreach (ref readonly LowerCall call in step.Reply.Calls.All)
        {
            if (call.Kind == LowerCallKind.Take && call.Errno == Errno.None && call.Block != but
                && accounts.Holds(call.Block) && !IsHeldBefore(in step, call.Block))
            {
                return call.Block;
            }
        }

        return null;
    }

    /// <summary>Whether frames were asked for.</summary>
    public static bool AsksForFrames(in Step<SlabOperation, SlabReply, SlabModel> step)
    {
        foreach (ref readonly LowerCall call in step.Reply.Calls.All)
        {
            if (call.Kind == LowerCallKind.Take)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What a wrong byte says of a step.</summary>
    public static Judgement Bytes(in Step<SlabOperation, SlabReply, SlabModel> step, ByteRule rule) =>
        step.Reply.Seen.BreachOf(rule) is not ByteBreach breach ? Judgement.Kept
            : Judgement.Broken(
                $"byte {breach.Offset} of the object at {breach.Start}",
                $"0x{breach.Expected:x2}",
                $"0x{breach.Actual:x2}");

    /// <summary>What is given back, if it makes no sense: the address, with what it is said to be.</summary>
    public static Judgement Refused(in Step<SlabOperation, SlabReply, SlabModel> step, string what) =>
        step.Reply.Outcome.Kind == OutcomeKind.Refused
            ? Judgement.Kept
            : Judgement.Broken($"{step.Reply.Address}, which {what}", "refused", "taken back");

    /// <summary>Whether something is given back that cannot be, to a cache that there is.</summary>
    public static bool IsMisuse(in Step<SlabOperation, SlabReply, SlabModel> step) =>
        step.Model.CacheOf(step.Reply.Owner) is not { IsDestroyed: true }
            && step.Model.WhyRefused(step.Operation, in step.Reply) != Errno.None;

    /// <summary>What a cache tells of itself is true, given the state after the step.</summary>
    public static Judgement Told(in Step<SlabOperation, SlabReply, SlabModel> step)
    {
        int owner = step.Reply.Owner;
        if (step.Model.CacheOf(owner) is not { IsDestroyed: false } cache
            || step.Reply.Seen.Usage is not SlabUsage usage)
        {
            return Judgement.Silent;
        }

        long pages = step.Model.PagesOf(owner);
        return usage.ActiveObjects != cache.ObjectCount ? Judgement.Broken(
                "the objects that are handed out", cache.ObjectCount, usage.ActiveObjects)
            : usage.PageCount != pages ? Judgement.Broken("the pages of the cache", pages, usage.PageCount)
            : usage.TotalObjects < usage.ActiveObjects ? Judgement.Broken(
                "the objects for which there is room",
                $"at least {usage.ActiveObjects}, which are handed out",
                usage.TotalObjects)
            : usage.TotalObjects > pages * Page.SizeBytes / cache.Setup.SizeBytes ? Judgement.Broken(
                "the objects for which there is room",
                $"at most {pages * Page.SizeBytes / cache.Setup.SizeBytes}, in {pages} pages",
                usage.TotalObjects)
            : usage.TotalObjects > 0 ? Judgement.Kept : Judgement.Silent;
    }

    /// <summary>A block was given back in which another object than the one given up is handed out; null when
    /// none was.</summary>
    public static SlabObject? LostIn(in Step<SlabOperation, SlabReply, SlabModel> step)
    {
        LowerAccounts accounts = step.Model.AccountsAfter(in step.Reply);
        foreach (HeldSlab slab in step.Model.Slabs)
        {
            foreach (SlabObject one in slab.Objects)
            {
                bool isGivenUp = step.Reply.IsDone && (one.Start == step.Reply.From
                    || (step.Operation.IsFree && one.Start == step.Reply.Address));
                if (!isGivenUp && !accounts.Holds(slab.Block))
                {
                    return one;
                }
            }
        }

        return null;
    }

    private static bool IsHeldBefore(in Step<SlabOperation, SlabReply, SlabModel> step, Block block)
    {
        foreach (HeldSlab slab in step.Model.Slabs)
        {
            if (slab.Block == block)
            {
                return true;
            }
        }

        return false;
    }
}
