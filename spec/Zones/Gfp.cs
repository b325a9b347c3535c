namespace MmVerify.Spec;

/// <summary>
/// What a request says of itself: from which zones it may be served, and how urgent it is. The bits are those
/// of Linux, <c>include/linux/gfp_types.h</c>, where each has two underscores and <c>GFP_</c> in front; the
/// bits that say nothing of zones and watermarks are left out.
/// </summary>
[Flags]
public enum Gfp
{
    /// <summary>From Normal or below, may not wait, wakes nobody.</summary>
    None = 0,

    /// <summary>From the zone that the oldest devices reach.</summary>
    Dma = 0x1,

    /// <summary>High memory will do: the caller does not need a kernel address.</summary>
    HighMem = 0x2,

    /// <summary>From the zones that devices with 32 address lines reach.</summary>
    Dma32 = 0x4,

    /// <summary>The page can be moved; with <see cref="HighMem"/> the zone Movable will do.</summary>
    Movable = 0x8,

    /// <summary>Urgent: may use half of what is kept below the min mark.</summary>
    High = 0x20,

    /// <summary>May start input and output.</summary>
    Io = 0x40,

    /// <summary>May call into file systems.</summary>
    Fs = 0x80,

    /// <summary>May sleep, and reclaim pages itself. Without it nobody can wait for the caller.</summary>
    DirectReclaim = 0x400,

    /// <summary>Wakes kswapd when memory is low. Alone it is Linux's <c>GFP_NOWAIT</c>.</summary>
    KswapdReclaim = 0x800,

    /// <summary>From an interrupt: urgent, and cannot sleep.</summary>
    Atomic = High | KswapdReclaim,

    /// <summary>The usual request of the kernel for itself.</summary>
    Kernel = DirectReclaim | KswapdReclaim | Io | Fs,
}

/// <summary>Asks flags.</summary>
public static class GfpExtensions
{
    /// <summary>Whether one of some flags is set.</summary>
    public static bool Has(this Gfp flags, Gfp some) => (flags & some) != Gfp.None;
}
