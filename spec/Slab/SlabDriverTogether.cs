using System.Collections.Immutable;
using static MmVerify.Spec.SlabOperation;

namespace MmVerify.Spec;

// Where several CPUs are at work.
public sealed partial class SlabDriver
{
    private const int AccessesOfAllCpus = 20_000;

    private bool hasBlocked;

    private void DoTogether(
        Concurrently together, PhysAddr lent, CacheRecord cache, out SlabReply reply)
    {
        Concurrent<SlabOperation> what = together.What;
        Begin(0, AccessesOfAllCpus);
        var own = new PhysAddr?[what.Cpus.Length][];
        Func<Answer>[][] calls =
        [
            .. what.Cpus.Select((made, cpu) =>
            {
                own[cpu] = new PhysAddr?[made.Length];
                return made.Select((call, i) =>
                    (Func<Answer>)(() => CarryOne(call, lent, cache, own[cpu], i))).ToArray();
            }),
        ];
        ConcurrentHistory history = Cpus.Run(
            shared, calls, what.Turns, hasBlocked, out Exception? failure);
        hasBlocked |= failure is { Message: OutOfFuelException.Blocked };
        if (failure is not null)
        {
            reply = SlabReply.Ended(Guard.Explain(failure)) with
            {
                Seen = new SlabSeen { History = history },
            };
            return;
        }

        shared.Allow(AccessesOfOneCpu);
        ImmutableArray<SlabAfter> after =
            Afterwards(cache, own.SelectMany(static one => one), together.AfterCount);
        if (what.Calls.Any(static call => call.Operation.Lender >= 0))
        {
            user!.Leave(lent);
        }

        user!.CheckUntouched();
        SlabReply noted = Noted(new SlabReply(Outcome.Done, cache.Number, lent), cache);
        reply = noted with
        {
            Seen = new SlabSeen
            {
                Calls = noted.Calls,
                Usage = noted.Seen.Usage,
                Constructed = noted.Seen.Constructed,
                Reports = noted.Seen.Reports,
                Breaches = noted.Seen.Breaches,
                History = history,
                After = after,
            },
        };
    }

    private Answer CarryOne(
        SlabOperation call, PhysAddr lent, CacheRecord cache, PhysAddr?[] own, int place)
    {
        if (call is Allocate)
        {
            Result<PhysAddr> result = allocator!.Allocate(cache.Cache);
            own[place] = result.TryGet(out PhysAddr start) ? start : null;
            return AnswerOf(result.Errno, start);
        }

        PhysAddr? given = call is Free ? lent : Taken(own, ((FreeOwn)call).Call);
        return given is PhysAddr address
            ? AnswerOf(allocator!.Free(cache.Cache, address), address)
            : new Answer(Outcome.Skipped);
    }

    private static PhysAddr? Taken(PhysAddr?[] own, int call)
    {
        PhysAddr? taken = call < own.Length ? own[call] : null;
        if (taken is not null)
        {
            own[call] = null;
        }

        return taken;
    }

    private static Answer AnswerOf(Errno errno, PhysAddr address) =>
        new(Outcome.Of(errno), unchecked((long)address.Value));

    // Whoever lost its place in a list, or is in it twice, shows when objects are handed out again.
    private ImmutableArray<SlabAfter> Afterwards(
        CacheRecord cache, IEnumerable<PhysAddr?> left, int count)
    {
        var after = new List<SlabAfter>();
        var taken = left.Where(static one => one is not null).Select(static one => one!.Value).ToList();
        for (int i = 0; i < count; i++)
        {
            Result<PhysAddr> result = allocator!.Allocate(cache.Cache);
            if (result.TryGet(out PhysAddr start))
            {
                taken.Add(start);
            }

            after.Add(new(IsFree: false, AnswerOf(result.Errno, start)));
        }

        foreach (PhysAddr start in taken)
        {
            after.Add(new(IsFree: true, AnswerOf(allocator!.Free(cache.Cache, start), start)));
        }

        allocator!.Shrink(cache.Cache);
        return [.. after];
    }
}
