using System.Globalization;

namespace MmVerify.Spec;

/// <summary>What was asked of a lower layer.</summary>
public enum LowerCallKind : byte
{
    /// <summary><see cref="IPageAllocator.Allocate"/>.</summary>
    Take,

    /// <summary><see cref="IPageAllocator.Free"/>.</summary>
    GiveBack,

    /// <summary><see cref="IPageMap.Map"/>.</summary>
    Map,

    /// <summary><see cref="IPageMap.Unmap"/>.</summary>
    Unmap,

    /// <summary>Bytes were read or written through <see cref="FrameMemory"/> that are not the
    /// caller's.</summary>
    Touch,
}

/// <summary>One call of a lower layer, with its answer.</summary>
/// <param name="Kind">What was asked.</param>
/// <param name="Page">The page that was mapped or unmapped, or the byte that was touched; otherwise
/// nothing.</param>
/// <param name="Block">The block that was taken or given back; of a mapping its frame, as a block of
/// order 0. Of a refused <see cref="LowerCallKind.Take"/> only the order means anything.</param>
/// <param name="Errno">How it was refused; <see cref="Errno.None"/> when it was done.</param>
public readonly record struct LowerCall(LowerCallKind Kind, VirtAddr Page, Block Block, Errno Errno)
{
    /// <summary>
    /// Whether a call of this kind may fail though it is right: these are counted for faults.
    /// </summary>
    public bool MayFail => Kind is LowerCallKind.Take or LowerCallKind.Map;

    /// <summary>Whether it failed for want of memory, really or pretended.</summary>
    public bool HasFailed => MayFail && Errno == Errno.ENOMEM;

    /// <inheritdoc/>
    public override string ToString()
    {
        string asked = Kind switch
        {
            LowerCallKind.Take => $"take {Block.Order}",
            LowerCallKind.GiveBack => $"give back {Block}",
            LowerCallKind.Map => $"map {Page} to {Block.Start}",
            LowerCallKind.Touch => $"touch {new PhysAddr(Page.Value)}, in a frame that is not held",
            _ => $"unmap {Page}",
        };
        string answer = Errno != Errno.None ? $"{Errno}"
            : Kind is LowerCallKind.Take or LowerCallKind.Unmap ? $"{Block.Start}"
            : "ok";
        return string.Create(CultureInfo.InvariantCulture, $"{asked} -> {answer}");
    }
}
