using MmVerify.Spec;

namespace MmVerify.Properties;

/// <summary>One line of a counterexample.</summary>
/// <param name="Number">The step's number, as handles name it; -1 is creation.</param>
/// <param name="Operation">What was asked, as text.</param>
/// <param name="Reply">What was answered, as text. It may hold text of the submission.</param>
/// <param name="Breaks">Whether the law is broken here.</param>
public sealed record CounterStep(int Number, string Operation, string Reply, bool Breaks)
{
    /// <summary>Who did what and when, line by line, where several CPUs were at work.</summary>
    public IReadOnlyList<string> Story { get; init; } = [];
}

/// <summary>What a stretch of memory is at one moment.</summary>
public enum PictureKind
{
    /// <summary>A free block.</summary>
    Free,

    /// <summary>A block that is handed out.</summary>
    Held,

    /// <summary>No memory is there.</summary>
    Hole,

    /// <summary>What this step is about when it breaks the law.</summary>
    Wrong,
}

/// <summary>A stretch of memory in a picture.</summary>
/// <param name="Start">The first unit, a page frame number for example.</param>
/// <param name="Length">How many units.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Label">A few characters that fit inside, or nothing.</param>
public sealed record PictureBlock(ulong Start, long Length, PictureKind Kind, string Label);

/// <summary>Memory after one step, from the first unit to the last, without gaps.</summary>
/// <param name="Caption">What has happened, one line.</param>
/// <param name="Blocks">The stretches in ascending order; a wrong one may lie over others and comes
/// last.</param>
public sealed record Picture(string Caption, IReadOnlyList<PictureBlock> Blocks);

/// <summary>A program that shows that a law does not hold, ready to be shown.</summary>
/// <param name="Replay">The token that names the program.</param>
/// <param name="Setup">What the implementation was created with, as text.</param>
/// <param name="Steps">What happened, creation first; the last one breaks the law.</param>
/// <param name="Culprit">The thing that is wrong.</param>
/// <param name="Expected">What it had to be.</param>
/// <param name="Actual">What it was.</param>
/// <param name="Test">The same as a C# test.</param>
/// <param name="Pictures">Memory after each of the steps.</param>
/// <param name="ShrunkFrom">How many steps the program had when it was found, up to the breaking one.</param>
public sealed record Counterexample(
    string Replay,
    string Setup,
    IReadOnlyList<CounterStep> Steps,
    string Culprit,
    string Expected,
    string Actual,
    string Test,
    IReadOnlyList<Picture> Pictures,
    int ShrunkFrom)
{
    /// <summary>
    /// Whether the program breaks the law only when others ran before it in the same process.
    /// </summary>
    public bool NeedsEarlierPrograms { get; init; }

    /// <summary>How the breaking step ended when no answer came from it; null when one did.</summary>
    public Outcome? End { get; init; }
}
