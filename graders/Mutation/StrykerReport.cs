using System.Text;
using System.Text.Json;
using MmVerify.Compiler;

namespace MmVerify.Grader;

/// <summary>
/// Reads the report of Stryker.NET. It was written beside foreign code: all of it is bounded.
/// </summary>
/// <remarks>
/// The format is that of https://github.com/stryker-mutator/mutation-testing-elements, schema version 2.
/// </remarks>
internal static class StrykerReport
{
    /// <summary>The largest report that is read.</summary>
    public const long MostBytes = 64L << 20;

    private const int MostMutants = 50_000;
    private const int MostShown = 200;

    // What Stryker leaves out by itself; anything else was arranged by the author of the code.
    private static readonly string[] OwnReasons =
        ["Removed by block already covered filter", "Removed by method filter"];

    private static readonly JsonDocumentOptions Bounds = new() { MaxDepth = 32 };

    /// <summary>Reads it.</summary>
    /// <param name="report">The file.</param>
    /// <param name="sourceAt">The source that a path of the report stands for; null when there is none.
    /// </param>
    /// <exception cref="UnmeasuredException">It is no such report.</exception>
    public static IReadOnlyList<Mutant> Read(
        ReadOnlyMemory<byte> report, Func<string, SourceFile?> sourceAt)
    {
        try
        {
            using var document = JsonDocument.Parse(report, Bounds);
            var mutants = new List<Mutant>();
            foreach (JsonProperty file in document.RootElement.GetProperty("files").EnumerateObject())
            {
                SourceFile source = sourceAt(file.Name)
                    ?? throw new UnmeasuredException(
                        $"Stryker's report speaks of {Printable.Text(file.Name)}, which was not handed in",
                        isOurs: true);
                string[] lines = Encoding.UTF8.GetString(source.Content.Span)
                    .TrimStart('\uFEFF').ReplaceLineEndings("\n").Split('\n');
                mutants.AddRange(file.Value.GetProperty("mutants").EnumerateArray()
                    .Take(MostMutants + 1).Select(mutant => One(mutant, source.Path, lines)));
                if (mutants.Count > MostMutants)
                {
                    throw new UnmeasuredException(
                        $"Stryker's report has more than {MostMutants} mutants", isOurs: true);
                }
            }

            return [.. mutants.OrderBy(static one => one.File, StringComparer.Ordinal)
                .ThenBy(static one => one.Line).ThenBy(static one => one.Column)
                .ThenBy(static one => one.Mutator, StringComparer.Ordinal)
                .ThenBy(static one => one.Replacement, StringComparer.Ordinal)];
        }
        catch (Exception exception)
            when (exception is JsonException or KeyNotFoundException or InvalidOperationException
                or FormatException)
        {
            throw new UnmeasuredException(
                $"Stryker's report cannot be read: {Printable.Text(exception.Message)}", isOurs: true);
        }
    }

    private static Mutant One(JsonElement mutant, string file, string[] lines)
    {
        JsonElement location = mutant.GetProperty("location");
        (int line, int column) = Place(location.GetProperty("start"), lines);
        (int endLine, int endColumn) = Place(location.GetProperty("end"), lines);
        string reason = mutant.TryGetProperty("statusReason", out JsonElement given)
            ? Shown(given.GetString())
            : "";
        return new Mutant(
            file,
            line,
            column,
            Shown(mutant.GetProperty("mutatorName").GetString()),
            Shown(lines[line - 1].Trim()),
            Shown(Between(lines, line, column, endLine, endColumn)),
            Shown(mutant.GetProperty("replacement").GetString()),
            FateOf(mutant.GetProperty("status").GetString(), reason),
            reason);
    }

    private static (int Line, int Column) Place(JsonElement place, string[] lines)
    {
        int line = place.GetProperty("line").GetInt32();
        int column = place.GetProperty("column").GetInt32();
        return line >= 1 && line <= lines.Length && column >= 1 && column <= lines[line - 1].Length + 1
            ? (line, column)
            : throw new FormatException($"there is no line {line}, column {column}");
    }

    private static string Between(string[] lines, int line, int column, int endLine, int endColumn)
    {
        if (endLine < line || (endLine == line && endColumn < column))
        {
            throw new FormatException("a mutant ends before it begins");
        }

        if (endLine == line)
        {
            return lines[line - 1][(column - 1)..(endColumn - 1)];
        }

        IEnumerable<string> middle = lines.Skip(line).Take(endLine - line - 1);
        return string.Join(
            '\n', [lines[line - 1][(column - 1)..], .. middle, lines[endLine - 1][..(endColumn - 1)]]);
    }

    private static MutantFate FateOf(string? status, string reason) => status switch
    {
        "Killed" => MutantFate.Killed,
        "Survived" => MutantFate.Survived,
        "Timeout" => MutantFate.Timeout,
        "NoCoverage" => MutantFate.NoCoverage,
        "CompileError" or "RuntimeError" => MutantFate.NotTried,
        "Ignored" => OwnReasons.Contains(reason) ? MutantFate.NotTried : MutantFate.LeftOut,
        _ => throw new FormatException($"there is no status '{status}'"),
    };

    private static string Shown(string? text)
    {
        string[] words = (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        string line = Printable.Text(string.Join(' ', words));
        return line.Length <= MostShown ? line : line[..(MostShown - 1)] + "…";
    }
}
