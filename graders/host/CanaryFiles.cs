namespace MmVerify.Host;

/// <summary>The canary's attempts on files; each gives 0 when it succeeds, else the errno.</summary>
internal static class CanaryFiles
{
    private const int OwnerMayWrite = 0x180;

    /// <summary>Opens a file or a folder for reading.</summary>
    internal static int Read(string path) => Opened(Native.Open(path, Native.CloseOnExec));

    /// <summary>Asks whether a path exists.</summary>
    internal static int Find(string path) => Native.Access(path, 0) == 0 ? 0 : Native.Errno;

    /// <summary>Makes a file in a folder, and removes it again where it may.</summary>
    internal static int Write(string folder, string name)
    {
        string path = Path.Combine(folder, name);
        int flags = Native.WriteOnly | Native.Create | Native.CloseOnExec;
        int errno = Opened(Native.Open(path, flags, OwnerMayWrite));
        if (errno == 0)
        {
            _ = Native.Unlink(path);
        }

        return errno;
    }

    /// <summary>Looks among the files that this process was given open.</summary>
    internal static int FindInherited(string path) =>
        Directory.EnumerateFileSystemEntries("/proc/self/fd")
            .Any(link => File.ResolveLinkTarget(link, returnFinalTarget: false)?.FullName.EndsWith(
                path, StringComparison.Ordinal) == true)
            ? 0
            : NativeErrno.ENOENT;

    private static int Opened(int descriptor)
    {
        if (descriptor < 0)
        {
            return Native.Errno;
        }

        _ = Native.Close(descriptor);
        return 0;
    }
}
