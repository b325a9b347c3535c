using System.Runtime.InteropServices;

namespace MmVerify.Host;

internal static unsafe partial class Native
{
    /// <summary>Another number for an open file; -1 when it is refused.</summary>
    [LibraryImport("libc", EntryPoint = "dup", SetLastError = true)]
    internal static partial int Duplicate(int descriptor);

    /// <summary>Makes a number mean what another means; -1 when it is refused.</summary>
    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    internal static partial int DuplicateTo(int descriptor, int target);
}
