namespace MmVerify.Grader;

/// <summary>
/// Rules on the thread that starts the program, so that they hold from its first instruction.
/// </summary>
/// <remarks>
/// Rules that a program puts on itself come too late: its finalizer thread is already there, keeps its
/// rights, and runs the finalizers of a submission.
/// </remarks>
internal sealed class LandlockConfinement : Confinement
{
    private const int FirstAbiWithNetwork = 4;

    internal override SandboxTier Tier => SandboxTier.Landlock;

    internal override string? Obstacle =>
        CommonObstacle ?? (Landlock.Abi > 0 ? null : "the kernel has no Landlock, or it is switched off");

    // The rules speak about contents: names, sizes and the list of processes stay visible.
    internal override IReadOnlyList<string> KnownOpenings =>
        ["stat-secret", "list-processes", "judge-cmdline"];

    internal override IReadOnlyList<SandboxLayer> Layers =>
    [
        new("mounts", InForce: false, "names and sizes of files stay visible, contents do not"),
        new("landlock", InForce: true,
            $"ABI {Landlock.Abi}: reads only the runtime and its own files, writes nothing"),
        new("network", InForce: true, Landlock.Abi >= FirstAbiWithNetwork
            ? "landlock refuses TCP, seccomp every socket"
            : "seccomp refuses every socket"),
    ];

    internal override IReadOnlyList<LandlockRule> Rules(ProgramFiles files, IReadOnlyList<string> readable) =>
    [
        .. RuntimeView.Libraries.Concat(RuntimeView.Runtime).Concat(files.Paths).Concat(readable)
            .Concat(DropsUser ? SetPrivFiles() : [])
            .Select(static path => new LandlockRule(path, LandlockAccess.ReadAndRun)),
        new(Path.GetDirectoryName(RuntimeView.Framework)!, LandlockAccess.ReadFolder),
        new("/etc/ld.so.cache", LandlockAccess.ReadFile),
        new("/proc", LandlockAccess.ReadFile | LandlockAccess.ReadFolder),
        new("/dev/null", LandlockAccess.ReadFile | LandlockAccess.WriteFile),
        new("/dev/urandom", LandlockAccess.ReadFile),
    ];

    internal override IReadOnlyList<string> Command(ProgramFiles files, IReadOnlyList<string> readable) =>
        [.. AsOtherUser(), .. Dotnet(files.DllPath)];
}
