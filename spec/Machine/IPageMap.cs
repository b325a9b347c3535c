namespace MmVerify.Spec;

/// <summary>
/// Page tables as those above them see them: which virtual page is which frame. Linux:
/// <c>vmap_pages_range</c>, <c>vunmap_range</c>.
/// </summary>
/// <remarks>
/// Whoever is given one is watched: what is mapped, unmapped or misused is noted, and any mapping may fail,
/// because the tables take memory themselves.
/// </remarks>
public interface IPageMap
{
    /// <summary>Makes a page be a frame.</summary>
    /// <remarks>
    /// <para>Requires: the start of a page that is not mapped. Ensures: addresses of the page lead to the
    /// frame.</para>
    /// <para>Failure: <see cref="Errno.ENOMEM"/> when a table is missing and there is no memory for it, or
    /// when that is pretended; <see cref="Errno.EINVAL"/> when the address is not the start of a page and
    /// <see cref="Errno.EEXIST"/> when the page is mapped already: both are misuse, and noted. Nothing has
    /// changed then.</para>
    /// <para>Open: nothing.</para>
    /// </remarks>
    /// <param name="page">The address of the first byte of the page.</param>
    /// <param name="frame">A frame that the caller has.</param>
    Errno Map(VirtAddr page, Pfn frame);

    /// <summary>Makes a page be nothing, and tells which frame it was.</summary>
    /// <remarks>
    /// <para>Requires: the start of a page. Ensures: whoever uses an address of the page faults.</para>
    /// <para>Failure: <see cref="Errno.ENOENT"/> when the page is not mapped, which is no misuse;
    /// <see cref="Errno.EINVAL"/> when the address is not the start of a page, which is. Nothing has changed
    /// then. To unmap never fails otherwise.</para>
    /// <para>Open: nothing.</para>
    /// </remarks>
    /// <param name="page">The address of the first byte of the page.</param>
    Result<Pfn> Unmap(VirtAddr page);

    /// <summary>Tells which frame an address leads to.</summary>
    /// <remarks>
    /// <para>Requires: nothing. Ensures: nothing changes.</para>
    /// <para>Failure: <see cref="Errno.EFAULT"/> when the page is not mapped. Open: nothing.</para>
    /// </remarks>
    /// <param name="address">Any address.</param>
    Result<Pfn> Translate(VirtAddr address);
}
