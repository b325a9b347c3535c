using System.Globalization;

namespace MmVerify.Host;

/// <summary>Sets the resource limits of this process, from inside it.</summary>
/// <remarks>
/// Inside, because the runtime reserves its address space and writes its code cache while it starts: limits
/// set before that either stop the start or have to be too wide to be limits.
/// </remarks>
internal static class LockdownResources
{
    // include/uapi/asm-generic/resource.h
    private const int Cpu = 0;
    private const int FileSize = 1;
    private const int DataSize = 2;
    private const int CoreSize = 4;
    private const int ProcessCount = 6;
    private const int OpenFiles = 7;
    private const int LockedMemory = 8;
    private const int AddressSpace = 9;
    private const int MessageQueues = 12;

    private const ulong OpenFilesAtMost = 1024;

    /// <summary>Applies every limit and says which of them could not be set.</summary>
    internal static List<string> Apply(LockdownLimits limits)
    {
        List<string> trouble = [];
        ulong seconds = (ulong)limits.CpuSeconds;
        Limit("cpu", Cpu, seconds, seconds + 1);
        Limit("data", DataSize, (ulong)limits.DataBytes);
        Limit("as", AddressSpace, MappedBytes() + (ulong)limits.AddressSpaceBytes);
        Limit("nproc", ProcessCount, ThreadsOfThisUser() + (ulong)limits.Processes);
        Limit("fsize", FileSize, (ulong)limits.FileBytes);
        Limit("core", CoreSize, 0);
        Limit("nofile", OpenFiles, OpenFilesAtMost);
        Limit("memlock", LockedMemory, 0);
        Limit("msgqueue", MessageQueues, 0);
        return trouble;

        void Limit(string name, int resource, ulong wanted, ulong? hard = null)
        {
            if (!Set(resource, wanted, hard ?? wanted))
            {
                trouble.Add($"{name}:{NativeErrno.NameOf(Native.Errno)}");
            }
        }
    }

    private static bool Set(int resource, ulong current, ulong maximum)
    {
        if (Native.GetLimit(resource, out ResourceLimit old) == 0)
        {
            maximum = Math.Min(maximum, old.Maximum);
        }

        ResourceLimit limit = new() { Current = Math.Min(current, maximum), Maximum = maximum };
        return Native.SetLimit(resource, in limit) == 0;
    }

    private static ulong MappedBytes()
    {
        string pages = File.ReadAllText("/proc/self/statm").Split(' ')[0];
        return ulong.Parse(pages, CultureInfo.InvariantCulture) * (ulong)Environment.SystemPageSize;
    }

    // The kernel counts every thread of the user, wherever it runs: without a process namespace of its own, a
    // host shares the count with the user's editor and shells.
    private static ulong ThreadsOfThisUser()
    {
        int user = ProcessStatus.OfThisProcess().UserId;
        ulong threads = 0;
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (char.IsAsciiDigit(Path.GetFileName(folder.AsSpan())[0])
                && ProcessStatus.TryRead($"{folder}/status") is ProcessStatus status && status.UserId == user)
            {
                threads += (ulong)status.Threads;
            }
        }

        return threads;
    }
}
