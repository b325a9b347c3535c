using System.Globalization;
using System.Text;

namespace MmVerify.Grader;

/// <summary>Turns any text into text that is shown and not obeyed, by a browser or by others.</summary>
internal static class ShownText
{
    /// <summary>What is shown of a text at most, unless told otherwise. Unit: characters.</summary>
    public const int MaxLength = 1000;

    /// <summary>What is shown of a program text at most. Unit: characters.</summary>
    public const int MaxCodeLength = 16_000;

    // Scripts need two or three; a pile of them paints over the lines above.
    private const int MaxMarks = 4;

    /// <summary>Appends a text, escaped for element content and for quoted attributes alike.</summary>
    /// <param name="markup">Where to.</param>
    /// <param name="text">Any text, well-formed or not.</param>
    /// <param name="limit">What is shown at most; what is left out is counted. Unit: characters.</param>
    public static void Append(StringBuilder markup, string? text, int limit) =>
        Append(markup, text, limit, AppendEscaped);

    /// <summary>
    /// A text in which every character can be seen: what cannot is spelled, what is too long is cut. It is
    /// not escaped for anything.
    /// </summary>
    /// <param name="text">Any text, well-formed or not.</param>
    /// <param name="limit">What is shown at most; what is left out is counted. Unit: characters.</param>
    public static string Plain(string? text, int limit)
    {
        var plain = new StringBuilder();
        Append(plain, text, limit, static (shown, rune) => shown.Append(rune.ToString()));
        return plain.ToString();
    }

    /// <summary>The same in one line.</summary>
    public static string Line(string? text, int limit) =>
        Plain(text, limit).Replace('\n', ' ');

    private static void Append(
        StringBuilder markup, string? text, int limit, Action<StringBuilder, Rune> appendShowable)
    {
        if (text is null)
        {
            return;
        }

        int marks = 0;
        int index = 0;
        while (index < text.Length && index < limit)
        {
            bool isRune = Rune.TryGetRuneAt(text, index, out Rune rune);
            marks = isRune && IsMark(rune) ? marks + 1 : 0;
            if (isRune && IsShowable(rune) && marks <= MaxMarks)
            {
                appendShowable(markup, rune);
            }
            else
            {
                AppendSpelled(markup, isRune ? rune.Value : text[index]);
            }

            index += isRune ? rune.Utf16SequenceLength : 1;
        }

        if (index < text.Length)
        {
            markup.Append(CultureInfo.InvariantCulture, $"… ({text.Length - index} more characters)");
        }
    }

    private static void AppendEscaped(StringBuilder markup, Rune rune)
    {
        _ = rune.Value switch
        {
            '&' => markup.Append("&amp;"),
            '<' => markup.Append("&lt;"),
            '>' => markup.Append("&gt;"),
            '"' => markup.Append("&quot;"),
            '\'' => markup.Append("&#39;"),
            _ => markup.Append(rune.ToString()),
        };
    }

    // As C# spells them, so that a test that is copied from the page still means the same.
    private static void AppendSpelled(StringBuilder markup, int value) =>
        markup.Append(value > char.MaxValue ? $"\\U{value:x8}" : $"\\u{value:x4}");

    private static bool IsMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark;

    // Format characters turn text around (U+202E) or hide in it.
    private static bool IsShowable(Rune rune) => rune.Value is '\n' or '\t'
        || Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
