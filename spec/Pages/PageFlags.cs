using System.Diagnostics.CodeAnalysis;

namespace MmVerify.Spec;

/// <summary>What else is known of a page. Linux: <c>enum pageflags</c>.</summary>
[Flags]
[SuppressMessage("Naming", "CA1711", Justification = "page flags are called so")]
[SuppressMessage("Naming", "CA1700", Justification = "a reserved page is called so")]
public enum PageFlags
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Somebody works on it, and others wait.</summary>
    Locked = 1,

    /// <summary>It was used lately.</summary>
    Referenced = 2,

    /// <summary>What is in it was read completely.</summary>
    UpToDate = 4,

    /// <summary>What is in it has to be written back.</summary>
    Dirty = 8,

    /// <summary>It is on one of the lists of reclaim.</summary>
    Lru = 16,

    /// <summary>It is on the list of those that are used.</summary>
    Active = 32,

    /// <summary>It is being written back.</summary>
    Writeback = 64,

    /// <summary>It is never handed out: the kernel's own image, or what firmware keeps.</summary>
    Reserved = 128,
}
