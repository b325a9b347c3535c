using MmVerify.Host;

namespace MmVerify.Grader;

/// <summary>
/// Where submissions are compiled and run: the strongest tier that a canary did not get out of.
/// </summary>
public sealed class Sandbox : IDisposable
{
    private readonly Confinement confinement;
    private readonly Lock opening = new();
    private readonly Dictionary<string, ProgramFiles> programs = [];
    private readonly Dictionary<string, Spawner> spawners = [];
    private readonly List<ScratchFolder> copies = [];

    private Sandbox(Confinement confinement, IReadOnlyList<SandboxTrial> trials)
    {
        this.confinement = confinement;
        Trials = trials;
    }

    /// <summary>The tier in force.</summary>
    public SandboxTier Tier => confinement.Tier;

    /// <summary>Every tier that was tried, the last of them the one in force.</summary>
    public IReadOnlyList<SandboxTrial> Trials { get; }

    /// <summary>What the canary found in the tier in force.</summary>
    public IReadOnlyList<CanaryFinding> Findings => Trials[^1].Findings;

    /// <summary>What to do to reach a better tier, a line for each; empty when this is the best.</summary>
    public IReadOnlyList<string> Advice => SandboxAdvice.For(Trials);

    /// <summary>The defences of this sandbox and whether each is in force.</summary>
    public IReadOnlyList<SandboxLayer> Layers => SandboxLayers.Of(confinement, Trials[^1]);

    /// <summary>
    /// Opens the strongest tier that works here, each tried with a real process and its canary.
    /// </summary>
    /// <param name="wanted">The only tier to try; null for all.</param>
    /// <param name="allowNone">Whether to go on without a sandbox when none can be had.</param>
    /// <exception cref="SandboxUnavailableException">No tier that may be used works here.</exception>
    public static Sandbox Open(SandboxTier? wanted = null, bool allowNone = false) =>
        Open(SandboxedProgram.Host, wanted, allowNone);

    /// <summary>Opens a sandbox with a canary of one's own choice.</summary>
    internal static Sandbox Open(SandboxedProgram canary, SandboxTier? wanted, bool allowNone)
    {
        ScratchFolder.Sweep();
        List<SandboxTrial> trials = [];
        return Confinements.Candidates(wanted, allowNone)
            .Select(candidate => TryOpen(candidate, canary, trials))
            .FirstOrDefault(static sandbox => sandbox is not null)
            ?? throw new SandboxUnavailableException(Refusal(trials, wanted), trials);
    }

    /// <summary>Starts a program in the sandbox.</summary>
    /// <exception cref="FileNotFoundException">A file of the program is not there.</exception>
    /// <exception cref="InvalidOperationException">The machine refuses to start a process.</exception>
    public SandboxedProcess Start(SandboxedProgram program)
    {
        ProgramFiles files;
        Spawner spawner;
        lock (opening)
        {
            files = FilesOf(program);
            spawner = SpawnerFor(program, files);
        }

        string[] command =
        [
            .. confinement.Command(files, program.Readable), .. program.Arguments, program.Limits.ToString(),
        ];
        bool isWrapped = confinement.IsWrapped;
        return new(Spawn.Start(spawner, command, program.Environment, isWrapped), isWrapped);
    }

    /// <summary>Refuses a process whose lockdown is less than this sandbox promises.</summary>
    /// <exception cref="SandboxUnavailableException">Something is missing; the message says what.</exception>
    public void Require(LockdownReport report)
    {
        if (Lacks(confinement, report) is string missing)
        {
            throw new SandboxUnavailableException($"A process is not locked down: {missing}.", Trials);
        }
    }

    /// <summary>Ends every process that was started here, and deletes what was laid out for them.</summary>
    public void Dispose()
    {
        foreach (Spawner spawner in spawners.Values)
        {
            spawner.Dispose();
        }

        copies.ForEach(static copy => copy.Dispose());
    }

    /// <summary>What a process lacks of the promise of a tier; null when nothing.</summary>
    internal static string? Lacks(Confinement promised, LockdownReport report) => report switch
    {
        _ when promised.Tier == SandboxTier.None => null,
        { SeccompMode: not 2 } => "no system call filter is in force",
        { HasNoNewPrivileges: false } => "it could gain privileges",
        { EffectiveCapabilities: not 0 } when promised.NeedsNoCapabilities => "it has privileges of root",
        { UserId: 0 } when promised.DropsUser => "it runs as root",
        { Trouble: { Length: > 0 } trouble } => $"not every limit is set ({trouble})",
        _ => null,
    };

    private static Sandbox? TryOpen(Confinement candidate, SandboxedProgram canary, List<SandboxTrial> trials)
    {
        Sandbox sandbox = new(candidate, trials);
        try
        {
            trials.Add(candidate.Obstacle is string obstacle
                ? SandboxTrial.Failed(candidate, obstacle)
                : SandboxTrial.Run(sandbox, candidate, canary));
        }
        catch (InvalidOperationException error)
        {
            trials.Add(SandboxTrial.Failed(candidate, error.Message));
        }

        if (trials[^1].Works)
        {
            return sandbox;
        }

        sandbox.Dispose();
        return null;
    }

    private static string Refusal(List<SandboxTrial> trials, SandboxTier? wanted)
    {
        IEnumerable<string> lines =
        [
            wanted switch
            {
                null => "No sandbox works here, and submissions are not run without one.",
                SandboxTier.None => "To run submissions without a sandbox has to be allowed explicitly.",
                SandboxTier tier => $"The sandbox '{tier.ToName()}' cannot be had here.",
            },
            .. trials.Select(static trial => $"  {trial}"),
            .. SandboxAdvice.For(trials).Select(static advice => $"  to do: {advice}"),
        ];
        return string.Join('\n', lines);
    }

    // Another user may not be able to enter the folder where the program is: it gets a copy.
    private ProgramFiles FilesOf(SandboxedProgram program)
    {
        if (!programs.TryGetValue(program.DllPath, out ProgramFiles? files))
        {
            files = ProgramFiles.Of(program.DllPath);
            if (confinement.DropsUser)
            {
                copies.Add(new());
                files = files.CopyTo(copies[^1].Path);
            }

            programs.Add(program.DllPath, files);
        }

        return files;
    }

    // Rules cannot be taken back from a thread, so each set of them has a thread of its own.
    private Spawner SpawnerFor(SandboxedProgram program, ProgramFiles files)
    {
        IReadOnlyList<LandlockRule>? rules = confinement.Rules(files, program.Readable);
        string key = rules is null ? "" : string.Join('\n', rules);
        if (!spawners.TryGetValue(key, out Spawner? spawner))
        {
            spawner = new(rules);
            spawners.Add(key, spawner);
        }

        return spawner;
    }
}
