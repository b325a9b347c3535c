using System.Globalization;
using System.Text;
using MmVerify.Spec;
using static MmVerify.Spec.PerCpuOperation;

namespace MmVerify.Properties;

/// <summary>
/// How lists are filled and emptied, how often four CPUs take the lock of the zone with lists and without,
/// and what happens when a list is drained while its CPU uses it. Any implementation can play it.
/// </summary>
/// <param name="create">How to make the lists.</param>
public sealed class PerCpuScene(PerCpuFactory create)
{
    private const int Rounds = 240;
    private const int Burst = 24;
    private const int CaptionWidth = 34;
    private const int AnswerWidth = 12;
    private const int ListWidth = 16;
    private const int CellWidth = 9;

    private static readonly (string Caption, PerCpuOperation Operation)[] Acts =
    [
        ("CPU 0 asks: its list is empty", new Allocate(0)),
        ("CPU 0 asks again", new Allocate(0)),
        ("CPU 1 asks: a batch of its own", new Allocate(1)),
        ("CPU 1 frees what CPU 0 had", new Free(1, 0)),
        ("CPU 1 asks: the page is warm", new Allocate(1)),
        ("CPU 1 frees it", new Free(1, 4)),
        ("CPU 1 frees another", new Free(1, 1)),
        ("CPU 1 frees once more: too many", new Free(1, 2)),
        ("somebody needs memory: a drain", new DrainAll(0)),
    ];

    private static readonly (string Caption, int Batch, int High)[] Kinds =
    [
        ("no lists: batch 1, high 0", 1, 0),
        ("batch 4, high 16", 4, 16),
        ("batch 8, high 32", 8, 32),
        ("batch 16, high 64", 16, 64),
    ];

    // Memory in MiB of the one zone, and CPUs. Low marks are those of a zone that has all of the memory.
    private static readonly (int MebiBytes, int Cpus)[] Machines =
        [(16, 1), (64, 1), (256, 2), (1024, 4), (4096, 4), (16384, 16)];

    /// <summary>What Linux would choose on some machines of one zone.</summary>
    public static string Usual()
    {
        var text = new StringBuilder();
        text.Append($"{"memory",-10}{"CPUs",6}{"low mark",10}{"batch",8}{"high",8}{"grows to",10}\n");
        foreach ((int mebiBytes, int cpus) in Machines)
        {
            long frames = mebiBytes * 256L;
            long min = ZonesSetup.UsualMinFree(frames).Value / 4;
            long low = min + Math.Max(min / 4, frames / 1000);
            int batch = PerCpuSetup.UsualBatch(frames);
            long high = PerCpuSetup.UsualHigh(low, cpus, batch);
            long most = PerCpuSetup.UsualHighMax(frames, cpus, batch);
            text.Append(
                CultureInfo.InvariantCulture,
                $"{$"{mebiBytes} MiB",-10}{cpus,6}{low,10}{batch,8}{high,8}{most,10}\n");
        }

        return text.ToString();
    }

    /// <summary>Two CPUs, step by step: what is answered, what is on the lists, and what the page allocator
    /// was asked.</summary>
    public string Life()
    {
        PerCpuReply[] replies = Run(
            PerCpuSetup.Flat(12, 2, 3, 4), [.. Acts.Select(static act => act.Operation)]);
        var text = new StringBuilder();
        text.Append($"{"",-CaptionWidth}{"answer",-AnswerWidth}{"list of CPU 0",-ListWidth}");
        text.Append($"{"list of CPU 1",-ListWidth}page allocator\n");
        for (int act = 0; act < Acts.Length; act++)
        {
            PerCpuReply reply = replies[act + 1];
            string answer = reply.IsLoan ? $"{reply.Page}" : $"{reply.Outcome}";
            string line = $"{Acts[act].Caption,-CaptionWidth}{answer,-AnswerWidth}"
                + $"{PerCpuLists.Tell(reply.Lists[0]),-ListWidth}"
                + $"{PerCpuLists.Tell(reply.Lists[1]),-ListWidth}"
                + $"{reply.Calls}";
            text.Append(CultureInfo.InvariantCulture, $"{line.TrimEnd()}\n");
        }

        return text.ToString();
    }

    /// <summary>How often each of four CPUs takes the lock of the zone for the same work.</summary>
    public string Locks()
    {
        var text = new StringBuilder();
        Row(text, "", ["CPU 0", "CPU 1", "CPU 2", "CPU 3", "together"]);
        PerCpuOperation[] work = [.. Work()];
        int[] calls = [.. Cpus().Select(cpu => work.Count(one => one.Caller == cpu))];
        Row(text, "calls", [.. calls, calls.Sum()]);
        foreach ((string caption, int batch, int high) in Kinds)
        {
            PerCpuReply[] replies = Run(PerCpuSetup.Flat(1024, 4, batch, high), work);
            int[] locks =
            [
                .. Cpus().Select(cpu => work.Index()
                    .Count(one => one.Item.Caller == cpu && !replies[one.Index + 1].Calls.IsEmpty)),
            ];
            Row(text, caption, [.. locks, locks.Sum()]);
        }

        return text.ToString();
    }

    /// <summary>One CPU takes a page off its list, is stopped, and another one drains that list.</summary>
    /// <param name="steps">After how many steps it is stopped.</param>
    public string Race(int steps)
    {
        var together = new Concurrently(new([[new Allocate(0)], [new Drain(1, 0)]], steps));
        PerCpuReply[] replies = Run(
            PerCpuSetup.Flat(8, 2, 2, 2), [new Allocate(0), new Free(0, 0), together]);
        IReadOnlyList<string> story = new PerCpuPrograms().Story(together, in replies[^1]);
        string before = PerCpuLists.Tell(replies[^2].Lists[0]);
        return $"the list of CPU 0: {before}\n\n{string.Join('\n', story)}\n\n"
            + $"the list of CPU 0: {PerCpuLists.Tell(replies[^1].Lists[0])}\n";
    }

    private static IEnumerable<int> Cpus() => Enumerable.Range(0, 4);

    // CPU 0 takes a page and frees it, over and over; CPU 1 does so many at a time; CPU 2 takes pages that
    // CPU 3 frees, as where one receives packets and another reads them.
    private static List<PerCpuOperation> Work()
    {
        var operations = new List<PerCpuOperation>();
        for (int round = 0; round < Rounds / Burst; round++)
        {
            for (int i = 0; i < Burst; i++)
            {
                operations.Add(new Allocate(0));
                operations.Add(new Free(0, operations.Count - 1));
            }

            foreach ((int taker, int freer) in new[] { (1, 1), (2, 3) })
            {
                int first = operations.Count;
                operations.AddRange(Enumerable.Range(0, Burst).Select(_ => new Allocate(taker)));
                operations.AddRange(Enumerable.Range(first, Burst).Select(step => new Free(freer, step)));
            }
        }

        return operations;
    }

    private static void Row<T>(StringBuilder text, string caption, IEnumerable<T> cells)
    {
        string line = caption.PadRight(CaptionWidth)
            + string.Concat(cells.Select(static cell => $"{cell}".PadLeft(CellWidth)));
        text.Append(CultureInfo.InvariantCulture, $"{line.TrimEnd()}\n");
    }

    private PerCpuReply[] Run(PerCpuSetup setup, PerCpuOperation[] operations)
    {
        var replies = new PerCpuReply[operations.Length + 1];
        var driver = new PerCpuDriver(create, static memory => new PlainPages(memory));
        driver.Run(new(setup, operations), replies);
        return Array.TrueForAll(replies, static reply => reply.Outcome.Kind == OutcomeKind.Done)
            ? replies
            : throw new InvalidOperationException("the lists cannot play the scene");
    }
}
