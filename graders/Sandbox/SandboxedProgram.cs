using MmVerify.Host;

namespace MmVerify.Grader;

/// <summary>A managed program to run in a sandbox, with the runtime that runs the judge.</summary>
/// <param name="DllPath">
/// The assembly; what its <c>.deps.json</c> names beside it is visible to it, no more.
/// </param>
/// <remarks>
/// The text of <see cref="Limits"/> is appended to the arguments: the program hands its last argument to
/// <see cref="Lockdown.Apply"/> before it does anything else.
/// </remarks>
public sealed record SandboxedProgram(string DllPath)
{
    /// <summary>The arguments, without the limits.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Further files and folders that it may read, at the paths they have here.</summary>
    public IReadOnlyList<string> Readable { get; init; } = [];

    /// <summary>The size of the garbage-collected heap at which an allocation throws.</summary>
    public long HeapBytes { get; init; } = 192 * 1024 * 1024;

    /// <summary>The limits that it puts on itself.</summary>
    public LockdownLimits Limits { get; init; } = LockdownLimits.ForSubmission;

    /// <summary>The host that ships with the judge.</summary>
    public static SandboxedProgram Host { get; } =
        new(Path.Combine(AppContext.BaseDirectory, "MmVerify.Host.dll"));

    /// <summary>The compiler that ships with the judge.</summary>
    public static SandboxedProgram Compiler { get; } =
        new(Path.Combine(AppContext.BaseDirectory, "MmVerify.Compiler.dll"))
        {
            HeapBytes = 512 * 1024 * 1024,
            Limits = LockdownLimits.ForCompiler,
        };

    // All that the process is told by its environment, whatever the judge's own says.
    internal IReadOnlyList<string> Environment =>
    [
        "LANG=C.UTF-8",
        "MALLOC_ARENA_MAX=2",
        "DOTNET_EnableDiagnostics=0",
        "DOTNET_DbgEnableMiniDump=0",
        $"DOTNET_GCHeapHardLimit=0x{HeapBytes:X}",
        "DOTNET_TieredPGO=0",
        "DOTNET_gcConcurrent=0",
    ];
}
