using System.Numerics;

namespace MmVerify.Spec;

/// <summary>
/// The free frames of one zone, as bits: a byte holds the eight frames of a largest block. Of a byte at the
/// border of two zones each has its own bits.
/// </summary>
internal sealed class ZoneFrames
{
    private const ulong PerByte = 1UL << ZonesSetup.MaxOrder;

    private readonly int[] runs = new int[ZonesSetup.MaxOrder + 1];
    private byte[] free = [];
    private ulong firstByte;

    public long FreePages { get; private set; }

    /// <summary>Whether some aligned block of an order is free.</summary>
    public bool HasFree(Order order) => runs[order.Value] > 0;

    public bool IsFree(Block block)
    {
        ulong at = unchecked((block.Start.Value / PerByte) - firstByte);
        byte bits = BitsOf(block);
        return at < (ulong)free.Length && (free[at] & bits) == bits;
    }

    /// <summary>Makes an aligned block held that was free, or free that was held.</summary>
    public void Toggle(Block block)
    {
        ulong at = (block.Start.Value / PerByte) - firstByte;
        Count(free[at], -1);
        free[at] ^= BitsOf(block);
        Count(free[at], 1);
    }

    public void CopyFrom(ZoneFrames other)
    {
        if (free.Length != other.free.Length)
        {
            free = new byte[other.free.Length];
        }

        other.free.CopyTo(free, 0);
        other.runs.CopyTo(runs, 0);
        firstByte = other.firstByte;
        FreePages = other.FreePages;
    }

    /// <summary>Becomes the frames of a memory between two ends, all free.</summary>
    public void Fill(MemoryMap memory, Pfn start, Pfn end)
    {
        ulong from = Math.Max(start.Value, memory.First.Value);
        ulong to = Math.Min(end.Value, memory.End.Value);
        firstByte = from / PerByte;
        free = new byte[from < to ? ((to - 1) / PerByte) - firstByte + 1 : 0];
        foreach (FrameRange range in memory.Ranges)
        {
            ulong last = Math.Min(to, range.End.Value);
            for (ulong frame = Math.Max(from, range.Start.Value); frame < last; frame++)
            {
                free[(frame / PerByte) - firstByte] |= (byte)(1 << (int)(frame % PerByte));
            }
        }

        foreach (byte bits in free)
        {
            Count(bits, 1);
        }
    }

    private static byte BitsOf(Block block) =>
        (byte)(((1 << (int)block.PageCount) - 1) << (int)(block.Start.Value % PerByte));

    private void Count(byte bits, int sign)
    {
        FreePages += sign * BitOperations.PopCount(bits);
        uint whole = bits;
        for (int order = 0; order < runs.Length; order++)
        {
            runs[order] += sign * BitOperations.PopCount(whole);

            // A block of the next order is free where both its halves are; the lower half's bit stands for
            // it.
            whole &= whole >> (1 << order);
            whole &= order == 0 ? 0x55u : order == 1 ? 0x11u : 0x01u;
        }
    }
}
