using System.Runtime.InteropServices;

[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]

namespace MmVerify.Host;

/// <summary>The calls of the C library that locking a process down and trying the lock need.</summary>
internal static unsafe partial class Native
{
    // Operations of prctl(2).
    internal const int SetParentDeathSignal = 1;
    internal const int SetNoNewPrivileges = 38;

    internal const int SigKill = 9;

    // Flags of open(2) that are the same on every architecture.
    internal const int WriteOnly = 1;
    internal const int Create = 0x40;
    internal const int CloseOnExec = 0x80000;

    /// <summary>What the last call that failed gave as its reason.</summary>
    internal static int Errno => Marshal.GetLastPInvokeError();

    /// <summary>Makes a call that has no wrapper of its own; -1 when it is refused.</summary>
    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    internal static partial nint Call(
        nint number, nint a = 0, nint b = 0, nint c = 0, nint d = 0, nint e = 0);

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    internal static partial int Prctl(int operation, nuint a = 0, nuint b = 0, nuint c = 0, nuint d = 0);

    [LibraryImport("libc", EntryPoint = "getrlimit", SetLastError = true)]
    internal static partial int GetLimit(int resource, out ResourceLimit limit);

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    internal static partial int SetLimit(int resource, in ResourceLimit limit);

    [LibraryImport(
        "libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Open(string path, int flags, int mode = 0);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    internal static partial int Close(int descriptor);

    [LibraryImport(
        "libc", EntryPoint = "access", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Access(string path, int mode);

    [LibraryImport(
        "libc", EntryPoint = "unlink", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Unlink(string path);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    internal static partial int Signal(int process, int signal);

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    internal static partial int Socket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "connect", SetLastError = true)]
    internal static partial int Connect(int socket, byte* address, int length);

    [LibraryImport("libc", EntryPoint = "posix_spawn", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Spawn(
        out int process, string path, nint actions, nint attributes, nint* arguments, nint* environment);

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    internal static partial int WaitFor(int process, out int status, int options);
}

/// <summary>What <c>setrlimit</c> takes: the limit in force, and the one it may be raised to.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ResourceLimit
{
    internal ulong Current;
    internal ulong Maximum;
}
