using static MmVerify.Spec.SlabOperation;

namespace MmVerify.Spec;

/// <summary>
/// Whether what several CPUs did at once, and what one did behind it, comes to what it comes to one after the
/// other.
/// </summary>
public static class SlabTogether
{
    /// <summary>Why it does not, in words; null when it does.</summary>
    /// <param name="model">The state before.</param>
    /// <param name="what">Who does what.</param>
    /// <param name="reply">What happened.</param>
    public static string? WhyNot(SlabModel model, Concurrent<SlabOperation> what, in SlabReply reply)
    {
        (SlabOperation? Operation, ConcurrentCall Call)[] calls = [.. CallsOf(what, in reply)];
        PhysAddr? lent = calls.Any(static call => call.Operation is Free) ? reply.Address : null;
        Block[] before = [.. model.Slabs.Where(OwnedBy(reply.Owner)).Select(static slab => slab.Block)];
        Block[] taken = [.. TakenIn(reply.Calls)];
        int owner = reply.Owner;
        long size = model.CacheOf(reply.Owner)!.Setup.SizeBytes;
        var places = new List<SlabObject>();
        foreach ((SlabOperation? operation, ConcurrentCall call) in calls)
        {
            var one = new SlabObject(
                new PhysAddr(unchecked((ulong)call.Answer.Value)), reply.Owner, size);
            if (call.Answer.Outcome.Kind != OutcomeKind.Done || places.Contains(one))
            {
                continue;
            }

            places.Add(one);
            if (one.Start == lent)
            {
                continue;
            }

            if (!before.Concat(taken).Any(block => new HeldSlab(block, owner).Has(one)))
            {
                return $"{one} lies in no slab of the cache";
            }

            if (model.SlabAt(one.Start)?.OverlappedBy(one) is SlabObject other && other.Start != lent)
            {
                return $"{one} is handed out, which shares bytes with {other}, which is in use";
            }
        }

        bool mayFail = reply.Calls.HasFailure;
        ulong start = lent is PhysAddr given ? Bit(places, given) : 0;
        bool isExplained = Linearizability.Explains(
            [.. calls.Select(static call => call.Call)],
            start,
            (ref ulong live, int call) => Step(places, calls[call], mayFail, ref live),
            static live => live == 0);
        return isExplained
            ? WhyNotAtRest(model, lent, in reply)
            : "no order of the calls explains what they answered";
    }

    /// <summary>What the calls answered, in words: which object each of them is about.</summary>
    /// <param name="what">Who does what.</param>
    /// <param name="reply">What happened.</param>
    public static string Tell(Concurrent<SlabOperation> what, in SlabReply reply)
    {
        SlabReply answered = reply;
        IEnumerable<string> made = what.Calls.Select((call, i) =>
            $"CPU {call.Cpu}: {(call.Operation is Allocate ? "Allocate" : "Free")} "
                + AnswerText(answered.Seen.History.Calls[i].Answer));
        IEnumerable<string> after = reply.Seen.After.Where(static one => !one.IsFree)
            .Select(static one => $"then Allocate {AnswerText(one.Answer)}");
        return string.Join("; ", made.Concat(after));
    }

    /// <summary>What a call answered, in words.</summary>
    public static string AnswerText(Answer answer) => answer.Outcome.Kind == OutcomeKind.Done
        ? $"0x{unchecked((ulong)answer.Value):x}"
        : $"{answer.Outcome}";

    // Behind the concurrent calls one CPU makes its own, one after the other.
    private static IEnumerable<(SlabOperation? Operation, ConcurrentCall Call)> CallsOf(
        Concurrent<SlabOperation> what, in SlabReply reply)
    {
        const int Behind = 1 << 25;
        ConcurrentHistory history = reply.Seen.History;
        return what.Calls.Select((call, i) => ((SlabOperation?)call.Operation, history.Calls[i]))
            .Concat(reply.Seen.After.Select(static (after, i) => (
                after.IsFree ? null : (SlabOperation?)new Allocate(0),
                new ConcurrentCall(Behind + (2 * i), Behind + (2 * i) + 1, 0, after.Answer))));
    }

    private static bool Step(
        List<SlabObject> places,
        (SlabOperation? Operation, ConcurrentCall Call) asked,
        bool mayFail,
        ref ulong live)
    {
        Answer answer = asked.Call.Answer;
        if (answer.Outcome.Kind == OutcomeKind.Skipped)
        {
            return true;
        }

        bool isDone = answer.Outcome.Kind == OutcomeKind.Done;
        if (asked.Operation is Allocate && !isDone)
        {
            return mayFail && answer.Outcome.Errno == Errno.ENOMEM;
        }

        ulong one = Bit(places, new PhysAddr(unchecked((ulong)answer.Value)));
        if (asked.Operation is Allocate)
        {
            if ((live & Overlapping(places, one)) != 0)
            {
                return false;
            }

            live |= one;
            return true;
        }

        bool isLive = (live & one) != 0;
        live &= ~one;
        return isDone ? isLive : !isLive && answer.Outcome.Errno == Errno.EINVAL;
    }

    private static ulong Bit(List<SlabObject> places, PhysAddr start)
    {
        int place = places.FindIndex(one => one.Start == start);
        return place < 0 ? 0 : 1UL << place;
    }

    private static ulong Overlapping(List<SlabObject> places, ulong bit)
    {
        ulong all = 0;
        SlabObject asked = places[System.Numerics.BitOperations.TrailingZeroCount(bit)];
        for (int place = 0; place < places.Count; place++)
        {
            all |= places[place].Overlaps(asked) ? 1UL << place : 0;
        }

        return all;
    }

    private static string? WhyNotAtRest(SlabModel model, PhysAddr? lent, in SlabReply reply)
    {
        long expected = model.CacheOf(reply.Owner)!.ObjectCount - (lent is null ? 0 : 1);
        long told = reply.Seen.Usage?.ActiveObjects ?? SlabReply.Untold;
        if (told != expected)
        {
            return $"{told} objects are said to be handed out afterwards, and there are {expected}";
        }

        LowerAccounts accounts = model.AccountsAfter(in reply);
        foreach (HeldSlab slab in model.Slabs.Where(OwnedBy(reply.Owner)))
        {
            if (slab.Objects.All(one => one.Start == lent) && accounts.Holds(slab.Block))
            {
                return $"{slab.Block} is not given back, in which no object is handed out";
            }
        }

        foreach (Block block in TakenIn(reply.Calls))
        {
            if (accounts.Holds(block) && !model.Slabs.Any(slab => slab.Block == block))
            {
                return $"{block} is not given back, in which no object is handed out";
            }
        }

        return null;
    }

    private static Func<HeldSlab, bool> OwnedBy(int owner) => slab => slab.Owner == owner;

    private static List<Block> TakenIn(LowerCalls calls)
    {
        var taken = new List<Block>();
        foreach (ref readonly LowerCall call in calls.All)
        {
            if (call.Kind == LowerCallKind.Take && call.Errno == Errno.None)
            {
                taken.Add(call.Block);
            }
        }

        return taken;
    }
}
