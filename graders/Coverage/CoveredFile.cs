using MmVerify.Compiler;

namespace MmVerify.Grader;

/// <summary>One line that can run.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Hits">How often it ran.</param>
/// <param name="Branches">Ways on from here; 0 where there is but one.</param>
/// <param name="BranchesTaken">Those that were taken.</param>
internal readonly record struct CoveredLine(int Number, long Hits, int Branches, int BranchesTaken);

/// <summary>The lines of one source, in order.</summary>
/// <param name="Source">The source.</param>
/// <param name="Lines">Its lines that can run.</param>
internal sealed record CoveredFile(SourceFile Source, IReadOnlyList<CoveredLine> Lines)
{
    /// <summary>The stretches that did not run; lines that cannot run do not part them.</summary>
    public IEnumerable<(int First, int Last)> Uncovered()
    {
        int first = 0;
        int last = 0;
        foreach (CoveredLine line in Lines)
        {
            if (line.Hits == 0)
            {
                first = first == 0 ? line.Number : first;
                last = line.Number;
            }
            else if (first != 0)
            {
                yield return (first, last);
                first = 0;
            }
        }

        if (first != 0)
        {
            yield return (first, last);
        }
    }
}

/// <summary>What of a subject ran while its laws were asked.</summary>
/// <param name="Files">Its sources that have lines that can run.</param>
internal sealed record CoverageRun(IReadOnlyList<CoveredFile> Files)
{
    /// <summary>Lines that can run.</summary>
    public int Lines => Files.Sum(static file => file.Lines.Count);

    /// <summary>Lines that ran.</summary>
    public int LinesCovered => Files.Sum(static file => file.Lines.Count(static line => line.Hits > 0));

    /// <summary>Branches there are.</summary>
    public int Branches => Files.Sum(static file => file.Lines.Sum(static line => line.Branches));

    /// <summary>Branches that were taken.</summary>
    public int BranchesCovered => Files.Sum(static file => file.Lines.Sum(static line => line.BranchesTaken));

    /// <summary>The pages of ReportGenerator, by their names.</summary>
    public IReadOnlyList<(string Name, string Text)> Pages { get; init; } = [];
}
