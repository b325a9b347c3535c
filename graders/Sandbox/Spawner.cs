using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MmVerify.Grader;

/// <summary>The thread from which processes are started, and whose restrictions they inherit.</summary>
/// <remarks>
/// A process takes over the Landlock domain of the thread that starts it, and is sent the parent-death signal
/// when that thread ends, so the thread lives as long as the sandbox. It runs one method that does nothing
/// but read, spawn and write: whatever else the runtime might begin on it, such as a pool thread or the
/// background compiler, would inherit the domain, and fail to open files of the judge ever after.
/// </remarks>
internal sealed unsafe class Spawner : IDisposable
{
    private const int StackBytes = 256 * 1024;
    private const int Unconfined = -1;

    private readonly Lock turn = new();
    private readonly int requests;
    private readonly int answers;

    /// <summary>Starts the thread, confined when there are rules.</summary>
    /// <exception cref="InvalidOperationException">The kernel refuses to confine it.</exception>
    internal Spawner(IEnumerable<LandlockRule>? rules)
    {
        int* request = stackalloc int[2];
        int* answer = stackalloc int[2];
        if (NativeCalls.Pipe(request, NativeCalls.CloseOnExec) != 0
            || NativeCalls.Pipe(answer, NativeCalls.CloseOnExec) != 0)
        {
            throw new InvalidOperationException($"pipe2: errno {NativeCalls.Errno}");
        }

        (requests, answers) = (request[1], answer[0]);
        int ruleset = rules is null ? Unconfined : Landlock.Open(rules);
        Service service = new(ruleset, request[0], answer[1]);
        new Thread(service.Run, StackBytes) { IsBackground = true, Name = "spawner" }.Start();
        bool isReady = Answer() == 0;
        _ = ruleset == Unconfined ? 0 : NativeCalls.Close(ruleset);
        if (!isReady)
        {
            Dispose();
            throw new InvalidOperationException("landlock_restrict_self was refused.");
        }
    }

    /// <summary>Starts a process from the thread; 0, or the errno.</summary>
    internal int Start(SpawnOrder* order)
    {
        lock (turn)
        {
            nint pointer = (nint)order;
            _ = NativeCalls.Write(requests, &pointer, sizeof(nint));
            return (int)Answer();
        }
    }

    /// <summary>Ends the thread, and with it every process that it started.</summary>
    public void Dispose()
    {
        _ = NativeCalls.Close(requests);
        _ = NativeCalls.Close(answers);
    }

    private nint Answer()
    {
        nint answer = 0;
        return NativeCalls.Read(answers, &answer, sizeof(nint)) == sizeof(nint) ? answer : -1;
    }

    /// <summary>What the thread runs, with every address it needs looked up before it is confined.</summary>
    private sealed class Service(int ruleset, int requests, int answers)
    {
        private const int RestrictSelf = 446;
        private const int SetNoNewPrivileges = 38;

        private readonly nint call = AddressOf("syscall");
        private readonly nint control = AddressOf("prctl");
        private readonly nint spawn = AddressOf("posix_spawn");
        private readonly nint read = AddressOf("read");
        private readonly nint write = AddressOf("write");
        private readonly nint close = AddressOf("close");

        private static nint AddressOf(string name) =>
            NativeLibrary.GetExport(NativeLibrary.GetMainProgramHandle(), name);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        internal void Run()
        {
            var syscallAt = (delegate* unmanaged<nint, nint, nint, nint>)call;
            var prctlAt = (delegate* unmanaged<int, nuint, nuint, nuint, nuint, int>)control;
            var spawnAt = (delegate* unmanaged<int*, byte*, void*, void*, byte**, byte**, int>)spawn;
            var readAt = (delegate* unmanaged<int, void*, nint, nint>)read;
            var writeAt = (delegate* unmanaged<int, void*, nint, nint>)write;
            var closeAt = (delegate* unmanaged<int, int>)close;

            nint answer = 0;
            if (ruleset != Unconfined)
            {
                // Without the promise never to gain privileges the kernel refuses to restrict.
                _ = prctlAt(SetNoNewPrivileges, 1, 0, 0, 0);
                answer = syscallAt(RestrictSelf, ruleset, 0);
            }

            SpawnOrder* order;
            while (writeAt(answers, &answer, sizeof(nint)) == sizeof(nint)
                && readAt(requests, &order, sizeof(nint)) == sizeof(nint))
            {
                answer = spawnAt(
                    &order->Process, order->Path, order->Actions, order->Attributes,
                    order->Arguments, order->Environment);
            }

            _ = closeAt(requests);
            _ = closeAt(answers);
        }
    }
}

/// <summary>The arguments of <c>posix_spawn</c>, and where it puts the number of the process.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SpawnOrder
{
    internal int Process;
    internal byte* Path;
    internal void* Actions;
    internal void* Attributes;
    internal byte** Arguments;
    internal byte** Environment;
}
