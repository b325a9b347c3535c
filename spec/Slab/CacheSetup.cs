using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace MmVerify.Spec;

/// <summary>What a cache is made with besides sizes. Linux: <c>SLAB_HWCACHE_ALIGN</c> and its like.</summary>
[Flags]
[SuppressMessage("Naming", "CA1711", Justification = "slab flags are called so")]
public enum CacheFlags
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Objects share no more lines of a processor's cache than they have to.</summary>
    HwCacheAlign = 1,

    /// <summary>What is written just outside of an object is recognised.</summary>
    RedZone = 2,

    /// <summary>What is written into a free object is recognised.</summary>
    Poison = 4,
}

/// <summary>What a cache is made with. It is a plain wish and is not checked when made.</summary>
/// <param name="SizeBytes">The size of an object. Unit: bytes.</param>
/// <param name="Align">Objects start at multiples of it; 0 when that is left open. Unit: bytes.</param>
/// <param name="Flags">What else is wanted.</param>
/// <param name="Constructor">Makes of raw bytes an object, given its address; null where any bytes will do.
/// </param>
public sealed record CacheSetup(
    long SizeBytes, int Align = 0, CacheFlags Flags = CacheFlags.None, Action<PhysAddr>? Constructor = null)
{
    /// <summary>The largest object that a cache may have, 4 MiB. Linux: <c>KMALLOC_MAX_SIZE</c>.</summary>
    public const long MostBytes = 1L << 22;

    /// <summary>The largest alignment that may be asked for. Unit: bytes.</summary>
    public const int MostAlign = Page.SizeBytes;

    /// <summary>The alignment that every object has. Unit: bytes.</summary>
    public const int LeastAlign = 8;

    /// <summary>The line of a processor's cache. Linux: <c>cache_line_size</c>. Unit: bytes.</summary>
    public const int LineBytes = 64;

    /// <summary>What a free object is filled with. Linux: <c>POISON_FREE</c>.</summary>
    public const byte PoisonFree = 0x6b;

    /// <summary>The last byte of a free object. Linux: <c>POISON_END</c>.</summary>
    public const byte PoisonEnd = 0xa5;

    /// <summary>Bytes on either side of an object that may be written by mistake and are watched.</summary>
    public const int RedZoneBytes = 8;

    /// <summary>Whether a cache can be made like this.</summary>
    public bool MakesSense => SizeBytes is >= 1 and <= MostBytes
        && Align is >= 0 and <= MostAlign && int.IsPow2(Align == 0 ? 1 : Align)
        && (int)Flags is >= 0 and <= (int)(CacheFlags.HwCacheAlign | CacheFlags.RedZone | CacheFlags.Poison);

    /// <summary>Whether what is written just outside of an object is recognised.</summary>
    public bool IsRedZoned => Flags.HasFlag(CacheFlags.RedZone);

    /// <summary>
    /// Whether free objects are filled with poison: not where a constructor's work would be spoilt.
    /// </summary>
    public bool IsPoisoned => Flags.HasFlag(CacheFlags.Poison) && Constructor is null;

    /// <summary>
    /// What the start of an object is a multiple of: a line where that was wished for, halved as long as two
    /// objects fit into it. Linux: <c>calculate_alignment</c>. Unit: bytes.
    /// </summary>
    public int EffectiveAlign
    {
        get
        {
            int line = Flags.HasFlag(CacheFlags.HwCacheAlign) ? LineBytes : LeastAlign;
            while (line > LeastAlign && SizeBytes <= line / 2)
            {
                line /= 2;
            }

            return Math.Max(Math.Max(Align, line), LeastAlign);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{SizeBytes} bytes")
        + (Align == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", align {Align}"))
        + (Flags == CacheFlags.None ? "" : $", {Flags}")
        + (Constructor is null ? "" : ", constructor");
}
