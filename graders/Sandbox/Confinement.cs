namespace MmVerify.Grader;

/// <summary>A way to shut a process in: the command around the program and the rules of the thread.</summary>
internal abstract class Confinement
{
    // systemd.io/UIDS-GIDS leaves these numbers unused. Several, because the kernel counts threads per user.
    private const int FirstUser = 60600;
    private const int UserCount = 512;

    private static int nextUser = Environment.ProcessId;

    /// <summary>The tier that it reaches.</summary>
    internal abstract SandboxTier Tier { get; }

    /// <summary>Why it cannot work here; null when it is worth a try.</summary>
    internal abstract string? Obstacle { get; }

    /// <summary>Whether the program runs as a user that owns nothing, which only root can arrange.</summary>
    internal required bool DropsUser { get; init; }

    /// <summary>Whether the program has to be free of privileges; else the canary alone decides.</summary>
    internal virtual bool NeedsNoCapabilities => DropsUser || !Environment.IsPrivilegedProcess;

    /// <summary>Whether the process that is started is a wrapper around the program.</summary>
    internal virtual bool IsWrapped => false;

    /// <summary>The rules of the thread that starts the program; null when it is not confined.</summary>
    internal virtual IReadOnlyList<LandlockRule>? Rules(ProgramFiles files, IReadOnlyList<string> readable) =>
        null;

    /// <summary>The words that start the program, up to and without its arguments.</summary>
    internal abstract IReadOnlyList<string> Command(ProgramFiles files, IReadOnlyList<string> readable);

    /// <summary>The attempts of the canary that succeed here and are known to.</summary>
    internal virtual IReadOnlyList<string> KnownOpenings => [];

    /// <summary>What stands around the files and the network.</summary>
    internal abstract IReadOnlyList<SandboxLayer> Layers { get; }

    /// <summary>The program that runs another one as another user; null when there is none.</summary>
    internal static string? SetPriv { get; } = Find("setpriv");

    /// <summary>Looks a program up in the folders of PATH.</summary>
    internal static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <summary>What every confinement needs first.</summary>
    protected string? CommonObstacle => RuntimeView.Obstacle
        ?? (DropsUser && SetPriv is null
            ? "setpriv is not installed, so root cannot become another user"
            : null);

    /// <summary>The number of a user that owns nothing.</summary>
    internal static uint NextUser() =>
        (uint)(FirstUser + ((Interlocked.Increment(ref nextUser) & int.MaxValue) % UserCount));

    /// <summary>The program that runs another one as another user, and the library that it needs.</summary>
    internal static IEnumerable<string> SetPrivFiles()
    {
        string folder = Path.GetDirectoryName(RuntimeView.Libraries.First(
            static path => path.EndsWith("/libc.so.6", StringComparison.Ordinal)))!;
        return [SetPriv!, Path.Combine(folder, "libcap-ng.so.0")];
    }

    /// <summary>The words that make the rest of a command run as another user without privileges.</summary>
    protected IEnumerable<string> AsOtherUser()
    {
        if (!DropsUser)
        {
            return [];
        }

        uint user = NextUser();
        return
        [
            SetPriv!, $"--reuid={user}", $"--regid={user}", "--clear-groups", "--no-new-privs",
            "--inh-caps=-all", "--bounding-set=-all", "--",
        ];
    }

    /// <summary>The words that start a managed program with exactly the runtime of the judge.</summary>
    protected static IEnumerable<string> Dotnet(string dllPath) =>
        [RuntimeView.Dotnet, "exec", "--fx-version", RuntimeView.Version, dllPath];
}

/// <summary>No view and no rules: what remains are the limits and the filter of the program itself.</summary>
internal sealed class BareConfinement : Confinement
{
    internal override SandboxTier Tier => SandboxTier.None;

    internal override string? Obstacle => CommonObstacle;

    internal override IReadOnlyList<SandboxLayer> Layers =>
    [
        new("mounts", InForce: false, "all files of the machine that its user may read"),
        new("landlock", InForce: false, "not asked for"),
        new("network", InForce: true, "seccomp refuses every socket"),
    ];

    internal override IReadOnlyList<string> Command(ProgramFiles files, IReadOnlyList<string> readable) =>
        [.. AsOtherUser(), .. Dotnet(files.DllPath)];
}
