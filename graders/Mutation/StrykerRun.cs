using System.Text.Json;

namespace MmVerify.Grader;

/// <summary>What came of mutating a subject.</summary>
/// <param name="Mutants">Every mutant, in the order of the sources.</param>
/// <param name="CpuTime">The processor time that it took.</param>
internal sealed record MutationRun(IReadOnlyList<Mutant> Mutants, TimeSpan CpuTime)
{
    /// <summary>How many mutants met a fate.</summary>
    public int Count(MutantFate fate) => Mutants.Count(one => one.Fate == fate);

    /// <summary>
    /// Killed mutants among those killed, survived or not covered. Unit: percent, one decimal.
    /// </summary>
    public decimal Percent
    {
        get
        {
            int judged = Count(MutantFate.Killed) + Count(MutantFate.Survived) + Count(MutantFate.NoCoverage);
            return Math.Round(100m * Count(MutantFate.Killed) / judged, 1, MidpointRounding.ToZero);
        }
    }
}

/// <summary>Mutates a subject with Stryker.NET and asks the laws that it keeps about each mutant.</summary>
internal static class StrykerRun
{
    private const string Report = "mutation-report.json";

    /// <summary>
    /// Far more than a run of the laws takes. A mutant that hangs is ended by the test itself, by processor
    /// time: Stryker's clock counts what it stops as detected, and on a busy machine it stops survivors.
    /// </summary>
    private const int WallMilliseconds = 120_000;

    // The second tells how far it is: StrykerLog.
    private static readonly string[] Reporters = ["json", "dots"];

    // What the subject asserts of itself is not there in the build that is mutated.
    private static readonly string[] IgnoredMethods = ["*AssertInvariants", "Debug.Assert"];

    /// <summary>Mutates.</summary>
    /// <param name="subject">What.</param>
    /// <param name="isConfined">Whether it is foreign code, that has to be shut in.</param>
    /// <param name="tell">Is told what is being done, and how far it is.</param>
    /// <exception cref="UnmeasuredException">Nothing can be said; the message says why.</exception>
    public static MutationRun Run(
        MeasuredSubject subject, bool isConfined, Action<string, MutationProgress?> tell)
    {
        using var workspace = new Workspace(subject, optimize: true);
        workspace.Write("stryker.json", Configuration(workspace));
        Toolbox.Fill(workspace, phase => tell(phase, null));
        string stryker = Toolbox.AssemblyOf("dotnet-stryker", "Stryker.CLI.dll");
        var room = new ToolRoom(workspace, isConfined);
        var log = new StrykerLog();
        string[] words =
        [
            "exec", stryker, "--config-file", workspace.PathOf("stryker.json"),
            "--output", workspace.PathOf("out"), "--skip-version-check",
        ];
        ToolEnd end = ToolRun.Run(room, "Stryker", words, piece =>
        {
            log.Hear(piece);
            tell("mutating", log.Progress);
        });
        string report = workspace.PathOf("out", "reports", Report);
        if (end.ExitCode != 0 || !File.Exists(report))
        {
            throw new UnmeasuredException(StrykerTrouble.Of(end.ExitCode, log, end.Output), isOurs: true);
        }

        IReadOnlyList<Mutant> mutants = StrykerReport.Read(
            workspace.ReadBack(report, StrykerReport.MostBytes, "Stryker's report"), workspace.SourceAt);
        var run = new MutationRun(mutants, end.CpuTime);
        StrykerTrouble.RequireSense(run, log, workspace.Subject.TypeNames.Count);
        return run;
    }

    private static string Configuration(Workspace workspace) => JsonSerializer.Serialize(
        new Dictionary<string, object>
        {
            ["stryker-config"] = new Dictionary<string, object>
            {
                ["project"] = "Submission.csproj",
                ["test-projects"] = new[] { workspace.PathOf("Tests", "Tests.csproj") },
                ["configuration"] = "Release",
                ["test-runner"] = "vstest",
                ["coverage-analysis"] = "perTest",
                ["concurrency"] = Math.Clamp(Environment.ProcessorCount, 1, 8),
                ["mutation-level"] = "Standard",
                ["ignore-methods"] = IgnoredMethods,
                ["additional-timeout"] = WallMilliseconds,
                ["reporters"] = Reporters,
                ["thresholds"] = new Dictionary<string, int> { ["high"] = 80, ["low"] = 60, ["break"] = 0 },
            },
        });
}
