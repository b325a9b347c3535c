namespace MmVerify.Spec;

/// <summary>
/// The base page: the unit in which memory is handed out, mapped and protected. Linux: <c>PAGE_SIZE</c>.
/// </summary>
public static class Page
{
    /// <summary>Bytes in a page: 4096, as on x86.</summary>
    public const int SizeBytes = 4096;

    /// <summary>
    /// Pages needed to hold a number of bytes, the last one perhaps only in part. Unit: pages.
    /// </summary>
    public static long CountFor(long sizeBytes) => checked(sizeBytes + SizeBytes - 1) / SizeBytes;
}
