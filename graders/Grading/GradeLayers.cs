using MmVerify.Compiler;
using MmVerify.Properties;

namespace MmVerify.Grader;

/// <summary>Tells which defences were in force, and what each of them has met in a submission.</summary>
internal static class GradeLayers
{
    private const int MostNamed = 5;

    // What escapes from a call that a layer refuses, and which layers refuse such calls.
    private static readonly (string Exception, string Layer)[] Traces =
    [
        ("UnauthorizedAccessException", "mounts landlock"),
        ("FileNotFoundException", "mounts landlock"),
        ("DirectoryNotFoundException", "mounts landlock"),
        ("IOException", "mounts landlock"),
        ("SocketException", "network"),
        ("Win32Exception", "seccomp"),
        ("OutOfMemoryException", "limits"),
    ];

    private static readonly GradeLayer Sources = new(
        "sources",
        true,
        "only .cs files are used; project files, packages, analyzers and unsafe code are not");

    /// <summary>The defences around a compiler whose answer was errors.</summary>
    public static GradeSandbox OfCompiler(Sandbox sandbox) => new(
        sandbox.Tier.ToName(),
        [
            Sources,
            .. sandbox.Layers.Select(
                static layer => new GradeLayer(layer.Name, layer.InForce, layer.Detail)),
            new("process", true, "it was compiled in a process of its own, and nothing of it ran"),
        ]);

    public static GradeSandbox Of(
        CompiledSubmission submission, Sandbox sandbox, IReadOnlyList<Finding> findings)
    {
        IReadOnlyList<string> ends = [.. findings
            .Where(static finding => finding.Law.ShortId is "NO-THROW" or "TERMINATES")
            .Select(static finding => finding.Counterexample is Counterexample shown
                ? $"{finding.Law.Id}: {shown.Actual}"
                : "")
            .Where(static text => text.Length > 0)];
        List<GradeLayer> layers =
        [
            Sources,
            new("screen", true, Screened(submission.Answer)),
            new("steps", submission.Answer.IsInstrumented, Steps(submission.Answer, ends)),
            .. sandbox.Layers.Select(layer =>
                new GradeLayer(layer.Name, layer.InForce, layer.Detail + Met(layer, ends))),
            new("process", true, "the submission ran in a process of its own" + Died(ends)),
            new("judge", true, "every verdict was made outside that process"),
        ];
        return new GradeSandbox(sandbox.Tier.ToName(), layers);
    }

    private static string Screened(CompileAnswer answer) => answer.FindingCount == 0
        ? "nothing outside the course's list is used"
        : answer.FindingsInWords(MostNamed);

    private static string Steps(CompileAnswer answer, IReadOnlyList<string> ends) =>
        !answer.IsInstrumented ? "the steps of this submission could not be counted"
        : "loops and calls are counted; no operation has more than its budget"
            + (ends.FirstOrDefault(static end => end.Contains("budget of steps")) is string hung
                ? $"; stopped {hung}"
                : "");

    private static string Met(SandboxLayer layer, IReadOnlyList<string> ends)
    {
        foreach ((string exception, string layers) in Traces)
        {
            if (layer.InForce && layers.Split(' ').Contains(layer.Name)
                && ends.FirstOrDefault(end => end.Contains(exception)) is string met)
            {
                return $"; stopped {met}";
            }
        }

        return "";
    }

    private static string Died(IReadOnlyList<string> ends) =>
        ends.FirstOrDefault(static end => end.Contains("crashed") || end.Contains("of processor time")
            || end.Contains("no thread runs")) is string death
            ? $"; ended and started anew, {death}"
            : "";
}
