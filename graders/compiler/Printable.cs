using System.Globalization;
using System.Text;

namespace MmVerify.Compiler;

/// <summary>
/// Makes text that a submission chose fit to be shown on one line: what could move a cursor, turn the
/// direction of writing, or hide is written as <c>\u001b</c>, and what is too long is cut.
/// </summary>
public static class Printable
{
    /// <summary>A message, cut at <see cref="CompileLimits.TextLength"/>.</summary>
    /// <param name="text">Anything.</param>
    /// <returns>One line.</returns>
    public static string Text(string text) =>
        Cut(Escaped(text, escapeBackslash: false), CompileLimits.TextLength);

    /// <summary>A file name, so that two different names never look the same; it is not cut.</summary>
    /// <param name="name">Anything.</param>
    /// <returns>One line.</returns>
    public static string Name(string name) => Escaped(name, escapeBackslash: true);

    private static string Escaped(string text, bool escapeBackslash)
    {
        StringBuilder line = new(Math.Min(text.Length, CompileLimits.TextLength * 2));
        for (int i = 0; i < text.Length && line.Length <= CompileLimits.TextLength * 2; i++)
        {
            bool isPair = char.IsSurrogatePair(text, i);
            if (isPair && !IsHarmful(CharUnicodeInfo.GetUnicodeCategory(text, i)))
            {
                line.Append(text[i]).Append(text[++i]);
            }
            else if (IsHarmful(char.GetUnicodeCategory(text[i])) || (escapeBackslash && text[i] == '\\'))
            {
                line.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[i]:x4}");
            }
            else
            {
                line.Append(text[i]);
            }
        }

        return line.ToString();
    }

    private static string Cut(string text, int limit)
    {
        const string Ellipsis = " ...";
        if (text.Length <= limit)
        {
            return text;
        }

        int end = limit - Ellipsis.Length;
        return text[..(char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)] + Ellipsis;
    }

    private static bool IsHarmful(UnicodeCategory category) => category is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or
        UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or
        UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
