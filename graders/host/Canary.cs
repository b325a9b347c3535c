namespace MmVerify.Host;

/// <summary>Tries, from inside a locked-down process, what a hostile submission would try.</summary>
public static class Canary
{
    /// <summary>Makes every attempt once; none of them harms when it succeeds.</summary>
    public static IReadOnlyList<CanaryFinding> Run(CanaryBait bait)
    {
        string secretFolder = Path.GetDirectoryName(bait.SecretPath)!;
        bool judgeIsInView = bait.IsJudgeInView();
        string judge = $"/proc/{bait.JudgeId}";
        return
        [
            Finding("read-secret", CanaryFiles.Read(bait.SecretPath)),
            Finding("stat-secret", CanaryFiles.Find(bait.SecretPath)),
            Finding("list-secret-folder", CanaryFiles.Read(secretFolder)),
            Finding("list-root", CanaryFiles.Read("/etc")),
            Finding("write-beside-secret", CanaryFiles.Write(secretFolder, bait.FileName)),
            Finding("write-temp", CanaryFiles.Write(CanaryBait.TempFolder, bait.FileName)),
            Finding("write-app", CanaryFiles.Write(AppContext.BaseDirectory, bait.FileName)),
            OfJudge("list-processes", CanaryFiles.Read),
            OfJudge("judge-cmdline", path => CanaryFiles.Read(path + "/cmdline")),
            OfJudge("judge-environ", path => CanaryFiles.Read(path + "/environ")),
            OfJudge("judge-memory", path => CanaryFiles.Read(path + "/mem")),
            OfJudge("judge-root", path => CanaryFiles.Read(path + "/root/etc")),
            Finding("inherited-file", CanaryFiles.FindInherited(bait.SecretPath)),
            Environment(),
            Finding("tcp", CanaryReach.Tcp(bait.Port)),
            Finding("abstract-socket", CanaryReach.AbstractSocket(bait.SocketName)),
            Finding("start-process", CanaryReach.StartProcess()),
            Finding("exec", CanaryReach.Execute()),
            Finding("signal", CanaryReach.Signal(bait.JudgeId)),
            Finding("ptrace", CanaryReach.Trace(bait.JudgeId)),
            Finding("read-memory", CanaryReach.ReadMemory(bait.JudgeId)),
            Finding("new-namespace", CanaryReach.NewNamespace()),
        ];

        CanaryFinding OfJudge(string attempt, Func<string, int> errnoFor) =>
            Finding(attempt, judgeIsInView ? errnoFor(judge) : NativeErrno.ENOENT);
    }

    private static CanaryFinding Finding(string attempt, int errno) => errno == 0
        ? new(attempt, CanaryOutcome.Open, "succeeded")
        : new(attempt, CanaryOutcome.Blocked, NativeErrno.NameOf(errno));

    // Only names: a value may be a secret, and the report is read by many.
    private static CanaryFinding Environment()
    {
        string[] foreign = [.. System.Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Where(static name => !IsExpected(name)).Order(StringComparer.Ordinal)];
        return foreign.Length == 0
            ? new("environment", CanaryOutcome.Blocked, "scrubbed")
            : new("environment", CanaryOutcome.Open, string.Join(',', foreign));
    }

    // Bubblewrap sets PWD itself.
    private static bool IsExpected(string name) =>
        name is "LANG" or "MALLOC_ARENA_MAX" or "PWD" || name.StartsWith("DOTNET_", StringComparison.Ordinal);
}
