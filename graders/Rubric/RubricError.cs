namespace MmVerify.Grader;

/// <summary>One thing that is wrong in a rubric.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1.</param>
/// <param name="Message">What is wrong, and what was expected.</param>
public sealed record RubricError(int Line, int Column, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Line}:{Column}: {Message}";
}

/// <summary>The errors of one rubric, all of which are looked for before any is told.</summary>
internal sealed class RubricErrors
{
    /// <summary>As many are told; more would hide the first.</summary>
    public const int MostTold = 10;

    private readonly List<RubricError> found = [];

    public bool Any => found.Count > 0;

    /// <summary>All of them, in the order of their places.</summary>
    public IReadOnlyList<RubricError> All =>
        [.. found.OrderBy(static error => error.Line).ThenBy(static error => error.Column)];

    public void Add(RubricNode place, string message) =>
        found.Add(new RubricError(place.Line, place.Column, message));

    /// <summary>The first ones in lines, each with its place; and how many there are besides.</summary>
    public string Told(string file)
    {
        IEnumerable<string> lines = All.Take(MostTold).Select(error => $"{file}:{error}");
        int more = found.Count - MostTold;
        return string.Join('\n', more > 0 ? lines.Append($"and {more} more") : lines);
    }
}
