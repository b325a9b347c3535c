using System.Text.Json.Serialization;
using MmVerify.Properties;

namespace MmVerify.Grader;

/// <summary>The one result of grading, <c>grade.json</c>; every other format is made from it.</summary>
/// <param name="Submission">The name of the folder or file that was graded.</param>
/// <param name="SuiteVersion">The version of the suite that graded it.</param>
/// <param name="Seed">The seed of the random programs.</param>
/// <param name="Score">Points earned.</param>
/// <param name="MaxScore">Points there are.</param>
/// <param name="Sandbox">What the submission was shut in.</param>
/// <param name="Chapters">One entry for each chapter that was graded.</param>
public sealed record Grade(
    string Submission,
    string SuiteVersion,
    ulong Seed,
    int Score,
    int MaxScore,
    GradeSandbox Sandbox,
    IReadOnlyList<GradeChapter> Chapters)
{
    /// <summary>The largest seed: what every reader of JSON can hold exactly.</summary>
    public const long LargestSeed = (1L << 53) - 1;

    /// <summary>The name and version of the format.</summary>
    [JsonPropertyOrder(-1)]
    public string Schema { get; } = "mmverify/grade/v1";

    /// <summary>The title of the rubric that says what everything is worth.</summary>
    public string Rubric { get; init; } = "default";

    /// <summary>Why it does not compile; nothing when it does.</summary>
    public IReadOnlyList<GradeError> Errors { get; init; } = [];
}

/// <summary>What the submission was shut in.</summary>
/// <param name="Tier">The tier in force: <c>bubblewrap</c>, <c>landlock</c> or <c>none</c>.</param>
/// <param name="Layers">Each defence, whether it was in force, and what it did.</param>
public sealed record GradeSandbox(string Tier, IReadOnlyList<GradeLayer> Layers);

/// <summary>One defence.</summary>
/// <param name="Name">Its name.</param>
/// <param name="InForce">Whether it was in force.</param>
/// <param name="Detail">How, or why not; and what it stopped in this submission, if anything.</param>
public sealed record GradeLayer(string Name, bool InForce, string Detail);

/// <summary>One chapter.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Attempted">Whether the submission has a class for its contract.</param>
/// <param name="Score">Points earned.</param>
/// <param name="MaxScore">Points there are.</param>
/// <param name="Laws">Every law, in teaching order.</param>
public sealed record GradeChapter(
    string Name, bool Attempted, int Score, int MaxScore, IReadOnlyList<GradeLaw> Laws)
{
    /// <summary>Where the class begins; null when there is none.</summary>
    public GradePlace? Place { get; init; }

    /// <summary>
    /// <c>own</c> when it stood on the submission's own buddy allocator; null on the plain page allocator.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Stack { get; init; }

    /// <summary>What mutation testing gave; null when it was not asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public GradeMutation? Mutation { get; init; }

    /// <summary>What coverage gave; null when it was not asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public GradeCoverage? Coverage { get; init; }
}

/// <summary>One law.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Statement">What it says.</param>
/// <param name="Points">What it is worth.</param>
/// <param name="Earned">What was earned.</param>
/// <param name="Verdict"><c>holds</c>, <c>broken</c> or <c>unknown</c>.</param>
/// <param name="Witnesses">Steps about which it spoke and that kept it.</param>
/// <param name="Reason">The grounds of the verdict, one sentence.</param>
/// <param name="Counterexample">The program that breaks it, or null.</param>
public sealed record GradeLaw(
    string Id,
    string Statement,
    int Points,
    int Earned,
    string Verdict,
    long Witnesses,
    string Reason,
    GradeCounterexample? Counterexample)
{
    /// <summary>Why the law matters; not part of the file, since the id names the law.</summary>
    [JsonIgnore]
    public string Why { get; init; } = "";

    /// <summary>Where the law comes from; not part of the file.</summary>
    [JsonIgnore]
    public string Source { get; init; } = "";
}

/// <summary>A program that breaks a law.</summary>
/// <param name="Replay">The token for <c>mmverify replay</c>.</param>
/// <param name="Steps">What happened, creation first.</param>
/// <param name="Culprit">The thing that is wrong.</param>
/// <param name="Expected">What it had to be.</param>
/// <param name="Actual">What it was.</param>
/// <param name="Test">The same as a C# test to paste.</param>
public sealed record GradeCounterexample(
    string Replay,
    IReadOnlyList<GradeStep> Steps,
    string Culprit,
    string Expected,
    string Actual,
    string Test)
{
    /// <summary>
    /// <c>threw</c>, <c>hung</c> or <c>crashed</c> when no answer came from the breaking step; null when one
    /// did.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Fault { get; init; }

    /// <summary>The student's line where it threw or was stopped; null when that is not known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public GradePlace? Place { get; init; }

    /// <summary>Memory after each step, for the page; not part of the file.</summary>
    [JsonIgnore]
    public IReadOnlyList<Picture> Pictures { get; init; } = [];

    /// <summary>How long the program was when found, for the page; not part of the file.</summary>
    [JsonIgnore]
    public int ShrunkFrom { get; init; }
}

/// <summary>One step of a counterexample.</summary>
/// <param name="Operation">What was asked: <c>#0 Allocate(order 0)</c>, or <c>Create 4 pages …</c>.</param>
/// <param name="Reply">What was answered.</param>
/// <param name="Breaks">Whether the law is broken here.</param>
public sealed record GradeStep(string Operation, string Reply, bool Breaks)
{
    /// <summary>Who did what and when, line by line, where several CPUs were at work; else null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Story { get; init; }
}
