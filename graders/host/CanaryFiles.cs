namespace MmVerify.Host;

/// <summary>The canary's attempts on files; each gives 0 when it succeeds, else the errno.</summary>
internal static class CanaryFiles
{
    private const string NewFile = "mmverify-canary";
    private const int OwnerMayWrite = 0x180;

    /// <summary>Opens a file or a folder for reading.</summary>
    internal static int Read(string path) => Opened(Native.Open(path, Native.CloseOnExec));

    /// <summary>Asks whether a path exists.</summary>
    internal static int Find(string path) => Native.Access(path, 0) == 0 ? 0 : Native.Errno;

    /// <summary>Makes a file in a folder, and removes it again.</summary>
    internal static int Write(string folder)
    {
        string path = Path.Combine(folder, NewFile);
        int flags = Native.WriteOnly | Native.Create | Native.CloseOnExec;
        int errno = Opened(Native.Open(path, flags, OwnerMayWrite));
        if (errno == 0)
        {
            _ = Native.Unlink(path);
        }

        return errno;
    }

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
