using System.Collections.Immutable;
using static MmVerify.Spec.PerCpuOperation;

namespace MmVerify.Spec;

/// <summary>Makes per-CPU page lists.</summary>
/// <remarks>
/// An interface with a static abstract member cannot be the type argument of a <c>Func</c>.
/// </remarks>
public delegate IPerCpuPages PerCpuFactory(PerCpuSetup setup, IPageAllocator pages, SharedMemory memory);

/// <summary>
/// Carries out operations on per-CPU page lists above a witnessed page allocator, each on the CPU that it
/// names, and notes what is answered, what is asked of the page allocator, and what is on the lists.
/// </summary>
/// <param name="create">How to make the lists.</param>
/// <param name="pages">How to make the page allocator below them.</param>
public sealed class PerCpuDriver(PerCpuFactory create, Func<MemoryMap, IPageAllocator> pages)
    : IDriver<PerCpuSetup, PerCpuOperation, PerCpuReply>
{
    // Of a right operation, which makes a few calls for each page.
    private const long CallsPerPage = 16;
    private const long LeastCalls = 1024;

    private const int AccessesOfOneCpu = 100_000;
    private const int AccessesOfAllCpus = 10_000;
    private const int AccessesForEachFrame = 400;

    private IPerCpuPages? asked;
    private LowerWitness? witness;
    private OneAtATime? zone;
    private SharedMemory memory = new();
    private PerCpuSetup setup = PerCpuSetup.Flat(1, 1, 1, 0);
    private long budget;
    private bool hasBlocked;

    /// <summary>Makes a driver for an implementation, above the plain page allocator.</summary>
    /// <typeparam name="TPages">The implementation.</typeparam>
    public static PerCpuDriver For<TPages>()
        where TPages : IPerCpuPages =>
        new(TPages.Create, static memory => new PlainPages(memory));

    /// <summary>Makes a driver for an implementation, above a buddy allocator.</summary>
    /// <typeparam name="TPages">The implementation.</typeparam>
    /// <typeparam name="TBuddy">The buddy allocator.</typeparam>
    public static PerCpuDriver Above<TPages, TBuddy>()
        where TPages : IPerCpuPages
        where TBuddy : IBuddyAllocator =>
        new(TPages.Create, BuddyPages.Of<TBuddy>);

    /// <summary>
    /// The page that an operation gives back; false when the step that should have handed it out did not, or
    /// there is no such CPU. An operation that needs none has one.
    /// </summary>
    /// <param name="operation">The operation.</param>
    /// <param name="earlier">The replies so far, creation's first.</param>
    /// <param name="page">The page.</param>
    public static bool TryPageOf(
        PerCpuOperation operation, ReadOnlySpan<PerCpuReply> earlier, out Pfn page)
    {
        page = operation is FreeAt freeAt ? freeAt.Page : default;
        int cpus = earlier.Length == 0 ? PerCpuSetup.MostCpus : earlier[0].Lists.CpuCount;
        int needed = operation is Concurrently { What: var what } ? what.Cpus.Length : operation.Caller + 1;
        if (needed > cpus)
        {
            return false;
        }

        int lender = operation.Lender + 1;
        if (lender == 0)
        {
            return true;
        }

        bool isLent = lender < earlier.Length && earlier[lender].IsLoan;
        page = isLent ? earlier[lender].Page : default;
        return isLent;
    }

    /// <inheritdoc/>
    public void Start(PerCpuSetup setup, out PerCpuReply reply)
    {
        this.setup = setup;
        memory = new SharedMemory();

        // Enough for any algorithm that is at most quadratic in the number of frames.
        long frames = setup.Memory.PageCount;
        budget = 1_000_000 + (frames * frames);
        witness = new LowerWitness(pages(setup.Memory), (int)(LeastCalls + (CallsPerPage * frames)));
        zone = new OneAtATime(witness, memory);
        try
        {
            Begin(0, 0, AccessesOfOneCpu);
            asked = create(setup, zone, memory)
                ?? throw new InvalidOperationException("Create returned null");
            reply = new PerCpuReply(Outcome.Done, Kinds.Create)
            {
                Calls = witness.End(),
                Lists = Look(),
            };
        }
        catch (Exception exception)
        {
            reply = PerCpuReply.Ended(Guard.Explain(exception));
        }
    }

    /// <inheritdoc/>
    public void Do(PerCpuOperation operation, ReadOnlySpan<PerCpuReply> earlier, out PerCpuReply reply)
    {
        if (!TryPageOf(operation, earlier, out Pfn page))
        {
            reply = new PerCpuReply(Outcome.Skipped, operation.Kind);
            return;
        }

        try
        {
            if (operation is Concurrently { What: var what })
            {
                DoTogether(what, page, out reply);
                return;
            }

            Begin(operation.Caller, operation.FailingCall, AccessesOfOneCpu);
            Answer answer = Carry(operation, page);
            long work = budget - Fuel.Left;
            bool isLoan = operation.Kind == Kinds.Allocate && answer.Outcome.Kind == OutcomeKind.Done;
            page = isLoan ? new Pfn(unchecked((ulong)answer.Value)) : page;
            reply = new PerCpuReply(answer.Outcome, operation.Kind, page, work, isLoan)
            {
                Calls = witness!.End(),
                Lists = Look(),
            };
        }
        catch (Exception exception)
        {
            reply = PerCpuReply.Ended(Guard.Explain(exception));
        }
    }

    private void DoTogether(Concurrent<PerCpuOperation> what, Pfn page, out PerCpuReply reply)
    {
        Begin(0, 0, AccessesOfAllCpus);
        Func<Answer>[][] calls =
        [
            .. what.Cpus.Select(cpu => cpu.Select(call =>
                (Func<Answer>)(() => Carry(call, call is FreeAt freeAt ? freeAt.Page : page))).ToArray()),
        ];
        ConcurrentHistory history = Cpus.Run(
            memory, calls, what.Turns, hasBlocked, out Exception? failure);
        hasBlocked |= failure is { Message: OutOfFuelException.Blocked };
        long work = budget - Fuel.Left;
        reply = failure is not null
            ? PerCpuReply.Ended(Guard.Explain(failure)) with { History = history }
            : new PerCpuReply(Outcome.Done, Kinds.Concurrently, page, work, HasCollided: zone!.HasCollided)
            {
                Calls = witness!.End(),
                Callers = [.. zone.Callers],
                Lists = Look(),
                History = history,
            };
    }

    private Answer Carry(PerCpuOperation operation, Pfn page)
    {
        switch (operation)
        {
            case Allocate:
                Result<Pfn> result = asked!.Allocate();
                return result.TryGet(out Pfn found)
                    ? new Answer(Outcome.Done, unchecked((long)found.Value))
                    : Answer.Of(result.Errno);
            case Drain drain:
                return Answer.Of(asked!.Drain(drain.Target));
            case DrainAll:
                asked!.DrainAll();
                return new Answer(Outcome.Done);
            default:
                return Answer.Of(asked!.Free(page));
        }
    }

    private PerCpuLists Look()
    {
        Refill(AccessesOfOneCpu);
        memory.OneTask = 0;
        var lists = new ImmutableArray<Pfn>[setup.Cpus];
        for (int cpu = 0; cpu < lists.Length; cpu++)
        {
            var list = ImmutableArray.CreateBuilder<Pfn>();
            asked!.PagesOf(cpu, page =>
            {
                // A list that goes round has no end.
                if (list.Count == PerCpuLists.MostTold)
                {
                    throw new OutOfFuelException();
                }

                list.Add(page);
            });
            lists[cpu] = list.ToImmutable();
        }

        return new([.. lists]);
    }

    private void Begin(int cpu, int failingCall, long accesses)
    {
        Refill(accesses);
        memory.OneTask = cpu;
        witness!.Begin(failingCall);
        zone!.Begin();
    }

    private void Refill(long accesses)
    {
        Fuel.Fill(budget);
        memory.Allow(accesses + (AccessesForEachFrame * setup.Memory.PageCount));
    }
}
