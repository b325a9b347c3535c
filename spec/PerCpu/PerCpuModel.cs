using System.Collections.Immutable;
using static MmVerify.Spec.PerCpuOperation;

namespace MmVerify.Spec;

/// <summary>
/// Which pages are in use, which are on which list, and which the page allocator handed out. It follows as
/// long as every page that is held is in one of these places and no page in two.
/// </summary>
public sealed class PerCpuModel
    : IModel<PerCpuSetup, PerCpuOperation, PerCpuReply>, IWitnessedModel<PerCpuOperation, PerCpuReply>
{
    private readonly HashSet<Pfn> inUse = [];
    private readonly HashSet<Pfn> handedOut = [];
    private readonly LowerAccounts accounts = new();
    private List<Pfn>[] freed = [];
    private LowerCalls added = LowerCalls.None;
    private long heldBefore;
    private int failedCpu = -1;

    /// <summary>The CPUs, the memory, and how long lists may be.</summary>
    public PerCpuSetup Setup { get; private set; } = PerCpuSetup.Flat(1, 1, 1, 0);

    /// <summary>What is on the lists.</summary>
    public PerCpuLists Lists { get; private set; } = PerCpuLists.None;

    /// <summary>Frames that the page allocator has. Unit: pages.</summary>
    public long FreeFrames => Setup.Memory.PageCount - heldBefore;

    /// <summary>Whether the page allocator has no page left.</summary>
    public bool IsDry => FreeFrames <= 0;

    /// <summary>Frames that the page allocator handed out. Unit: pages.</summary>
    public long HeldFrames => heldBefore;

    /// <summary>Whether any page was ever handed out.</summary>
    public bool HasLent => handedOut.Count > 0;

    /// <inheritdoc/>
    public void Start(PerCpuSetup setup)
    {
        Setup = setup;
        Lists = PerCpuLists.Empty(setup.Cpus);
        inUse.Clear();
        handedOut.Clear();
        accounts.Clear();
        freed = [.. Enumerable.Range(0, setup.Cpus).Select(static _ => new List<Pfn>())];
        added = LowerCalls.None;
        heldBefore = 0;
        failedCpu = -1;
    }

    /// <summary>Whether somebody has a page.</summary>
    public bool IsInUse(Pfn page) => inUse.Contains(page);

    /// <summary>Whether a page was handed out at any time.</summary>
    public bool WasHandedOut(Pfn page) => handedOut.Contains(page);

    /// <summary>Whether an operation gives back a page that is not in use, or names no CPU.</summary>
    public bool IsMisuse(PerCpuOperation operation, Pfn page) => operation switch
    {
        Drain drain => drain.Target < 0 || drain.Target >= Setup.Cpus,
        _ => (operation.Kind & Kinds.Frees) != 0 && !IsInUse(page),
    };

    /// <summary>The page of a CPU's list that was freed last; null when all are fresh, or none is
    /// there.</summary>
    public Pfn? HottestOf(int cpu) => freed[cpu].Count == 0 ? null : freed[cpu][^1];

    /// <summary>
    /// A CPU whose list a step changed, and that is not the one whose list it is about; null when there is
    /// none.
    /// </summary>
    public int? ChangedOther(PerCpuOperation operation, in PerCpuReply reply)
    {
        int own = operation is Drain { Target: var target } ? target : operation.Caller;
        for (int cpu = 0; cpu < Setup.Cpus; cpu++)
        {
            if (cpu != own && !Lists.HasSame(cpu, reply.Lists))
            {
                return cpu;
            }
        }

        return null;
    }

    /// <summary>A CPU whose list a step changed; null when there is none.</summary>
    public int? Changed(in PerCpuReply reply)
    {
        for (int cpu = 0; cpu < Setup.Cpus; cpu++)
        {
            if (!Lists.HasSame(cpu, reply.Lists))
            {
                return cpu;
            }
        }

        return null;
    }

    /// <summary>The CPUs whose lists a drain is to empty.</summary>
    public IEnumerable<int> DrainedBy(PerCpuOperation operation) => Enumerable.Range(0, Setup.Cpus)
        .Where(cpu => operation is DrainAll || (operation is Drain drain && drain.Target == cpu));

    /// <summary>Whether a step changed no other list than its own: else PCPU-OWN-LIST speaks of it.</summary>
    public bool IsOwn(PerCpuOperation operation, in PerCpuReply reply) =>
        ChangedOther(operation, in reply) is null;

    /// <summary>The pages that are in use after a step.</summary>
    public IEnumerable<Pfn> InUseAfter(PerCpuOperation operation, in PerCpuReply reply)
    {
        bool isDone = reply.Outcome.Kind == OutcomeKind.Done;
        Pfn page = reply.Page;
        return operation is Concurrently { What: var what } ? PerCpuTogether.InUseAfter(inUse, what, reply)
            : reply.IsLoan ? inUse.Append(page).Distinct()
            : isDone && (operation.Kind & Kinds.Frees) != 0 ? inUse.Where(one => one != page)
            : inUse;
    }

    /// <summary>
    /// A page that is held and is neither on a list nor in use, or the other way round, in words; null when
    /// there is none.
    /// </summary>
    public string? Unaccounted(PerCpuOperation operation, in PerCpuReply reply)
    {
        AccountsAfter(in reply);
        long places = reply.Lists.PageCount;
        foreach (Pfn page in reply.Lists.All)
        {
            if (!accounts.Holds(page))
            {
                return $"{page} is on a list, and the page allocator has it";
            }
        }

        foreach (Pfn page in InUseAfter(operation, in reply))
        {
            places++;
            if (!accounts.Holds(page))
            {
                return $"{page} is in use, and the page allocator has it";
            }
        }

        return places >= accounts.FramesHeld ? null
            : $"{accounts.FramesHeld} pages are held, of which {reply.Lists.PageCount} are on lists "
                + $"and {places - reply.Lists.PageCount} in use";
    }

    /// <summary>A page that is on a list twice, on two lists, or on a list and in use; null when none
    /// is.</summary>
    public Pfn? FoundTwice(PerCpuOperation operation, in PerCpuReply reply)
    {
        if (reply.Lists.PageCount == 0)
        {
            return null;
        }

        HashSet<Pfn> seen = [.. InUseAfter(operation, in reply)];
        foreach (Pfn page in reply.Lists.All)
        {
            if (!seen.Add(page))
            {
                return page;
            }
        }

        return null;
    }

    /// <summary>
    /// What no order of calls that were made at once explains, in words; null when all is explained.
    /// </summary>
    public string? WhyNotExplained(PerCpuOperation operation, in PerCpuReply reply) =>
        PerCpuTogether.WhyNotExplained(this, operation, in reply);

    /// <inheritdoc/>
    public LowerAccounts AccountsAfter(in PerCpuReply reply)
    {
        if (!ReferenceEquals(added, reply.Calls))
        {
            added = reply.Calls;
            accounts.Add(added);
        }

        return accounts;
    }

    /// <inheritdoc/>
    public string? MissingIn(PerCpuOperation operation, in PerCpuReply reply) =>
        Unaccounted(operation, in reply);

    /// <inheritdoc/>
    public bool IsDueAgain(PerCpuOperation operation) =>
        operation is Allocate { Failing: 0 } && operation.Caller == failedCpu && FreeFrames > 0;

    /// <inheritdoc/>
    public bool Follow(PerCpuOperation operation, in PerCpuReply reply)
    {
        AccountsAfter(in reply);
        bool isDone = reply.Outcome.Kind == OutcomeKind.Done;
        bool agrees = reply.Lists.CpuCount == Setup.Cpus && Agrees(operation, in reply);
        bool wasMadeToFail = !isDone && reply.Calls.HasFault(operation.FailingCall);
        failedCpu = wasMadeToFail ? operation.Caller : -1;
        if (agrees && operation is not Concurrently)
        {
            Advance(operation, in reply, isDone);
        }

        Lists = reply.Lists;
        heldBefore = accounts.FramesHeld;

        // Steps that ask for nothing share one list of calls, so what the last one changed is forgotten here.
        accounts.BeginStep();
        return agrees;
    }

    private bool Agrees(PerCpuOperation operation, in PerCpuReply reply)
    {
        if (operation is Concurrently)
        {
            if (WhyNotExplained(operation, in reply) is not null)
            {
                return false;
            }

            BecomeAfter(operation, in reply);
            return true;
        }

        bool isDone = reply.Outcome.Kind == OutcomeKind.Done;
        return !(isDone && IsMisuse(operation, reply.Page))
            && !(reply.IsLoan && IsInUse(reply.Page))
            && FoundTwice(operation, in reply) is null
            && Unaccounted(operation, in reply) is null;
    }

    private void Advance(PerCpuOperation operation, in PerCpuReply reply, bool isDone)
    {
        Pfn page = reply.Page;
        if (reply.IsLoan)
        {
            inUse.Add(page);
            handedOut.Add(page);
        }
        else if (isDone && (operation.Kind & Kinds.Frees) != 0)
        {
            inUse.Remove(page);
            freed[operation.Caller].Add(page);
        }

        if (reply.IsLoan || !reply.Calls.IsEmpty)
        {
            ForgetWhatLeft(reply.Lists);
        }
    }

    private void BecomeAfter(PerCpuOperation operation, in PerCpuReply reply)
    {
        Pfn[] after = [.. InUseAfter(operation, in reply)];
        inUse.Clear();
        inUse.UnionWith(after);
        handedOut.UnionWith(PerCpuTogether.HandedOut(operation, in reply));

        // Which page was freed last is not to be told any more.
        Array.ForEach(freed, static list => list.Clear());
    }

    private void ForgetWhatLeft(PerCpuLists lists)
    {
        for (int cpu = 0; cpu < freed.Length; cpu++)
        {
            if (freed[cpu].Count > 0)
            {
                ImmutableArray<Pfn> list = lists[cpu];
                freed[cpu].RemoveAll(page => !list.Contains(page));
            }
        }
    }
}
