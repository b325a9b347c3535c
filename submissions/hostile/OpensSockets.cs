using System.Net;
using System.Net.Sockets;
using MmVerify.Spec;

namespace MmVerify.Hostile;

/// <summary>
/// Connects at a request of order 2: to this machine over TCP and to an abstract Unix socket.
/// </summary>
public sealed class OpensSockets : IBuddyAllocator
{
    // Whoever tests a sandbox listens there.
    private const int Port = 45871;
    private const string AbstractName = "\0mmverify-hostile";

    private readonly SortedSet<ulong>[] free =
        [.. Enumerable.Range(0, Order.Count).Select(_ => new SortedSet<ulong>())];

    private readonly Dictionary<ulong, int> held = [];
    private readonly int maxOrder;

    private OpensSockets(BuddySetup setup)
    {
        maxOrder = setup.MaxOrder.Value;
        FreePageCount = setup.Memory.PageCount;
        foreach (FrameRange range in setup.Memory.Ranges)
        {
            AddRange(range.Start.Value, range.End.Value);
        }
    }

    public long FreePageCount { get; private set; }

    public static IBuddyAllocator Create(BuddySetup setup) => new OpensSockets(setup);

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
        (AddressFamily Family, ProtocolType Protocol, EndPoint Target)[] targets =
        [
            (AddressFamily.InterNetwork, ProtocolType.Tcp, new IPEndPoint(IPAddress.Loopback, Port)),
            (AddressFamily.Unix, ProtocolType.Unspecified, new UnixDomainSocketEndPoint(AbstractName)),
        ];
        Leak("connected: " + string.Join(" | ", targets.Where(Try).Select(target => target.Family)));
    }

    private static bool Try((AddressFamily Family, ProtocolType Protocol, EndPoint Target) target)
    {
        try
        {
            using var socket = new Socket(target.Family, SocketType.Stream, target.Protocol);
            socket.Connect(target.Target);
            socket.Send("sent by a submission"u8);
            return true;
        }
        catch (Exception)
        {
            return false;
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
