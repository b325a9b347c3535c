namespace MmVerify.Grader;

/// <summary>
/// Where the tools run that build a workspace and run what is in it. For foreign code that is a view made by
/// bubblewrap: runtime, packages and libraries read-only, the workspace writable, no network and no other
/// process. The filter of the grader's own host would be too strict for a compiler and its test runner, so
/// only code that the screen has nothing against is let in, and no verdict on a law comes from here.
/// </summary>
internal sealed class ToolRoom
{
    private const string Prlimit = "prlimit";
    private const string Users = "passwd";
    private const string SystemTemp = "/tmp";
    private const long HeapBytes = 1536L << 20;

    // Bytes that a process writes to one file, memory that it may take, and threads of all of them.
    private static readonly string[] Limits =
        ["--core=0", $"--fsize={512L << 20}", $"--data={4L << 30}", "--nproc=4096"];

    private readonly Workspace workspace;
    private readonly bool isPrivileged = Environment.IsPrivilegedProcess;
    private readonly uint user;

    /// <summary>Prepares.</summary>
    /// <param name="workspace">The only folder that can be written.</param>
    /// <param name="isConfined">Whether foreign code runs here.</param>
    /// <exception cref="UnmeasuredException">It is to be confined and cannot be.</exception>
    public ToolRoom(Workspace workspace, bool isConfined)
    {
        this.workspace = workspace;
        IsConfined = isConfined;
        if (!isConfined)
        {
            return;
        }

        string[] needed = isPrivileged ? ["bwrap", Prlimit, "setpriv"] : ["bwrap", Prlimit];
        if (needed.FirstOrDefault(static name => Confinement.Find(name) is null) is string missing)
        {
            throw new UnmeasuredException($"{missing} is not installed", isOurs: true);
        }

        // Without such a file the runtime asks for it for ever.
        workspace.Write(Users, "nobody:x:65534:65534::/:/\n");
        if (isPrivileged)
        {
            user = Confinement.NextUser();
            try
            {
                NativeCalls.GiveTo(workspace.Root, user);
            }
            catch (InvalidOperationException error)
            {
                throw new UnmeasuredException(
                    $"root cannot become another user: {error.Message}", isOurs: true);
            }
        }
    }

    /// <summary>Whether it is a view of its own.</summary>
    public bool IsConfined { get; }

    /// <summary>The words that start <c>dotnet</c> here.</summary>
    /// <param name="words">The arguments of <c>dotnet</c>.</param>
    public IReadOnlyList<string> Command(params IEnumerable<string> words) => !IsConfined
        ?
        [
            Confinement.Find("env") ?? "/usr/bin/env", $"--chdir={workspace.Root}",
            RuntimeView.Dotnet, .. words,
        ]
        :
        [
            Confinement.Find(Prlimit)!, .. Limits, "--",
            Confinement.Find("bwrap")!,
            .. isPrivileged ? (IEnumerable<string>)[] : ["--unshare-user"],
            "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try",
            "--hostname", "sandbox", "--die-with-parent", "--new-session", "--cap-drop", "ALL",
            .. isPrivileged
                ? (IEnumerable<string>)
                    ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID", "--cap-add", "CAP_SETPCAP"]
                : [],
            "--info-fd", $"{Spawn.NewsDescriptor}",
            .. Readable().SelectMany(Above).Append(SystemTemp).Distinct().SelectMany(OpenFolder),
            // The runtime keeps its named locks there, whatever TMPDIR says.
            "--bind", workspace.PathOf("tmp"), SystemTemp,
            .. Readable().SelectMany(static path => (string[])["--ro-bind", path, path]),
            .. Above(workspace.Root).SelectMany(OpenFolder),
            "--bind", workspace.Root, workspace.Root,
            .. OpenFolder("/etc"), "--ro-bind", workspace.PathOf(Users), "/etc/passwd",
            "--proc", "/proc", "--dev", "/dev", "--chdir", workspace.Root, "--remount-ro", "/", "--",
            .. AsNobody(),
            RuntimeView.Dotnet, .. words,
        ];

    /// <summary>All that the tools are told by their environment, whatever the grader's own says.</summary>
    public IReadOnlyList<string> Variables =>
    [
        $"PATH={Path.GetDirectoryName(RuntimeView.Dotnet)}",
        $"DOTNET_ROOT={Path.GetDirectoryName(RuntimeView.Dotnet)}",
        $"HOME={workspace.PathOf("home")}",
        $"DOTNET_CLI_HOME={workspace.PathOf("home")}",
        $"TMPDIR={workspace.PathOf("tmp")}",
        $"NUGET_PACKAGES={Toolbox.Packages}",
        "LANG=C.UTF-8",
        "NO_COLOR=1",
        "MALLOC_ARENA_MAX=2",
        "DOTNET_NOLOGO=1",
        "DOTNET_CLI_TELEMETRY_OPTOUT=1",
        "DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE=1",
        "DOTNET_GENERATE_ASPNET_CERTIFICATE=0",
        "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1",
        "DOTNET_TieredPGO=0",
        $"DOTNET_GCHeapHardLimit=0x{HeapBytes:X}",
        // What stays behind a build would wait in vain for the next one.
        "MSBUILDDISABLENODEREUSE=1",
        "UseSharedCompilation=false",
        $"MMVERIFY_SEED={workspace.Subject.Seed}",
        $"MMVERIFY_TIMEOUT={CpuLimit.TotalMilliseconds:0}",
    ];

    /// <summary>
    /// How much processor time one step may take before the test says that it hangs. A quarter of it is ample
    /// for a step of a correct allocator on the largest memory.
    /// </summary>
    public static TimeSpan CpuLimit { get; } = TimeSpan.FromSeconds(3);

    private IEnumerable<string> Readable() =>
        RuntimeView.Libraries
            .Concat(isPrivileged ? Confinement.SetPrivFiles() : [])
            .Append(Path.GetDirectoryName(RuntimeView.Dotnet)!)
            .Append(Toolbox.Packages);

    // Folders that bubblewrap makes by itself are for root alone.
    private static string[] OpenFolder(string path) => ["--perms", "0755", "--dir", path];

    private static IEnumerable<string> Above(string path)
    {
        string[] parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return Enumerable.Range(1, parts.Length - 1).Select(count => "/" + string.Join('/', parts[..count]));
    }

    // Bubblewrap makes the view as root, since the packages of root are not to be reached by others; what
    // runs in it is nobody.
    private IEnumerable<string> AsNobody() => !isPrivileged ? [] :
    [
        Confinement.SetPriv!, $"--reuid={user}", $"--regid={user}", "--clear-groups", "--no-new-privs",
        "--inh-caps=-all", "--bounding-set=-all", "--",
    ];
}
