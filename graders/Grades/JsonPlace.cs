using System.Text.Json;

namespace MmVerify.Grader;

/// <summary>A value of a JSON document that somebody else wrote, and where it stands.</summary>
/// <param name="File">The document, as messages name it.</param>
/// <param name="Path">The value's place in it, <c>$.chapters[0].score</c>.</param>
/// <param name="Value">The value.</param>
internal readonly record struct JsonPlace(string File, string Path, JsonElement Value)
{
    private const int MostShown = 60;

    /// <summary>The value of a property.</summary>
    /// <exception cref="BadArgumentException">This is no object, or has no such property.</exception>
    public JsonPlace Need(string name) =>
        Find(name) ?? throw Wrong($"the property '{name}' is missing");

    /// <summary>The value of a property; null when there is none, or it is null.</summary>
    /// <exception cref="BadArgumentException">This is no object.</exception>
    public JsonPlace? Find(string name)
    {
        if (Value.ValueKind != JsonValueKind.Object)
        {
            throw Expected("an object");
        }

        return Value.TryGetProperty(name, out JsonElement found) && found.ValueKind != JsonValueKind.Null
            ? new JsonPlace(File, $"{Path}.{name}", found)
            : null;
    }

    /// <summary>A list, each of its items read.</summary>
    /// <exception cref="BadArgumentException">It is none, or longer than it may be.</exception>
    public IReadOnlyList<T> List<T>(int most, Func<JsonPlace, T> read)
    {
        if (Value.ValueKind != JsonValueKind.Array)
        {
            throw Expected("a list");
        }

        int count = Value.GetArrayLength();
        if (count > most)
        {
            throw Wrong($"has {count} items; at most {most} are read");
        }

        var items = new List<T>(count);
        foreach (JsonElement item in Value.EnumerateArray())
        {
            items.Add(read(new JsonPlace(File, $"{Path}[{items.Count}]", item)));
        }

        return items;
    }

    /// <summary>A text.</summary>
    /// <exception cref="BadArgumentException">It is none, or longer than it may be.</exception>
    public string Text(int most)
    {
        if (Value.ValueKind != JsonValueKind.String)
        {
            throw Expected("a text");
        }

        string text;
        try
        {
            text = Value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Wrong("holds half a character, which is no text");
        }

        return text.Length <= most
            ? text
            : throw Wrong($"has {text.Length} characters; at most {most} are read");
    }

    /// <summary>One of some words.</summary>
    /// <exception cref="BadArgumentException">It is none of them.</exception>
    public string Word(params IReadOnlyList<string> words) =>
        Value.ValueKind == JsonValueKind.String && words.FirstOrDefault(Value.ValueEquals) is string word
            ? word
            : throw Expected(string.Join(" or ", words));

    /// <summary>A whole number.</summary>
    /// <exception cref="BadArgumentException">It is none, or too large.</exception>
    public long Whole(long most) =>
        Value.ValueKind == JsonValueKind.Number && Value.TryGetInt64(out long number)
        && number >= 0 && number <= most
            ? number
            : throw Expected($"a whole number from 0 to {most}");

    /// <summary>A number that may have a fraction.</summary>
    /// <exception cref="BadArgumentException">It is none, or too large.</exception>
    public decimal Fraction(decimal most) =>
        Value.ValueKind == JsonValueKind.Number && Value.TryGetDecimal(out decimal number)
        && number >= 0 && number <= most
            ? number
            : throw Expected($"a number from 0 to {most}");

    /// <summary>True or false.</summary>
    /// <exception cref="BadArgumentException">It is neither.</exception>
    public bool Flag() => Value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Expected("true or false"),
    };

    /// <summary>What to throw when the value cannot be used.</summary>
    public BadArgumentException Wrong(string what) => new($"{File}: {Path}: {what}");

    private BadArgumentException Expected(string what)
    {
        string raw = Value.GetRawText();
        return Wrong($"expected {what}, not {(raw.Length <= MostShown ? raw : raw[..MostShown] + "…")}");
    }
}
