using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace MmVerify.Grader;

/// <summary>
/// Reads YAML to nodes with places. What a rubric has no use for, and what a small file could grow large by,
/// is refused: aliases, tags, a second document, deep nesting.
/// </summary>
internal sealed class RubricYaml
{
    /// <summary>How deep values may be nested: twice what a rubric needs.</summary>
    public const int MostDepth = 10;

    private const string Unreadable =
        "this is not YAML: nothing behind here can be read; look for a bracket that is never closed";

    private readonly Parser parser;
    private readonly RubricErrors errors;

    private RubricYaml(string text, RubricErrors errors)
    {
        parser = new Parser(new StringReader(text));
        this.errors = errors;
    }

    /// <summary>Reads a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="errors">Is told what is wrong.</param>
    /// <returns>The one document, or null where nothing can be made of the text.</returns>
    public static RubricNode? Read(string text, RubricErrors errors)
    {
        try
        {
            return new RubricYaml(text, errors).Document();
        }
        catch (YamlException exception)
        {
            errors.Add(At(exception.Start), $"this is not YAML: {exception.Message}");
            return null;
        }
        catch (Refused refused)
        {
            errors.Add(refused.Place, refused.Message);
            return null;
        }
    }

    private RubricNode? Document()
    {
        Next(); // the stream's start
        if (Next() is StreamEnd)
        {
            return null;
        }

        RubricNode root = Node(Next(), 0);
        Next(); // the document's end
        return Next() is DocumentStart second
            ? throw new Refused(second, "a second document begins here; a rubric is one")
            : root;
    }

    private RubricNode Node(ParsingEvent found, int depth)
    {
        if (found is AnchorAlias)
        {
            throw new Refused(found, "an alias; write out what it stands for");
        }

        // The parser tells some texts in events that do not go together.
        if (found is not NodeEvent node)
        {
            throw new Refused(found, "this is not YAML: a value is missing here");
        }

        if (!node.Anchor.IsEmpty)
        {
            throw new Refused(found, "an anchor; write out where it is used what it stands for");
        }

        if (!node.Tag.IsEmpty)
        {
            errors.Add(At(found.Start), "a tag; what a value is follows from its key");
        }

        (int line, int column) = Place(found.Start);
        return found switch
        {
            _ when depth > MostDepth =>
                throw new Refused(found, $"nested more than {MostDepth} deep; a rubric needs five"),
            SequenceStart => new RubricNode.Sequence(line, column, Items(depth)),
            MappingStart => new RubricNode.Mapping(line, column, Entries(depth)),
            Scalar scalar =>
                new RubricNode.Scalar(line, column, scalar.Value, scalar.Style == ScalarStyle.Plain),
            _ => throw new InvalidOperationException($"{found} is no node"),
        };
    }

    private List<RubricNode> Items(int depth)
    {
        var items = new List<RubricNode>();
        while (Next() is var found and not SequenceEnd)
        {
            items.Add(Node(found, depth + 1));
        }

        return items;
    }

    private List<(RubricNode Key, RubricNode Value)> Entries(int depth)
    {
        var entries = new List<(RubricNode Key, RubricNode Value)>();
        while (Next() is var found and not MappingEnd)
        {
            RubricNode key = Node(found, depth + 1);
            entries.Add((key, Node(Next(), depth + 1)));
        }

        return entries;
    }

    // The parser fails in ways of its own too: "a: [1\nb: 2\nc: 3" is an operation that is not valid to it.
    private ParsingEvent Next()
    {
        ParsingEvent? last = parser.Current;
        try
        {
            return parser.MoveNext() ? parser.Current! : new StreamEnd();
        }
        catch (Exception exception) when (exception is not (YamlException or OutOfMemoryException))
        {
            throw new Refused(last ?? new StreamStart(), Unreadable);
        }
    }

    private static RubricNode.Scalar At(in Mark mark)
    {
        (int line, int column) = Place(mark);
        return new RubricNode.Scalar(line, column, "", IsPlain: true);
    }

    private static (int Line, int Column) Place(in Mark mark) => ((int)mark.Line, (int)mark.Column);

    private sealed class Refused(ParsingEvent found, string message) : Exception(message)
    {
        public RubricNode Place => At(found.Start);
    }
}
