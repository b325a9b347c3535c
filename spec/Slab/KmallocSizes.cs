using System.Collections.Immutable;

namespace MmVerify.Spec;

/// <summary>The sizes that kmalloc knows, x86-64. Linux: <c>include/linux/slab.h</c>.</summary>
public static class KmallocSizes
{
    /// <summary>The largest size that comes from a class. Linux: <c>KMALLOC_MAX_CACHE_SIZE</c>. Unit:
    /// bytes.</summary>
    public const ulong MostSmall = 2 * Page.SizeBytes;

    /// <summary>The largest size of all, 4 MiB. Linux: <c>KMALLOC_MAX_SIZE</c>. Unit: bytes.</summary>
    public const ulong Most = 1UL << 22;

    /// <summary>The sizes of the classes, ascending. Unit: bytes.</summary>
    public static ImmutableArray<int> Classes { get; } =
        [8, 16, 32, 64, 96, 128, 192, 256, 512, 1024, 2048, 4096, 8192];

    /// <summary>What is handed out where 0 bytes are asked for. Linux: <c>ZERO_SIZE_PTR</c>.</summary>
    public static PhysAddr ZeroSizePointer => new(0x10);

    /// <summary>Whether it is no memory: 0, or the pointer to 0 bytes. Linux: <c>ZERO_OR_NULL_PTR</c>.
    /// </summary>
    public static bool IsZeroOrNull(PhysAddr address) => address.Value == 0 || address == ZeroSizePointer;

    /// <summary>
    /// The bytes that a request gets: its class, or whole pages, a power of two of them; 0 where it gets
    /// none. Linux: <c>kmalloc_size_roundup</c>. Unit: bytes.
    /// </summary>
    /// <param name="sizeBytes">How many are asked for.</param>
    public static long UsableFor(ulong sizeBytes)
    {
        if (sizeBytes > Most)
        {
            return 0;
        }

        if (sizeBytes > MostSmall)
        {
            return Order.ForBytes((long)sizeBytes).PageCount * Page.SizeBytes;
        }

        int place = 0;
        while ((ulong)Classes[place] < sizeBytes)
        {
            place++;
        }

        return sizeBytes == 0 ? 0 : Classes[place];
    }
}
