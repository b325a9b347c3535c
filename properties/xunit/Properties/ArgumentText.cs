using System.Collections;
using System.Globalization;

namespace MmVerify.Xunit;

/// <summary>Arguments of a property as text: one a line, collections by their elements.</summary>
internal static class ArgumentText
{
    private const int MostElements = 100;
    private const string Indent = "    ";

    /// <summary>All arguments of one case.</summary>
    public static string Of(IEnumerable<object?> arguments) =>
        string.Join('\n', arguments.Select(static one => Indented(OfOne(one))));

    private static string Indented(string text) => Indent + text.ReplaceLineEndings("\n" + Indent);

    private static string OfOne(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        char c => $"'{c}'",
        IEnumerable items when !HasTextOfItsOwn(value) => OfMany(items),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static string OfMany(IEnumerable items)
    {
        string[] shown = [.. items.Cast<object?>().Take(MostElements + 1).Select(OfOne)];
        return shown.Length <= MostElements
            ? $"[{string.Join(", ", shown)}]"
            : $"[{string.Join(", ", shown.Take(MostElements))}, …]";
    }

    // Arrays and the framework's collections answer ToString with their type's name.
    private static bool HasTextOfItsOwn(object value)
    {
        Type? declaring = value.GetType().GetMethod(nameof(ToString), Type.EmptyTypes)?.DeclaringType;
        return value is not Array && declaring != typeof(object)
            && declaring?.Namespace?.StartsWith("System.Collections", StringComparison.Ordinal) != true;
    }
}
