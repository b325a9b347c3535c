namespace MmVerify.Properties;

/// <summary>Makes one block of a document.</summary>
/// <param name="arguments">The words behind its name in the marker.</param>
public delegate string BlockMaker(IReadOnlyList<string> arguments);

/// <summary>
/// A document in Markdown some of whose blocks are made by code: what it shows is then what the code does.
/// Such a block follows a line <c>&lt;!-- made by NAME WORD WORD --&gt;</c> and ends with its fence or,
/// without one, at the next empty line.
/// </summary>
public static class Document
{
    private const string MarkerStart = "<!-- made by ";
    private const string MarkerEnd = " -->";
    private const string Fence = "```";

    /// <summary>The document with every block made anew whose maker is given; the others stay.</summary>
    /// <param name="text">The document.</param>
    /// <param name="makers">The makers by name.</param>
    public static string Remake(string text, IReadOnlyDictionary<string, BlockMaker> makers)
    {
        string[] lines = text.Split('\n');
        var remade = new List<string>();
        int at = 0;
        while (at < lines.Length)
        {
            string line = lines[at++];
            remade.Add(line);
            string[] words = WordsOf(line);
            if (words.Length > 0 && makers.TryGetValue(words[0], out BlockMaker? maker))
            {
                remade.AddRange(maker(words[1..]).TrimEnd('\n').Split('\n'));
                at = EndOfBlock(lines, at);
            }
        }

        return string.Join('\n', remade);
    }

    /// <summary>The names of all makers that a document asks for, each once, in order.</summary>
    public static IReadOnlyList<string> MakersIn(string text) =>
    [
        .. text.Split('\n').Select(WordsOf)
            .Where(static words => words.Length > 0)
            .Select(static words => words[0])
            .Distinct(),
    ];

    /// <summary>Text between fences.</summary>
    public static string Fenced(string language, string text) =>
        $"{Fence}{language}\n{text.TrimEnd('\n')}\n{Fence}\n";

    /// <summary>The first line in which a document and its remade form differ, in words.</summary>
    public static string Difference(string text, string remade)
    {
        string[] old = text.Split('\n');
        string[] made = remade.Split('\n');
        int at = 0;
        while (at < old.Length && at < made.Length && old[at] == made[at])
        {
            at++;
        }

        return $"line {at + 1} is\n  {old.ElementAtOrDefault(at)}\n"
            + $"and would be made\n  {made.ElementAtOrDefault(at)}";
    }

    private static string[] WordsOf(string line) =>
        line.StartsWith(MarkerStart) && line.EndsWith(MarkerEnd)
            ? line[MarkerStart.Length..^MarkerEnd.Length].Split(' ', StringSplitOptions.RemoveEmptyEntries)
            : [];

    private static int EndOfBlock(string[] lines, int start)
    {
        bool isFenced = start < lines.Length && lines[start].StartsWith(Fence);
        int end = isFenced ? start + 1 : start;
        while (end < lines.Length && (isFenced ? lines[end] != Fence : lines[end].Length > 0))
        {
            end++;
        }

        return isFenced ? Math.Min(end + 1, lines.Length) : end;
    }
}
