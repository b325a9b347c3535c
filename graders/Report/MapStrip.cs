using MmVerify.Properties;

namespace MmVerify.Grader;

/// <summary>Draws the pictures of one counterexample: memory as a strip of stretches above a ruler.</summary>
internal sealed class MapStrip
{
    private const int LabelLength = 40;

    private readonly MapColumns columns;
    private readonly string layout;
    private readonly Html ruler;

    /// <summary>Prepares the strip.</summary>
    /// <param name="columns">The columns that all pictures share.</param>
    /// <param name="styles">Takes the rules for them.</param>
    public MapStrip(MapColumns columns, MapStyles styles)
    {
        this.columns = columns;
        layout = columns.Count == 0 ? "" : styles.ClassOf(columns);
        ruler = Html.Of($"{Enumerable.Range(0, columns.Count).Select(Tick)}");
    }

    /// <summary>How to read the maps.</summary>
    public Html Legend()
    {
        bool isShortened = Enumerable.Range(0, columns.Count).Any(columns.IsShortened);
        Html shortened = Html.Of($"A <span class=\"key short\">dotted ruler</span> is not to scale.");
        return Html.Of($"""
            <p class="legend">Below a map: where each stretch begins, in hexadecimal.
            <span class="key new">Barred</span> is what the step changed.
            {(isShortened ? shortened : Html.Nothing)}</p>
            """);
    }

    /// <summary>Draws a picture.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="before">The one before it, to show what changed; null for the first.</param>
    /// <param name="step">The step it belongs to, whose text it need not repeat.</param>
    public Html Draw(Picture picture, Picture? before, GradeStep step)
    {
        List<Stretch> stretches = Stretches(picture, before);
        return stretches.Count == 0 ? Html.Nothing : Html.Of($"""
            <figure class="map">{Caption(picture.Caption, step)}<div class="scroll">
            <div class="strip {layout}" role="img" aria-label="{InWords(stretches),2000}">
            {stretches.Select(Show)}
            {ruler}</div></div></figure>
            """);
    }

    private static Html Caption(string caption, GradeStep step) =>
        $"{step.Operation} -> {step.Reply}".Contains(caption, StringComparison.Ordinal)
            ? Html.Nothing
            : Html.Of($"<figcaption>{caption,400}</figcaption>");

    // What is too small to be told apart becomes one stretch.
    private List<Stretch> Stretches(Picture picture, Picture? before)
    {
        var stretches = new List<Stretch>();
        foreach (PictureBlock block in picture.Blocks.Where(MapColumns.IsDrawn))
        {
            (int first, int end) = columns.Under(block);
            bool isNew = before is not null && !before.Blocks.Contains(block);
            var next = new Stretch(first, end, block, 1, isNew);
            if (block.Kind != PictureKind.Wrong && stretches.Count > 0 && stretches[^1].End > first
                && stretches[^1].Block.Kind != PictureKind.Wrong)
            {
                next = stretches[^1].With(next);
                stretches.RemoveAt(stretches.Count - 1);
            }

            stretches.Add(next);
        }

        return stretches;
    }

    private string InWords(List<Stretch> stretches) => string.Join("; ", stretches.Select(InWords));

    private string InWords(Stretch stretch) => stretch.Count > 1
        ? $"{MapStyles.Hex(columns.EdgeAt(stretch.First))} {stretch.Count} parts"
        : $"{MapStyles.Hex(stretch.Block.Start)} {Word(stretch)} {Cut(stretch.Block.Label)}".TrimEnd();

    private static Html Show(Stretch stretch)
    {
        int width = stretch.End - stretch.First;
        string place = $"{Style(stretch)} a{stretch.First + 1}{(width > 1 ? $" w{width}" : "")}";
        string label = stretch.Count > 1 ? $"{stretch.Count}" : Cut(stretch.Block.Label);
        Html words = label.Length == 0 ? Html.Of($"<i>{Word(stretch)}</i>")
            : stretch.Block.Kind == PictureKind.Wrong ? Html.Of($"<i>{label}</i>")
            : Html.Of($"<b>{label}</b><i>{Word(stretch)}</i>");
        return Html.Of($"<span class=\"{place}\">{words}</span>");
    }

    private static string Cut(string label) =>
        label.Length <= LabelLength ? label : label[..LabelLength] + "…";

    private static string Style(Stretch stretch)
    {
        string kind = stretch.Count > 1 ? "mixed" : stretch.Block.Kind switch
        {
            PictureKind.Free => "free",
            PictureKind.Held => "held",
            PictureKind.Hole => "hole",
            _ => "wrong",
        };
        return stretch.IsNew && kind != "wrong" ? kind + " new" : kind;
    }

    private static string Word(Stretch stretch) => stretch.Count > 1 ? "parts" : stretch.Block.Kind switch
    {
        PictureKind.Free => "free",
        PictureKind.Held => "held",
        PictureKind.Hole => "hole",
        _ => "wrong",
    };

    private Html Tick(int column)
    {
        string start = MapStyles.Hex(columns.EdgeAt(column));
        Html end = column < columns.Count - 1
            ? Html.Nothing
            : Html.Of($"<s>{MapStyles.Hex(columns.EdgeAt(columns.Count))}</s>");
        return columns.IsShortened(column)
            ? Html.Of($"<u class=\"short\">{start}{end}</u>")
            : Html.Of($"<u>{start}{end}</u>");
    }

    private sealed record Stretch(int First, int End, PictureBlock Block, int Count, bool IsNew)
    {
        public Stretch With(Stretch next) => new(
            First, Math.Max(End, next.End), Block, Count + next.Count, IsNew || next.IsNew);
    }
}
