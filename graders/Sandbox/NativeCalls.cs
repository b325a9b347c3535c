using System.Globalization;
using System.Runtime.InteropServices;

[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]

namespace MmVerify.Grader;

/// <summary>The calls of the C library that the judge needs to start, watch and end processes.</summary>
internal static unsafe partial class NativeCalls
{
    internal const int SigKill = 9;
    internal const int CloseOnExec = 0x80000;
    internal const int PathOnly = 0x200000;

    internal static int Errno => Marshal.GetLastPInvokeError();

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    internal static partial nint Call(nint number, nint a = 0, nint b = 0, nint c = 0, nint d = 0);

    [LibraryImport(
        "libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Open(string path, int flags);

    [LibraryImport(
        "libc", EntryPoint = "chmod", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ChangeMode(string path, UnixFileMode mode);

    [LibraryImport(
        "libc", EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint user, uint group);

    [LibraryImport("libc", EntryPoint = "pipe2", SetLastError = true)]
    internal static partial int Pipe(int* ends, int flags);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    internal static partial nint Read(int descriptor, void* bytes, nint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    internal static partial nint Write(int descriptor, void* bytes, nint count);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    internal static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int ControlFile(int descriptor, int operation, nint argument);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    internal static partial int Signal(int process, int signal);

    [LibraryImport("libc", EntryPoint = "waitid", SetLastError = true)]
    internal static partial int AwaitEnd(int kind, int process, byte* information, int options);

    [LibraryImport("libc", EntryPoint = "wait4", SetLastError = true)]
    internal static partial int Reap(int process, int* status, int options, long* usage);

    [LibraryImport(
        "libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Status(int folder, string path, int flags, uint mask, byte* status);

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    private static partial int Control(int operation, nuint a = 0, nuint b = 0, nuint c = 0, nuint d = 0);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();

    /// <summary>
    /// Keeps every file the judge has open, or was itself given by a shell, out of what it starts.
    /// </summary>
    /// <remarks>The runtime opens its own files that way; those it was given it leaves alone.</remarks>
    internal static void KeepFilesToOurselves()
    {
        const int setFlags = 2;
        const int closeOnExec = 1;
        foreach (string path in Directory.EnumerateFileSystemEntries("/proc/self/fd"))
        {
            int descriptor = int.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture);
            if (descriptor > 2)
            {
                _ = ControlFile(descriptor, setFlags, closeOnExec);
            }
        }
    }

    /// <summary>
    /// Has processes that lose their parent given to the judge, which can then wait for them.
    /// </summary>
    internal static void AdoptOrphans()
    {
        const int setChildSubreaper = 36;
        _ = Control(setChildSubreaper, 1);
    }

    /// <summary>Gives all that is in a folder of ours to another user, which only root can.</summary>
    /// <exception cref="InvalidOperationException">The kernel refuses.</exception>
    internal static void GiveTo(string folder, uint user)
    {
        foreach (string path in Directory
            .EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories))
        {
            if (ChangeOwner(path, user, user) != 0)
            {
                throw new InvalidOperationException($"lchown {path}: errno {Errno}");
            }
        }
    }

    /// <summary>Whether a path, links not followed, belongs to the user that runs the judge.</summary>
    internal static bool IsOwnedByThisUser(string path)
    {
        // struct statx of include/uapi/linux/stat.h has 256 bytes; stx_uid is the sixth word.
        const int currentFolder = -100;
        const int linkItself = 0x100;
        const uint userWanted = 8;
        uint* status = stackalloc uint[64];
        return Status(currentFolder, path, linkItself, userWanted, (byte*)status) == 0
            && status[5] == EffectiveUser();
    }
}
