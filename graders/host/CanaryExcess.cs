using System.Runtime.InteropServices;

namespace MmVerify.Host;

/// <summary>
/// Takes more than a limit allows, to show that the limit holds; each gives the words for how it ended.
/// </summary>
internal static class CanaryExcess
{
    private const int Mebibyte = 1024 * 1024;

    /// <summary>Carries out the excess of that name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    internal static string Run(string name) => name switch
    {
        "heap" => Heap(),
        "data" => Data(),
        "threads" => Threads(),
        "file" => MemoryFile(),
        "cpu" => Spin(),
        "stack" => $"depth {Recurse(0)}",
        "sleep" => Sleep(),
        "output" => Flood(),
        _ => throw new ArgumentException($"The canary knows no excess '{name}'.", nameof(name)),
    };

    private static string Heap()
    {
        List<byte[]> kept = [];
        try
        {
            while (true)
            {
                kept.Add(GC.AllocateUninitializedArray<byte>(Mebibyte));
            }
        }
        catch (OutOfMemoryException)
        {
            int count = kept.Count;
            kept.Clear();
            return $"refused after {count} MiB";
        }
    }

    private static unsafe string Data()
    {
        List<nint> kept = [];
        try
        {
            while (true)
            {
                void* block = NativeMemory.Alloc(Mebibyte);
                kept.Add((nint)block);
                NativeMemory.Fill(block, Mebibyte, 1);
            }
        }
        catch (OutOfMemoryException)
        {
            int count = kept.Count;
            kept.ForEach(static block => NativeMemory.Free((void*)block));
            return $"refused after {count} MiB";
        }
    }

    private static string Threads()
    {
        int count = 0;
        try
        {
            while (true)
            {
                new Thread(static () => Thread.Sleep(Timeout.Infinite), maxStackSize: 256 * 1024)
                {
                    IsBackground = true,
                }.Start();
                count++;
            }
        }
        catch (OutOfMemoryException)
        {
            return $"refused after {count} threads";
        }
    }

    private static string MemoryFile()
    {
        using var file = System.IO.MemoryMappedFiles.MemoryMappedFile.CreateNew(null, 64 * Mebibyte);
        return "64 MiB allowed";
    }

    private static string Spin()
    {
        while (true)
        {
            Thread.SpinWait(1000);
        }
    }

    private static int Recurse(int depth) => depth < 0 ? 0 : 1 + Recurse(depth + 1);

    private static string Sleep()
    {
        Thread.Sleep(Timeout.Infinite);
        return "woke up";
    }

    private static string Flood()
    {
        while (true)
        {
            Console.Error.WriteLine("canary canary canary canary canary canary canary canary canary canary");
        }
    }
}
