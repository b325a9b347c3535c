using System.Text;

namespace MmVerify.Grader;

/// <summary>
/// The style rules that the memory maps of one page need. They go into the style sheet since the page's own
/// policy forbids style attributes.
/// </summary>
internal sealed class MapStyles
{
    private readonly List<string> templates = [];
    private int columns;

    /// <summary>The class that lays out an element in columns.</summary>
    public string ClassOf(MapColumns map)
    {
        string template = Template(map);
        int index = templates.IndexOf(template);
        if (index < 0)
        {
            index = templates.Count;
            templates.Add(template);
            columns = Math.Max(columns, map.Count);
        }

        return $"m{index}";
    }

    /// <summary>
    /// The rules for all classes given out, for <c>a1</c>, which starts in column 1, and <c>w1</c>, 1 wide.
    /// </summary>
    public string Rules()
    {
        var rules = new StringBuilder();
        for (int i = 0; i < templates.Count; i++)
        {
            rules.Append($".m{i}{{grid-template-columns:{templates[i]}}}\n");
        }

        for (int i = 1; i <= columns; i++)
        {
            rules.Append($".a{i}{{grid-column-start:{i}}}.w{i}{{grid-column-end:span {i}}}\n");
        }

        return rules.ToString();
    }

    // Every column has room for the number where it begins, and the last one for the end as well.
    private static string Template(MapColumns map)
    {
        int room = Math.Max(Hex(map.EdgeAt(map.Count)).Length + 1, 6);
        return string.Join(' ', Enumerable.Range(0, map.Count).Select(column =>
            $"minmax({(column == map.Count - 1 ? 2 * room : room)}ch,{map.Width(column) / 10m:0.#}fr)"));
    }

    /// <summary>A unit's number.</summary>
    public static string Hex(UInt128 unit) => $"0x{unit:x}";
}
