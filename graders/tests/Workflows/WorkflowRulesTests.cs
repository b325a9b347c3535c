using System.Text.RegularExpressions;

namespace MmVerify.Grader.Tests;

/// <summary>What every workflow keeps to, whatever it does.</summary>
public sealed partial class WorkflowRulesTests
{
    private const int TimeLimit = 1000;
    private const string KitWorkflow = "submissions/kit/.github/workflows/grade.yml";

    private static readonly string[] Paths =
    [
        .. Directory.EnumerateFiles(
                Path.Combine(Repository.Root, ".github"), "*.yml", SearchOption.AllDirectories)
            .Select(static path => Path.GetRelativePath(Repository.Root, path)).Order(StringComparer.Ordinal),
        KitWorkflow,
    ];

    public static TheoryData<string> Files => [.. Paths];

    public static TheoryData<string> Workflows =>
        [.. Paths.Where(static path => path.Contains("workflows/", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Files))]
    public void OtherPeoplesActionsArePinned(string path)
    {
        foreach (string line in Lines(path).Where(static line => Uses().IsMatch(line)))
        {
            Assert.True(
                Pinned().IsMatch(line) || line.Contains("./", StringComparison.Ordinal)
                    || path == KitWorkflow,
                $"{path}: {line.Trim()}: name the whole commit, and the version behind it as a comment");
        }
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public void NothingIsAllowedButToRead(string path)
    {
        WorkflowYaml workflow = Load(path);
        Assert.Equal([KeyValuePair.Create("contents", "read")], workflow.Map("permissions").Texts);
        foreach (WorkflowYaml job in workflow.Map("jobs").Names.Select(workflow.Map("jobs").Map))
        {
            Assert.Empty(job.Map("permissions").Names);
            Assert.True(job.Find("uses") is not null || job.Find("timeout-minutes") is not null, path);
        }
    }

    // An expression in a script becomes part of the script before it runs, whatever its value holds.
    [Theory]
    [MemberData(nameof(Files))]
    public void NothingIsPastedIntoAScript(string path)
    {
        WorkflowYaml file = Load(path);
        IEnumerable<WorkflowYaml> steps = file.Map("runs").List("steps").Concat(
            file.Map("jobs").Names.SelectMany(name => file.Map("jobs").Map(name).List("steps")));
        Assert.All(steps, static step => Assert.DoesNotContain("${{", step.Find("run") ?? ""));
    }

    [Theory]
    [InlineData(".github/workflows/grade.yml")]
    [InlineData(".github/actions/grade/action.yml")]
    [InlineData(KitWorkflow)]
    public void WhereStudentsCodeRunsThereAreNoSecretsAndNoCaches(string path)
    {
        string text = File.ReadAllText(Path.Combine(Repository.Root, path));
        Assert.DoesNotContain("secrets.", text);
        Assert.DoesNotContain("secrets:", text);
        Assert.DoesNotContain("github.token", text);
        Assert.DoesNotContain("cache:", text);
        Assert.DoesNotContain("actions/cache", text);
    }

    [Theory]
    [InlineData("sysctl", "sysctl --write kernel.apparmor_restrict_unprivileged_userns=0")]
    [InlineData("apparmor", "apparmor_parser --replace /etc/apparmor.d/bwrap")]
    public void TheCuresForNamespacesAreWhatIsAskedOfTheMachine(string cure, string last)
    {
        (int exitCode, string[] asked) = Cure(cure);
        Assert.Equal(0, exitCode);
        Assert.Equal(last, asked[^1]);
        Assert.Contains(asked, static one => one.EndsWith(" bubblewrap", StringComparison.Ordinal));
    }

    [Fact]
    public void AnotherCureIsRefusedBeforeAnythingIsDone()
    {
        (int exitCode, string[] asked) = Cure("everything");
        Assert.Equal(2, exitCode);
        Assert.Empty(asked);
    }

    private static (int ExitCode, string[] Asked) Cure(string cure)
    {
        using var site = new WorkflowSite();
        string fakes = Path.Combine(site.Temp, "fakes");
        string asked = Path.Combine(site.Temp, "asked");
        Directory.CreateDirectory(fakes);
        File.WriteAllText(asked, "");
        File.WriteAllText(Path.Combine(fakes, "sudo"), $"#!/bin/sh\necho \"$@\" >> '{asked}'\n");
        _ = NativeCalls.ChangeMode(
            Path.Combine(fakes, "sudo"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        string script = Path.Combine(Repository.Root, ".github/actions/grade/userns");
        using System.Diagnostics.Process process = site.Start("bash", [script, cure], [], [fakes]);
        process.WaitForExit();
        return (process.ExitCode, File.ReadAllLines(asked));
    }

    private static WorkflowYaml Load(string path) => WorkflowYaml.Load(Path.Combine(Repository.Root, path));

    private static string[] Lines(string path) => File.ReadAllLines(Path.Combine(Repository.Root, path));

    [GeneratedRegex(@"^ *(- )?uses:", RegexOptions.ExplicitCapture, TimeLimit)]
    private static partial Regex Uses();

    [GeneratedRegex(
        @"uses: [\w.-]+/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", RegexOptions.ExplicitCapture, TimeLimit)]
    private static partial Regex Pinned();
}
