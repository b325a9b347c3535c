using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using MmVerify.Compiler;

namespace MmVerify.Grader;

/// <summary>
/// Reads the report of coverlet, in the format of Cobertura. It was written beside foreign code: all of it is
/// bounded, and what it says of files that were not handed in is an error.
/// </summary>
/// <remarks>
/// https://github.com/cobertura/web/blob/master/htdocs/xml/coverage-04.dtd, of which coverlet writes classes
/// with lines, and <c>condition-coverage="50% (1/2)"</c> at lines with branches.
/// </remarks>
internal static partial class CoberturaReport
{
    /// <summary>The largest report that is read.</summary>
    public const long MostBytes = 32L << 20;

    private const int MostBranches = 10_000;

    private static readonly XmlReaderSettings Bounds = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = MostBytes,
    };

    /// <summary>Reads it.</summary>
    /// <param name="report">The file.</param>
    /// <param name="sourceAt">The source that a path of the report stands for; null when there is none.
    /// </param>
    /// <exception cref="UnmeasuredException">It is no such report.</exception>
    public static CoverageRun Read(byte[] report, Func<string, SourceFile?> sourceAt)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(report), Bounds);
            var document = XDocument.Load(reader);
            var files = new List<CoveredFile>();
            foreach (IGrouping<string, XElement> classes in document.Descendants("class")
                .GroupBy(static one => (string?)one.Attribute("filename") ?? ""))
            {
                SourceFile source = sourceAt(classes.Key)
                    ?? throw new FormatException($"{Printable.Text(classes.Key)} was not handed in");
                files.Add(new CoveredFile(source, LinesOf(classes, CountLines(source))));
            }

            return files.Count == 0
                ? throw new FormatException("it has no class")
                : new CoverageRun(
                    [.. files.OrderBy(static file => file.Source.Path, StringComparer.Ordinal)]);
        }
        catch (Exception exception) when (exception is XmlException or FormatException or OverflowException)
        {
            throw new UnmeasuredException(
                $"coverlet's report cannot be read: {Printable.Text(exception.Message)}", isOurs: true);
        }
    }

    // A lambda is a class of its own, whose lines may be those of the class around it as well.
    private static List<CoveredLine> LinesOf(IEnumerable<XElement> classes, int lineCount) =>
    [
        .. classes.SelectMany(static one => one.Elements("lines").Elements("line"))
            .Select(line => LineOf(line, lineCount))
            .GroupBy(static line => line.Number)
            .Select(static same => new CoveredLine(
                same.Key,
                same.Max(static line => line.Hits),
                same.Sum(static line => line.Branches),
                same.Sum(static line => line.BranchesTaken)))
            .OrderBy(static line => line.Number),
    ];

    private static CoveredLine LineOf(XElement line, int lineCount)
    {
        int number = int.Parse(Text(line, "number"), NumberStyles.None, CultureInfo.InvariantCulture);
        if (number < 1 || number > lineCount)
        {
            throw new FormatException($"there is no line {number}");
        }

        long hits = long.Parse(Text(line, "hits"), NumberStyles.None, CultureInfo.InvariantCulture);
        if (line.Attribute("condition-coverage") is not XAttribute condition)
        {
            return new CoveredLine(number, hits, 0, 0);
        }

        Match match = Condition().Match(condition.Value);
        (int taken, int all) = match.Success
            ? (int.Parse(match.Groups["taken"].Value, CultureInfo.InvariantCulture),
                int.Parse(match.Groups["all"].Value, CultureInfo.InvariantCulture))
            : throw new FormatException($"'{Printable.Text(condition.Value)}' counts no branches");
        return all <= MostBranches && taken <= all
            ? new CoveredLine(number, hits, all, taken)
            : throw new FormatException($"{taken} of {all} branches at one line");
    }

    private static string Text(XElement line, string name) =>
        (string?)line.Attribute(name) ?? throw new FormatException($"a line without {name}");

    private static int CountLines(SourceFile source) =>
        Encoding.UTF8.GetString(source.Content.Span).ReplaceLineEndings("\n").Count('\n') + 1;

    [GeneratedRegex(
        @"^[0-9.]{1,8}% \((?<taken>\d{1,6})/(?<all>\d{1,6})\)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Condition();
}
