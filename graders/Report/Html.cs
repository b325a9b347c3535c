using System.Runtime.CompilerServices;
using System.Text;

namespace MmVerify.Grader;

/// <summary>
/// Markup that may be put into the page. It is made of string literals, whose holes are escaped as they are
/// filled, so that text of a submission cannot become markup by an oversight.
/// </summary>
internal readonly record struct Html
{
    private readonly string? markup;

    private Html(string markup) => this.markup = markup;

    /// <summary>No markup.</summary>
    public static Html Nothing => default;

    /// <summary>Markup written as a literal.</summary>
    public static Html Of(HtmlHandler literal) => new(literal.Markup);

    /// <summary>Text of the suite's own that is markup already: the style sheet and the script.</summary>
    public static Html Own(string markup) => new(markup);

    /// <inheritdoc/>
    public override string ToString() => markup ?? "";
}

/// <summary>Fills the holes of a literal of <see cref="Html"/>.</summary>
[InterpolatedStringHandler]
internal readonly ref struct HtmlHandler(int literalLength, int holeCount)
{
    private readonly StringBuilder markup = new(literalLength + (holeCount * 16));

    /// <summary>What was written.</summary>
    public string Markup => markup.ToString();

    /// <summary>Takes a part of the literal as it is.</summary>
    public void AppendLiteral(string literal) => markup.Append(literal);

    /// <summary>Takes markup as it is.</summary>
    public void AppendFormatted(Html html) => markup.Append(html.ToString());

    /// <summary>Takes pieces of markup one after the other.</summary>
    public void AppendFormatted(IEnumerable<Html> pieces)
    {
        foreach (Html piece in pieces)
        {
            AppendFormatted(piece);
        }
    }

    /// <summary>Takes text: escaped, and cut when it is longer than anyone reads.</summary>
    public void AppendFormatted(string? text) => ShownText.Append(markup, text, ShownText.MaxLength);

    /// <summary>Takes text: escaped, and cut at a length of its own.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="alignment">The greatest length. Unit: characters.</param>
    public void AppendFormatted(string? text, int alignment) => ShownText.Append(markup, text, alignment);

    /// <summary>Takes a number as it is.</summary>
    public void AppendFormatted(long number) => markup.Append(number);

    /// <summary>Takes a number in a format.</summary>
    public void AppendFormatted(long number, string format) => markup.Append(number.ToString(format));
}
