using System.Numerics;
using static MmVerify.Spec.PerCpuOperation;

namespace MmVerify.Spec;

/// <summary>
/// Whether what several CPUs did at once is explained by an order of their calls: for each page by itself,
/// whether it was free when it was handed out and in use when it was taken back; and for each list by itself,
/// whether the pages that left it had come. What the page allocator answered is taken as it was.
/// </summary>
internal static class PerCpuTogether
{
    /// <summary>The page that a call handed out.</summary>
    private static Pfn PageOf(Answer answer) => new(unchecked((ulong)answer.Value));

    /// <summary>The page that a call gives back.</summary>
    /// <param name="operation">The call.</param>
    /// <param name="lent">What the step handed out that the others name.</param>
    private static Pfn PageOf(PerCpuOperation operation, Pfn lent) =>
        operation is FreeAt freeAt ? freeAt.Page : lent;

    /// <summary>The pages that were handed out.</summary>
    public static IEnumerable<Pfn> HandedOut(PerCpuOperation operation, in PerCpuReply reply)
    {
        Concurrent<PerCpuOperation> what = ((Concurrently)operation).What;
        return what.Calls.Zip(reply.History.Calls)
            .Where(static call => call.First.Operation is Allocate
                && call.Second.Answer.Outcome.Kind == OutcomeKind.Done)
            .Select(static call => PageOf(call.Second.Answer));
    }

    /// <summary>The pages that are in use after the step.</summary>
    /// <param name="before">Those that were before.</param>
    /// <param name="what">The calls.</param>
    /// <param name="reply">What came of them.</param>
    public static IEnumerable<Pfn> InUseAfter(
        IReadOnlySet<Pfn> before, Concurrent<PerCpuOperation> what, PerCpuReply reply)
    {
        var uses = before.ToDictionary(static page => page, static _ => 1);
        for (int call = 0; call < what.Calls.Length; call++)
        {
            PerCpuOperation operation = what.Calls[call].Operation;
            Answer answer = reply.History.Calls[call].Answer;
            if (answer.Outcome.Kind == OutcomeKind.Done && IsOfAPage(operation, answer))
            {
                Pfn page = PageIn(what, in reply, call);
                uses[page] = uses.GetValueOrDefault(page) + (operation is Allocate ? 1 : -1);
            }
        }

        return uses.Where(static page => page.Value > 0).Select(static page => page.Key);
    }

    /// <summary>What no order explains, in words; null when all is explained.</summary>
    public static string? WhyNotExplained(
        PerCpuModel model, PerCpuOperation operation, in PerCpuReply reply)
    {
        Concurrent<PerCpuOperation> what = ((Concurrently)operation).What;
        foreach (Pfn page in PagesIn(what, reply))
        {
            if (!IsPageExplained(model, what, in reply, page))
            {
                return $"{page}, {(model.IsInUse(page) ? "in use" : "not in use")} before";
            }
        }

        for (int cpu = 0; cpu < model.Setup.Cpus; cpu++)
        {
            if (!IsListExplained(model, what, in reply, cpu))
            {
                return $"the list of CPU {cpu}, {PerCpuLists.Tell(model.Lists[cpu])} before and "
                    + $"{PerCpuLists.Tell(reply.Lists[cpu])} after";
            }
        }

        return model.AccountsAfter(in reply).Misuse
            ?? (model.FoundTwice(operation, in reply) is Pfn twice
                ? $"{twice}, which is in two places"
                : null)
            ?? model.Unaccounted(operation, in reply);
    }

    private static IEnumerable<Pfn> PagesIn(Concurrent<PerCpuOperation> what, PerCpuReply reply) =>
        what.Calls.Index()
            .Where(call => IsOfAPage(call.Item.Operation, reply.History.Calls[call.Index].Answer))
            .Select(call => PageIn(what, in reply, call.Index)).Distinct();

    // A call that says something of a page.
    private static bool IsOfAPage(PerCpuOperation operation, Answer answer) =>
        (operation.Kind & Kinds.Frees) != 0
            || (operation is Allocate && answer.Outcome.Kind == OutcomeKind.Done);

    private static Pfn PageIn(Concurrent<PerCpuOperation> what, in PerCpuReply reply, int call) =>
        what.Calls[call].Operation is Allocate
            ? PageOf(reply.History.Calls[call].Answer)
            : PageOf(what.Calls[call].Operation, reply.Page);

    private static bool IsPageExplained(
        PerCpuModel model, Concurrent<PerCpuOperation> what, in PerCpuReply reply, Pfn page)
    {
        PerCpuReply told = reply;
        ConcurrentHistory history = reply.History;
        int[] calls =
        [
            .. Enumerable.Range(0, what.Calls.Length).Where(call =>
                IsOfAPage(what.Calls[call].Operation, history.Calls[call].Answer)
                && PageIn(what, in told, call) == page),
        ];
        return Linearizability.Explains(
            [.. calls.Select(call => history.Calls[call])],
            model.IsInUse(page),
            (ref bool isInUse, int index) =>
            {
                bool isRight = what.Calls[calls[index]].Operation is Allocate
                    ? !isInUse
                    : history.Calls[calls[index]].Answer
                        == Answer.Of(isInUse ? Errno.None : Errno.EINVAL);
                isInUse = what.Calls[calls[index]].Operation is Allocate;
                return isRight;
            },
            static _ => true);
    }

    private static bool IsListExplained(
        PerCpuModel model, Concurrent<PerCpuOperation> what, in PerCpuReply reply, int cpu)
    {
        ConcurrentHistory history = reply.History;
        int[] calls = [.. Enumerable.Range(0, what.Calls.Length)
            .Where(call => IsOfList(what.Calls[call].Operation, history.Calls[call].Answer, cpu))];
        var places = new Dictionary<Pfn, int>();
        PerCpuReply told = reply;
        Change[] changes = [.. calls.Select(call => ChangeOf(what, told, call, places))];
        BigInteger end = SetOf(reply.Lists[cpu], places);
        return Linearizability.Explains(
            [.. calls.Select(call => history.Calls[call])],
            SetOf(model.Lists[cpu], places),
            (ref BigInteger list, int index) => changes[index].TryApply(ref list),
            list => list == end);
    }

    private static bool IsOfList(PerCpuOperation operation, Answer answer, int cpu) => operation switch
    {
        Allocate => operation.Caller == cpu,
        Drain drain => drain.Target == cpu,
        DrainAll => true,
        _ => operation.Caller == cpu && answer.Outcome.Kind == OutcomeKind.Done,
    };

    private static Change ChangeOf(
        Concurrent<PerCpuOperation> what, PerCpuReply reply, int call, Dictionary<Pfn, int> places)
    {
        LowerCall[] done = [.. reply.CallsOf(call).Where(static one => one.Errno == Errno.None)];
        PerCpuOperation operation = what.Calls[call].Operation;
        bool isDone = reply.History.Calls[call].Answer.Outcome.Kind == OutcomeKind.Done;
        bool hasPage = isDone && (operation.Kind & Kinds.Drains) == 0;
        return new Change(
            operation,
            isDone,
            hasPage ? SetOf([PageIn(what, in reply, call)], places) : 0,
            SetOf(
                done.Where(static one => one.Kind == LowerCallKind.Take)
                    .Select(static one => one.Block.Start),
                places),
            SetOf(
                done.Where(static one => one.Kind == LowerCallKind.GiveBack)
                    .Select(static one => one.Block.Start),
                places));
    }

    // A set of pages as the bits of a number.
    private static BigInteger SetOf(IEnumerable<Pfn> pages, Dictionary<Pfn, int> places)
    {
        BigInteger set = 0;
        foreach (Pfn page in pages)
        {
            places.TryAdd(page, places.Count);
            set |= BigInteger.One << places[page];
        }

        return set;
    }

    // What a call does to a list: the page that it is about, and what it took of the page allocator and gave
    // back to it, as sets.
    private sealed record Change(
        PerCpuOperation Operation,
        bool IsDone,
        BigInteger Page,
        BigInteger Taken,
        BigInteger Given)
    {
        public bool TryApply(ref BigInteger list)
        {
            switch (Operation)
            {
                case Allocate:
                    BigInteger all = list | Taken;
                    bool isRight = IsDone
                        ? (list & Taken) == 0 && (all & Page) == Page
                        : list == 0 && Taken == Given;
                    list = all & ~(Page | Given);
                    return isRight;
                case Drain:
                    bool wasList = list == Given;
                    list = 0;
                    return wasList;
                case DrainAll:
                    bool wasPart = (list & ~Given) == 0;
                    list = 0;
                    return wasPart;
                default:
                    bool isNew = (list & Page) == 0 && (Given & ~(list | Page)) == 0;
                    list = (list | Page) & ~Given;
                    return isNew;
            }
        }
    }
}
