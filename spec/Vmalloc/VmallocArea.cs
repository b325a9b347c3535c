using System.Globalization;

namespace MmVerify.Spec;

/// <summary>Pages in a row, by their virtual addresses.</summary>
/// <param name="Start">The first byte. An area that an implementation claims may start anywhere.</param>
/// <param name="PageCount">How many pages, without a guard. Unit: pages.</param>
public readonly record struct VmallocArea(VirtAddr Start, long PageCount)
{
    /// <summary>The page behind the last one, which stays unmapped.</summary>
    public VirtAddr Guard => Page(PageCount);

    /// <summary>The starts of its pages, without the guard.</summary>
    public IEnumerable<VirtAddr> Pages
    {
        get
        {
            for (long index = 0; index < PageCount; index++)
            {
                yield return Page(index);
            }
        }
    }

    /// <summary>The start of one of the pages.</summary>
    /// <param name="index">Which one, from 0.</param>
    public VirtAddr Page(long index) => Start.PageStart.PlusPages(index);

    /// <summary>Which of the pages an address lies in, guard included; -1 for none of them.</summary>
    public long IndexOf(VirtAddr address)
    {
        ulong behind = unchecked(address.Value - Start.PageStart.Value) / Spec.Page.SizeBytes;
        return behind <= (ulong)PageCount ? (long)behind : -1;
    }

    /// <summary>Whether an address lies in one of the pages, without the guard.</summary>
    public bool HasPage(VirtAddr address) => IndexOf(address) is var index && index >= 0 && index < PageCount;

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"[0x{Start.Value:x}, 0x{unchecked(Start.Value + ((ulong)PageCount * Spec.Page.SizeBytes)):x})");
}
