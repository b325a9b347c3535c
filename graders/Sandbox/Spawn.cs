using System.IO.Pipes;
using System.Runtime.InteropServices;

namespace MmVerify.Grader;

/// <summary>A process just started, and our ends of its standard streams.</summary>
internal sealed class SpawnedProcess(int id, int input, int output, int console, int news) : IDisposable
{
    /// <summary>The number of the process.</summary>
    internal int Id => id;

    /// <summary>What it reads.</summary>
    internal Stream Input { get; } = new AnonymousPipeClientStream(PipeDirection.Out, $"{input}");

    /// <summary>What it writes.</summary>
    internal Stream Output { get; } = new AnonymousPipeClientStream(PipeDirection.In, $"{output}");

    /// <summary>What it writes besides, as its standard error.</summary>
    internal Stream Console { get; } = new AnonymousPipeClientStream(PipeDirection.In, $"{console}");

    /// <summary>
    /// What its wrapper tells about the process inside; it ends at once where there is no wrapper.
    /// </summary>
    internal Stream News { get; } = new AnonymousPipeClientStream(PipeDirection.In, $"{news}");

    public void Dispose()
    {
        try
        {
            Input.Dispose();
        }
        catch (IOException)
        {
            // Bytes that nobody will read any more are no loss.
        }

        Output.Dispose();
        Console.Dispose();
        News.Dispose();
    }
}

/// <summary>
/// Starts a command on a <see cref="Spawner"/>, connected by three pipes and with nothing else inherited.
/// </summary>
internal static unsafe partial class Spawn
{
    // Larger than the opaque structures of any C library: glibc has 80, 336 and 128 bytes.
    private const int OpaqueBytes = 512;

    /// <summary>The descriptor at which a wrapper that has news writes them.</summary>
    internal const int NewsDescriptor = 3;

    // spawn.h
    private const short ResetSignals = 0x04;
    private const short ResetSignalMask = 0x08;
    private const short NewSession = 0x80;

    /// <summary>Starts the first of the words with the others as its arguments.</summary>
    /// <exception cref="InvalidOperationException">The program cannot be started.</exception>
    internal static SpawnedProcess Start(
        Spawner spawner, IReadOnlyList<string> command, IReadOnlyList<string> environment, bool hasNews)
    {
        int* input = stackalloc int[2];
        int* output = stackalloc int[2];
        int* console = stackalloc int[2];
        int* news = stackalloc int[2];
        MakePipe(input);
        MakePipe(output);
        MakePipe(console);
        MakePipe(news);
        byte* actions = stackalloc byte[OpaqueBytes];
        byte* attributes = stackalloc byte[OpaqueBytes];
        FillActions(actions, input[0], output[1], console[1]);
        _ = hasNews ? AddDuplicate(actions, news[1], NewsDescriptor) : 0;
        FillAttributes(attributes);
        using NativeWords arguments = new(command);
        using NativeWords variables = new(environment);
        SpawnOrder order = new()
        {
            Path = arguments.First[0],
            Actions = actions,
            Attributes = attributes,
            Arguments = arguments.First,
            Environment = variables.First,
        };
        NativeCalls.KeepFilesToOurselves();
        int errno = spawner.Start(&order);
        _ = FreeActions(actions);
        _ = FreeAttributes(attributes);
        _ = NativeCalls.Close(input[0]);
        _ = NativeCalls.Close(output[1]);
        _ = NativeCalls.Close(console[1]);
        _ = NativeCalls.Close(news[1]);
        SpawnedProcess process = new(order.Process, input[1], output[0], console[0], news[0]);
        if (errno != 0)
        {
            process.Dispose();
            throw new InvalidOperationException($"{command[0]} cannot be started: errno {errno}");
        }

        return process;
    }

    private static void FillActions(byte* actions, int input, int output, int console)
    {
        _ = MakeActions(actions);
        _ = AddDuplicate(actions, input, 0);
        _ = AddDuplicate(actions, output, 1);
        _ = AddDuplicate(actions, console, 2);
        _ = AddFolder(actions, "/");
    }

    private static void FillAttributes(byte* attributes)
    {
        byte* signals = stackalloc byte[OpaqueBytes];
        _ = MakeAttributes(attributes);
        _ = SetFlags(attributes, ResetSignals | ResetSignalMask | NewSession);
        _ = NoSignals(signals);
        _ = SetMask(attributes, signals);
        _ = AllSignals(signals);
        _ = SetDefaults(attributes, signals);
    }

    private static void MakePipe(int* ends)
    {
        if (NativeCalls.Pipe(ends, NativeCalls.CloseOnExec) != 0)
        {
            throw new InvalidOperationException($"No pipe can be made: errno {NativeCalls.Errno}");
        }
    }

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    private static partial int MakeActions(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    private static partial int AddDuplicate(byte* actions, int descriptor, int wanted);

    [LibraryImport(
        "libc", EntryPoint = "posix_spawn_file_actions_addchdir_np",
        StringMarshalling = StringMarshalling.Utf8)]
    private static partial int AddFolder(byte* actions, string path);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    private static partial int FreeActions(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    private static partial int MakeAttributes(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    private static partial int SetFlags(byte* attributes, short flags);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    private static partial int SetMask(byte* attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    private static partial int SetDefaults(byte* attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    private static partial int FreeAttributes(byte* attributes);

    [LibraryImport("libc", EntryPoint = "sigemptyset")]
    private static partial int NoSignals(byte* signals);

    [LibraryImport("libc", EntryPoint = "sigfillset")]
    private static partial int AllSignals(byte* signals);
}

/// <summary>Words as C wants them: an array of pointers to bytes that ends in null.</summary>
internal sealed unsafe class NativeWords : IDisposable
{
    private readonly int count;

    internal NativeWords(IReadOnlyList<string> words)
    {
        count = words.Count;
        First = (byte**)NativeMemory.Alloc((nuint)(count + 1), (nuint)sizeof(byte*));
        for (int i = 0; i < count; i++)
        {
            First[i] = (byte*)Marshal.StringToCoTaskMemUTF8(words[i]);
        }

        First[count] = null;
    }

    internal byte** First { get; }

    public void Dispose()
    {
        for (int i = 0; i < count; i++)
        {
            Marshal.FreeCoTaskMem((nint)First[i]);
        }

        NativeMemory.Free(First);
    }
}
