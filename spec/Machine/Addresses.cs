using System.Globalization;

namespace MmVerify.Spec;

/// <summary>A physical address: what goes out on the bus. Linux: <c>phys_addr_t</c>.</summary>
/// <param name="Value">The address. Unit: bytes from physical 0.</param>
public readonly record struct PhysAddr(ulong Value)
{
    /// <summary>The frame in which the byte lies.</summary>
    public Pfn ToPfn() => new(Value / Page.SizeBytes);

    /// <summary>How far into its frame the byte lies. Unit: bytes.</summary>
    public int OffsetInPage => (int)(Value % Page.SizeBytes);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"phys 0x{Value:x}");
}

/// <summary>A virtual address: what a program uses, before translation by page tables.</summary>
/// <param name="Value">The address. Unit: bytes from virtual 0.</param>
public readonly record struct VirtAddr(ulong Value)
{
    /// <summary>The start of the page in which the byte lies.</summary>
    public VirtAddr PageStart => new(Value - (Value % Page.SizeBytes));

    /// <summary>How far into its page the byte lies. Unit: bytes.</summary>
    public int OffsetInPage => (int)(Value % Page.SizeBytes);

    /// <summary>Whether it is the first byte of a page.</summary>
    public bool IsPageStart => OffsetInPage == 0;

    /// <summary>The address a number of pages further on; behind the last one it begins anew at 0.</summary>
    public VirtAddr PlusPages(long pageCount) => new(unchecked(Value + ((ulong)pageCount * Page.SizeBytes)));

    /// <summary>The address a number of bytes further on; behind the last one it begins anew at 0.</summary>
    public VirtAddr PlusBytes(ulong byteCount) => new(unchecked(Value + byteCount));

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"virt 0x{Value:x}");
}
