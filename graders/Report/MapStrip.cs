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
        HashSet<PictureBlock>? old = before is null ? null : [.. before.Blocks];
        var stretches = new List<Stretch>();
        foreach (PictureBlock block in picture.Blocks.Where(MapColumns.IsDrawn))
        {
            (int first, int end) = columns.Under(block);
            bool isNew = old is not null && !old.Contains(block);
            var next = new Stretch(first, end, block.Kind, Cut(block.Label), Parts: 1, isNew);
            if (stretches.Count > 0 && stretches[^1].CanTake(next))
            {
                stretches[^1] = stretches[^1].With(next);
            }
            else
            {
                stretches.Add(next);
            }
        }

        return stretches;
    }

    private string InWords(List<Stretch> stretches) => string.Join("; ", stretches.Select(stretch =>
        $"{MapStyles.Hex(columns.EdgeAt(stretch.First))} {stretch.Word} {stretch.Label}".TrimEnd()));

    private static Html Show(Stretch stretch)
    {
        int width = stretch.End - stretch.First;
        bool isBarred = stretch.IsNew && stretch.Kind != PictureKind.Wrong;
        string style = isBarred ? stretch.Word + " new" : stretch.Word;
        string place = $"{style} a{stretch.First + 1}{(width > 1 ? $" w{width}" : "")}";
        Html words = !stretch.Label.Any(char.IsLetterOrDigit) ? Html.Of($"<i>{stretch.Word}</i>")
            : stretch.Kind == PictureKind.Wrong ? Html.Of($"<i>{stretch.Label}</i>")
            : Html.Of($"<b>{stretch.Label}</b><i>{stretch.Word}</i>");
        return Html.Of($"<span class=\"{place}\">{words}</span>");
    }

    private static string Cut(string label) =>
        label.Length <= LabelLength ? label : label[..LabelLength] + "…";

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

    // Without a kind, it is made of parts of different kinds.
    private sealed record Stretch(int First, int End, PictureKind? Kind, string Label, int Parts, bool IsNew)
    {
        public string Word => Kind switch
        {
            PictureKind.Free => "free",
            PictureKind.Held => "held",
            PictureKind.Hole => "hole",
            PictureKind.Wrong => "wrong",
            _ => "mixed",
        };

        public bool CanTake(Stretch next) =>
            End > next.First && Kind != PictureKind.Wrong && next.Kind != PictureKind.Wrong;

        public Stretch With(Stretch next) => new(
            First,
            Math.Max(End, next.End),
            Kind == next.Kind ? Kind : null,
            $"×{Parts + next.Parts}",
            Parts + next.Parts,
            IsNew || next.IsNew);
    }
}
