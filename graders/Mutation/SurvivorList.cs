using System.Text.RegularExpressions;

namespace MmVerify.Grader;

/// <summary>A survivor of the reference, explained.</summary>
/// <param name="Chapter">The chapter.</param>
/// <param name="File">The source.</param>
/// <param name="LineText">The line it stands on, since line numbers change with every edit above.</param>
/// <param name="Original">What stands there.</param>
/// <param name="Replacement">What stood there instead.</param>
/// <param name="Kind"><c>equivalent</c>: nothing could notice it; <c>unseen</c>: no law does.</param>
/// <param name="Why">The explanation.</param>
internal sealed record ExplainedSurvivor(
    string Chapter,
    string File,
    string LineText,
    string Original,
    string Replacement,
    string Kind,
    string Why);

/// <summary>The tables of <c>reference/Survivors.md</c>: one below the heading of each chapter.</summary>
internal sealed partial class SurvivorList
{
    private const int Cells = 6;

    private static readonly string[] Kinds = ["equivalent", "unseen"];

    private SurvivorList(IReadOnlyList<ExplainedSurvivor> entries) => Entries = entries;

    /// <summary>All that is explained.</summary>
    public IReadOnlyList<ExplainedSurvivor> Entries { get; }

    /// <summary>Reads the document.</summary>
    /// <exception cref="FormatException">A row is not one; the message says which and why.</exception>
    public static SurvivorList Read(string text)
    {
        var entries = new List<ExplainedSurvivor>();
        string chapter = "";
        foreach ((int index, string line) in text.Split('\n').Index())
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                chapter = line[3..].Trim();
            }
            else if (line.StartsWith('|') && !Ruler().IsMatch(line) && !line.StartsWith("| file |"))
            {
                entries.Add(Row(chapter, line, $"Survivors.md:{index + 1}"));
            }
        }

        return new SurvivorList(entries);
    }

    /// <summary>What a run and the list do not agree on, a line for each; none when they do.</summary>
    /// <param name="chapter">The chapter that was mutated.</param>
    /// <param name="mutants">What became of its mutants.</param>
    public IEnumerable<string> Compare(string chapter, IReadOnlyList<Mutant> mutants)
    {
        List<ExplainedSurvivor> explained = [.. Entries.Where(one => one.Chapter == chapter)];
        foreach (Mutant mutant in mutants.Where(static one =>
            one.Fate is MutantFate.Survived or MutantFate.NoCoverage or MutantFate.Timeout))
        {
            int at = explained.FindIndex(one => IsAbout(one, mutant));
            if (at >= 0)
            {
                explained.RemoveAt(at);
            }
            else if (mutant.Fate != MutantFate.Timeout)
            {
                yield return $"{mutant.File}:{mutant.Line}: not explained: {mutant.Original}  ->  "
                    + mutant.Replacement;
            }
        }

        foreach (ExplainedSurvivor one in explained)
        {
            yield return $"{one.File}: explained, but it did not survive: {one.Original}  ->  "
                + one.Replacement;
        }
    }

    private static bool IsAbout(ExplainedSurvivor one, Mutant mutant) =>
        (one.File, one.LineText, one.Original, one.Replacement)
        == (mutant.File, mutant.LineText, mutant.Original, mutant.Replacement);

    private static ExplainedSurvivor Row(string chapter, string line, string place)
    {
        string[] cells = [.. Bar().Split(line.Trim()).Skip(1).SkipLast(1)
            .Select(static cell => cell.Trim().Trim('`').Replace("\\|", "|"))];
        if (chapter.Length == 0 || cells.Length != Cells)
        {
            throw new FormatException(
                $"{place}: a row below a chapter's heading has {Cells} cells, file, line, was, became, kind, "
                + $"why; this has {cells.Length}");
        }

        return !Kinds.Contains(cells[4])
            ? throw new FormatException($"{place}: the kind is '{cells[4]}', not equivalent or unseen")
            : cells[5].Length == 0
            ? throw new FormatException($"{place}: nothing is explained")
            : new ExplainedSurvivor(chapter, cells[0], cells[1], cells[2], cells[3], cells[4], cells[5]);
    }

    // A bar inside code is written \|, as in any table of Markdown.
    [GeneratedRegex(@"(?<!\\)\|", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Bar();

    [GeneratedRegex(@"^[|:\- ]+$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Ruler();
}
