using System.Text;
using MmVerify.Spec;

namespace MmVerify.Properties;

/// <summary>Tables of numbers for who learns the buddy system.</summary>
public static class BuddyNumbers
{
    private const ulong Example = 12;

    /// <summary>The buddies of the blocks that start at frame 12, order by order, in binary.</summary>
    public static string Buddies()
    {
        var text = new StringBuilder("          start     bit       buddy     merged start\n");
        for (int order = 0; new Pfn(Example).IsAlignedTo(new Order(order)); order++)
        {
            var block = new Block(new Pfn(Example), new Order(order));
            Pfn merged = block.Start.AlignedDownTo(block.Order.Up());
            var bit = new Pfn((ulong)block.PageCount);
            text.Append($"{block.Order}   {Shown(block.Start)} ^ {Shown(bit)} = ");
            text.Append($"{Shown(block.Buddy.Start)}   {Bits(merged)}\n");
        }

        return text.ToString();
    }

    /// <summary>The orders with their sizes, as a Markdown table.</summary>
    public static string Orders()
    {
        const string Head = "| order | pages | size | a block starts at a multiple of |\n|--:|--:|--:|--:|\n";
        var text = new StringBuilder(Head);
        for (int value = 0; value <= Order.MaxValue; value++)
        {
            var order = new Order(value);
            text.Append($"| {value} | {order.PageCount} | {Size(order)} ");
            text.Append($"| 0x{order.PageCount * Page.SizeBytes:x} |\n");
        }

        return text.ToString();
    }

    /// <summary>The free blocks of a PC's first 16 MiB, without frame 0 and what lies below 1 MiB.</summary>
    public static string FirstZone()
    {
        var memory = new MemoryMap(new FrameRange(new Pfn(1), 0x9e), new FrameRange(new Pfn(0x100), 0xf00));
        var setup = new BuddySetup(memory, Order.Max);
        var model = new BuddyModel();
        model.Start(setup);
        CountPerOrder counts = model.FreeBlocks;
        IEnumerable<int> shown = Enumerable.Range(0, Order.Count).Select(order => counts[order]);
        return $"{setup}\nfree blocks of order 0 to {Order.Max.Value}: {string.Join(' ', shown)}\n";
    }

    private static string Shown(Pfn frame) => Bits(frame).PadRight(7);

    private static string Bits(Pfn frame) => Convert.ToString((long)frame.Value, 2).PadLeft(4, '0');

    private static string Size(Order order)
    {
        const long KibiByte = 1024;
        long size = order.PageCount * Page.SizeBytes / KibiByte;
        return size < KibiByte ? $"{size} KiB" : $"{size / KibiByte} MiB";
    }
}
