using System.Runtime.InteropServices;

namespace MmVerify.Spec;

/// <summary>Makes a page frame database.</summary>
/// <remarks>
/// An interface with a static abstract member cannot be the type argument of a <c>Func</c>.
/// </remarks>
public delegate IPageDatabase PagesFactory(PagesSetup setup, SharedMemory memory);

/// <summary>Carries out operations on one page frame database and notes the replies.</summary>
/// <param name="create">How to make it.</param>
public sealed class PagesDriver(PagesFactory create) : IDriver<PagesSetup, PagesOperation, PagesReply>
{
    private const int AccessesOfOneCpu = 100_000;
    private const int AccessesOfAllCpus = 10_000;
    private const int AccessesForEachFrame = 100;

    private IPageDatabase? database;
    private SharedMemory memory = new();
    private PagesSetup setup = PagesSetup.Flat(1);
    private long budget;
    private bool hasBlocked;

    /// <summary>Makes a driver for an implementation.</summary>
    /// <typeparam name="TDatabase">The implementation.</typeparam>
    public static PagesDriver For<TDatabase>()
        where TDatabase : IPageDatabase => new(TDatabase.Create);

    /// <inheritdoc/>
    public void Start(PagesSetup setup, out PagesReply reply)
    {
        this.setup = setup;
        memory = new SharedMemory();

        // Enough for any algorithm that is at most quadratic in the number of frames.
        budget = 1_000_000 + ((long)setup.Frames.Count * setup.Frames.Count);
        try
        {
            Refill(AccessesOfOneCpu);
            database = create(setup, memory) ?? throw new InvalidOperationException("Create returned null");
            Errno errno = Look(out PageTable table);
            reply = new PagesReply(
                Outcome.Of(errno), PagesOperation.Kinds.Create, WordCount: memory.WordCount)
            {
                States = Read(),
                Table = table,
            };
        }
        catch (Exception exception)
        {
            reply = PagesReply.Ended(Guard.Explain(exception));
        }
    }

    /// <inheritdoc/>
    public void Do(PagesOperation operation, ReadOnlySpan<PagesReply> earlier, out PagesReply reply)
    {
        try
        {
            if (operation is PagesOperation.Concurrently { What: var what })
            {
                DoTogether(what, out reply);
                return;
            }

            Refill(AccessesOfOneCpu);
            Answer answer = Carry(operation);
            long work = budget - Fuel.Left;
            reply = new PagesReply(answer.Outcome, operation.Kind, work, answer.Value, memory.WordCount)
            {
                States = Read(),
            };
        }
        catch (Exception exception)
        {
            reply = PagesReply.Ended(Guard.Explain(exception));
        }
    }

    private void DoTogether(Concurrent<PagesOperation> what, out PagesReply reply)
    {
        Refill(AccessesOfAllCpus);
        Func<Answer>[][] calls =
            [.. what.Cpus.Select(cpu => cpu.Select(call => (Func<Answer>)(() => Carry(call))).ToArray())];
        ConcurrentHistory history = Cpus.Run(
            memory, calls, what.Turns, hasBlocked, out Exception? failure);
        hasBlocked |= failure is { Message: OutOfFuelException.Blocked };
        long work = budget - Fuel.Left;
        reply = failure is not null
            ? PagesReply.Ended(Guard.Explain(failure)) with { History = history }
            : new PagesReply(
                Outcome.Done, PagesOperation.Kinds.Concurrently, work, WordCount: memory.WordCount)
            {
                States = Read(),
                History = history,
            };
    }

    private Answer Carry(PagesOperation operation)
    {
        IPageDatabase asked = database!;
        switch (operation)
        {
            case PagesOperation.Claim claim:
                return Answer.Of(asked.Claim(claim.Of, claim.Owner));
            case PagesOperation.Get get:
                return Answer.Of(asked.Get(get.Of));
            case PagesOperation.Put put:
                return Answer.Of(asked.Put(put.Of));
            case PagesOperation.Map map:
                return Answer.Of(asked.Map(map.Of));
            case PagesOperation.Unmap unmap:
                return Answer.Of(asked.Unmap(unmap.Of));
            case PagesOperation.SetFlag set:
                return Answer.Of(asked.SetFlag(set.Of, set.What));
            case PagesOperation.ClearFlag clear:
                return Answer.Of(asked.ClearFlag(clear.Of, clear.What));
            case PagesOperation.TestAndSet set:
                return Answer.Of(asked.TestAndSet(set.Of, set.What));
            case PagesOperation.TestAndClear clear:
                return Answer.Of(asked.TestAndClear(clear.Of, clear.What));
            default:
                return Tell(asked, operation);
        }
    }

    private static Answer Tell(IPageDatabase asked, PagesOperation operation)
    {
        switch (operation)
        {
            case PagesOperation.StateOf state:
                return Answer.Of(asked.StateOf(state.Of).Errno);
            case PagesOperation.PageOf page:
                return Number(asked.PageOf(page.Of), static found => found.Value);
            case PagesOperation.PfnOf pfn:
                Result<PageAddr> start = asked.PageOf(pfn.Of);
                if (!start.TryGet(out PageAddr at))
                {
                    return Answer.Of(start.Errno);
                }

                at = new(unchecked(at.Value + (ulong)pfn.Offset));
                return Number(asked.PfnOf(at), static found => found.Value);
            case PagesOperation.ToVirtual address:
                return Number(asked.ToVirtual(address.Address), static found => found.Value);
            case PagesOperation.ToPhysical address:
                return Number(asked.ToPhysical(address.Address), static found => found.Value);
            default:
                throw new ArgumentException($"{operation} is no step of a program", nameof(operation));
        }
    }

    private static Answer Number<T>(Result<T> result, Func<T, ulong> number) => result.TryGet(out T found)
        ? new Answer(Outcome.Done, unchecked((long)number(found)))
        : Answer.Of(result.Errno);

    private Errno Look(out PageTable table)
    {
        Errno errno = Errno.None;
        var rows = new (Pfn, PageAddr, Pfn?)[setup.Frames.Count];
        for (int place = 0; place < rows.Length; place++)
        {
            Pfn frame = setup.Frames[place];
            Result<PageAddr> page = database!.PageOf(frame);
            page.TryGet(out PageAddr at);
            bool leadsBack = database.PfnOf(at).TryGet(out Pfn back);
            rows[place] = (frame, at, leadsBack ? back : null);
            errno = errno == Errno.None ? page.Errno : errno;
        }

        table = new([.. rows]);
        return errno;
    }

    private PageStates Read()
    {
        Refill(AccessesOfOneCpu);
        var states = new PageState[setup.Frames.Count];
        for (int place = 0; place < states.Length; place++)
        {
            states[place] = database!.StateOf(setup.Frames[place]).TryGet(out PageState state)
                ? state
                : PageState.Untold;
        }

        return new(setup.Frames, ImmutableCollectionsMarshal.AsImmutableArray(states));
    }

    private void Refill(long accesses)
    {
        Fuel.Fill(budget);
        memory.Allow(accesses + ((long)AccessesForEachFrame * setup.Frames.Count));
    }
}
