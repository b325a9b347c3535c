using System.Globalization;
using System.Text;

namespace MmVerify.Grader;

/// <summary>
/// Text of a submission in Markdown as GitHub reads it. A character reference never means structure
/// (CommonMark 0.31, 2.5), so whatever could is written as one.
/// </summary>
internal static class Markdown
{
    private const int MaxInline = 1_000;

    /// <summary>A text inside a line, a heading or a cell of a table.</summary>
    public static string Inline(string text)
    {
        var markdown = new StringBuilder();
        string plain = ShownText.Line(text, MaxInline);
        foreach ((int index, char c) in plain.Index())
        {
            // A dash makes a list, and a dot a link, only where these do not stand.
            if (char.IsAsciiLetterOrDigit(c) || c is ' ' or ',' || c > '\u007f' || (c == '-' && index > 0)
                || (c == '.' && index > 0 && index == plain.Length - 1))
            {
                markdown.Append(c);
            }
            else
            {
                // A comment behind it, for otherwise somebody of that name would be told.
                markdown.Append(CultureInfo.InvariantCulture, $"&#{(int)c};{(c == '@' ? "<!-- -->" : "")}");
            }
        }

        return markdown.ToString();
    }

    /// <summary>
    /// Lines as they are, in <c>pre</c> rather than between fences, which a line of the text could end.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="limit">What is shown at most. Unit: characters.</param>
    public static string Lines(string text, int limit)
    {
        var html = new StringBuilder("<pre>\n");
        ShownText.Append(html, text, limit);
        return html.Replace("::", "&#58;&#58;").Append("</pre>\n").ToString();
    }
}
