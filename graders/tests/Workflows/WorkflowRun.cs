using System.Diagnostics;

namespace MmVerify.Grader.Tests;

/// <summary>
/// Runs the job of a workflow as GitHub's runner does: each step's script, in order, with the environment
/// files and the shells of the runner. What another action would do is noted; sources are fetched by copying.
/// </summary>
/// <param name="site">The folders of the run.</param>
internal sealed class WorkflowRun(WorkflowSite site)
{
    private readonly Dictionary<string, string> environment = [];
    private readonly List<string> paths = [];
    private readonly List<string> summaries = [];

    public WorkflowLog Log { get; } = new();

    public string Summary => string.Concat(summaries);

    /// <summary>The steps that ran, and how each ended: its exit code, or 0 for another action.</summary>
    public List<(string Name, int ExitCode)> Steps { get; } = [];

    /// <summary>What was asked of other people's actions.</summary>
    public List<(string Action, IReadOnlyDictionary<string, string> With)> Actions { get; } = [];

    /// <summary>Is called before a step, with its name: a machine can break at any time.</summary>
    public Action<string> BeforeStep { get; init; } = static _ => { };

    /// <summary>Runs the one job of a reusable workflow.</summary>
    /// <returns>Whether it failed, and its outputs.</returns>
    public (bool Failed, IReadOnlyDictionary<string, string> Outputs) RunJob(
        WorkflowYaml workflow, IEnumerable<KeyValuePair<string, string>> given)
    {
        WorkflowYaml job = workflow.Map("jobs").Map(workflow.Map("jobs").Names.Single());
        var scope = new StepScope(Inputs(workflow.Map("on").Map("workflow_call"), given), ActionPath: "");
        RunSteps(job.List("steps"), scope);
        return (scope.HasFailed, Filled(job.Map("outputs").Texts, scope));
    }

    private static Dictionary<string, string> Inputs(
        WorkflowYaml declaring, IEnumerable<KeyValuePair<string, string>> given)
    {
        WorkflowYaml declared = declaring.Map("inputs");
        var inputs = new Dictionary<string, string>();
        foreach ((string name, string value) in given)
        {
            Assert.Contains(name, declared.Names);
            inputs[name] = value;
        }

        foreach (string name in declared.Names.Where(name => !inputs.ContainsKey(name)))
        {
            Assert.NotEqual("true", declared.Map(name).Find("required"));
            inputs[name] = declared.Map(name).Find("default") ?? "";
        }

        return inputs;
    }

    private Dictionary<string, string> Filled(
        IEnumerable<KeyValuePair<string, string>> texts, StepScope scope) =>
        texts.ToDictionary(static one => one.Key, one => Expression(scope).Fill(one.Value));

    private WorkflowExpression Expression(StepScope scope) =>
        new(name => scope.Find(name) ?? site.Find(name), scope.HasFailed);

    private void RunSteps(IReadOnlyList<WorkflowYaml> steps, StepScope scope)
    {
        foreach (WorkflowYaml step in steps)
        {
            if (!Expression(scope).IsMet(step.Find("if")))
            {
                continue;
            }

            string name = step.Find("name") ?? step.Find("uses") ?? "";
            BeforeStep(name);
            Dictionary<string, string> with = Filled(step.Map("with").Texts, scope);
            (int exitCode, Dictionary<string, string> outputs) = step.Find("uses") is string action
                ? Use(action, with)
                : RunScript(step, scope);
            Steps.Add((name, exitCode));
            scope.Note(step.Find("id"), outputs, hasFailed: exitCode != 0);
        }
    }

    private (int ExitCode, Dictionary<string, string> Outputs) Use(
        string action, Dictionary<string, string> with)
    {
        if (action.StartsWith("./", StringComparison.Ordinal))
        {
            string folder = Path.Combine(site.Workspace, action);
            WorkflowYaml composite = WorkflowYaml.Load(Path.Combine(folder, "action.yml"));
            var scope = new StepScope(Inputs(composite, with), folder);
            RunSteps(composite.Map("runs").List("steps"), scope);
            WorkflowYaml declared = composite.Map("outputs");
            IEnumerable<KeyValuePair<string, string>> outputs = declared.Names.Select(
                name => KeyValuePair.Create(name, declared.Map(name).Find("value")!));
            return (scope.HasFailed ? 1 : 0, Filled(outputs, scope));
        }

        Actions.Add((action, with));
        if (action.StartsWith("actions/checkout@", StringComparison.Ordinal))
        {
            site.CheckOut(with);
        }

        return (0, []);
    }

    private (int ExitCode, Dictionary<string, string> Outputs) RunScript(WorkflowYaml step, StepScope scope)
    {
        var files = new StepFiles();
        string script = Path.Combine(site.Temp, "script.sh");
        File.WriteAllText(script, Expression(scope).Fill(step.Find("run")!));
        string[] arguments = step.Find("shell") == "bash"
            ? ["--noprofile", "--norc", "-eo", "pipefail", script]
            : ["-e", script];
        using Process process = site.Start(
            "bash",
            arguments,
            [
                .. environment, .. files.Variables,
                .. Filled(step.Map("env").Texts, scope),
                KeyValuePair.Create("GITHUB_ACTION_PATH", scope.ActionPath),
            ],
            paths);
        Task<string> error = process.StandardError.ReadToEndAsync();
        Log.Read(process.StandardOutput.ReadToEnd());
        process.WaitForExit();
        Log.Read(error.GetAwaiter().GetResult());
        Log.EndStep();
        summaries.Add(files.Summary);
        paths.InsertRange(0, files.Paths);
        foreach ((string name, string value) in files.Pairs("GITHUB_ENV"))
        {
            environment[name] = value;
        }

        return (process.ExitCode, files.Pairs("GITHUB_OUTPUT"));
    }
}
