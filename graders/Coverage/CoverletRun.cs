namespace MmVerify.Grader;

/// <summary>Has the laws asked once more, with coverlet watching which lines of the subject run.</summary>
internal static class CoverletRun
{
    private const string Report = "coverage.cobertura.xml";
    private const int FolderDepth = 2;

    // A law that is kept has run some line. Where none is counted the collector was ended before it had
    // written what it knew, as happens on a machine with too much to do.
    private const int MostTries = 3;

    private const string Settings = $"""
        <?xml version="1.0" encoding="utf-8"?>
        <RunSettings>
          <DataCollectionRunSettings>
            <DataCollectors>
              <DataCollector friendlyName="XPlat Code Coverage">
                <Configuration>
                  <Format>cobertura</Format>
                  <Include>[{WorkspaceFiles.AssemblyName}]*</Include>
                  <SkipAutoProps>true</SkipAutoProps>
                </Configuration>
              </DataCollector>
            </DataCollectors>
          </DataCollectionRunSettings>
        </RunSettings>

        """;

    // What the code under test might have laid as a link is not followed.
    private static readonly EnumerationOptions Found = new()
    {
        RecurseSubdirectories = true,
        MaxRecursionDepth = FolderDepth,
        AttributesToSkip = FileAttributes.ReparsePoint,
    };

    /// <summary>Runs it.</summary>
    /// <param name="subject">What is watched.</param>
    /// <param name="isConfined">Whether it is foreign code, that has to be shut in.</param>
    /// <param name="tell">Is told what is being done.</param>
    /// <exception cref="UnmeasuredException">Nothing can be said; the message says why.</exception>
    public static CoverageRun Run(MeasuredSubject subject, bool isConfined, Action<string> tell)
    {
        using var workspace = new Workspace(subject, optimize: false);
        workspace.Write("coverage.runsettings", Settings);
        Toolbox.Fill(workspace, tell);
        var room = new ToolRoom(workspace, isConfined);
        CoverageRun run;
        int tries = 0;
        do
        {
            tell("watching which lines run");
            run = Watch(workspace, room, workspace.PathOf("out", $"coverage{tries}"));
        }
        while (run.LinesCovered == 0 && ++tries < MostTries);

        tell("writing pages");
        return run with { Pages = CoveragePages.Make(workspace, room, run) };
    }

    private static CoverageRun Watch(Workspace workspace, ToolRoom room, string results)
    {
        ToolEnd end = ToolRun.Run(room, "the test run", [
            "test", workspace.PathOf("Tests", "Tests.csproj"), "--configuration", "Release",
            "--settings", workspace.PathOf("coverage.runsettings"), "--results-directory", results,
        ]);
        string? report = end.ExitCode == 0 && Directory.Exists(results)
            ? Directory.EnumerateFiles(results, Report, Found).FirstOrDefault()
            : null;
        if (report is null)
        {
            throw new UnmeasuredException(
                $"the laws could not be asked outside the sandbox of the grader (exit code {end.ExitCode}); "
                + $"dotnet test said:\n{ToolRun.LastLines(end.Output)}",
                isOurs: true);
        }

        return CoberturaReport.Read(
            workspace.ReadBack(report, CoberturaReport.MostBytes, "coverlet's report"), workspace.SourceAt);
    }
}
