using System.Text;

namespace MmVerify.Grader;

/// <summary>
/// A view of the machine with nothing in it but the runtime and the program, made by bubblewrap.
/// </summary>
internal sealed class BubblewrapConfinement : Confinement
{
    private const string AppFolder = "/app";

    private static readonly string? Bubblewrap = Find("bwrap");

    internal override SandboxTier Tier => SandboxTier.Bubblewrap;

    internal override string? Obstacle =>
        CommonObstacle ?? (Bubblewrap is null ? "bwrap is not installed" : null);

    internal override bool NeedsNoCapabilities => true;

    internal override bool IsWrapped => true;

    internal override IReadOnlyList<SandboxLayer> Layers =>
    [
        new("mounts", InForce: true, "sees the runtime and its own files, read-only, and no other process"),
        new("landlock", InForce: false, "not needed: what is not in the view cannot be named"),
        new("network", InForce: true, "a network namespace without interfaces; seccomp refuses every socket"),
    ];

    internal override IReadOnlyList<string> Command(ProgramFiles files, IReadOnlyList<string> readable) =>
    [
        .. AsOtherUser(),
        Bubblewrap!,
        "--unshare-user", "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts",
        "--unshare-cgroup-try",
        .. NestingForbidden(),
        "--hostname", "sandbox", "--die-with-parent", "--new-session", "--cap-drop", "ALL",
        "--info-fd", $"{Spawn.NewsDescriptor}",
        .. RuntimeView.Libraries.Concat(RuntimeView.Runtime).Concat(readable)
            .SelectMany(static path => Bound(path, path)),
        .. files.Paths.SelectMany(static path => Bound(path, $"{AppFolder}/{Path.GetFileName(path)}")),
        "--proc", "/proc",
        "--dev-bind", "/dev/null", "/dev/null", "--dev-bind", "/dev/urandom", "/dev/urandom",
        "--chdir", "/", "--remount-ro", "/", "--",
        .. Dotnet($"{AppFolder}/{Path.GetFileName(files.DllPath)}"),
    ];

    private static IEnumerable<string> Bound(string from, string to) => ["--ro-bind", from, to];

    // Known from version 0.8 on; the system call filter refuses the same, so an older one will do.
    private static IEnumerable<string> NestingForbidden()
    {
        ReadOnlySpan<byte> option = "--disable-userns"u8;
        bool isKnown = File.ReadAllBytes(Bubblewrap!).AsSpan().IndexOf(option) >= 0;
        return isKnown ? [Encoding.UTF8.GetString(option)] : [];
    }
}
