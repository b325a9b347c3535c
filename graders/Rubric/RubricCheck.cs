using System.Globalization;
using System.Text;

namespace MmVerify.Grader;

/// <summary>Holds a text against the table of keys, and tells all in which they differ.</summary>
internal sealed class RubricCheck(RubricErrors errors)
{
    private const int MostListed = 8;

    /// <summary>Checks a value, and all that is in it.</summary>
    /// <param name="node">The value.</param>
    /// <param name="shape">What may stand there.</param>
    public void Check(RubricNode node, RubricShape shape)
    {
        bool fits = (shape, node) switch
        {
            (RubricShape.Mapping keys, RubricNode.Mapping mapping) => Keys(mapping, keys),
            (RubricShape.Mapping keys, RubricNode.Scalar { IsNothing: true }) =>
                Keys(new RubricNode.Mapping(node.Line, node.Column, []), keys),
            (RubricShape.Names names, RubricNode.Sequence sequence) => Names(sequence, names),
            (RubricShape.Number number, RubricNode.Scalar { Number: long value }) =>
                value >= number.Least && value <= number.Most,
            (RubricShape.Text text, RubricNode.Scalar { IsText: true } scalar) => IsLine(scalar.Value, text),
            _ => false,
        };
        if (!fits)
        {
            errors.Add(node, $"expected {shape}, found {node.Kind}");
        }
    }

    private bool Keys(RubricNode.Mapping mapping, RubricShape.Mapping shape)
    {
        var seen = new Dictionary<string, RubricNode>();
        foreach ((RubricNode key, RubricNode value) in mapping.Entries)
        {
            if (Known(key, shape.What, [.. shape.Keys.Select(static one => one.Name)], seen) is string name)
            {
                Check(value, shape.Keys.First(one => one.Name == name).Shape);
            }
        }

        foreach (RubricKey key in shape.Keys.Where(key => key.IsRequired && !seen.ContainsKey(key.Name)))
        {
            errors.Add(mapping, $"the {shape.What} {key.Name} is missing; expected {key.Shape}");
        }

        return true;
    }

    private bool Names(RubricNode.Sequence sequence, RubricShape.Names shape)
    {
        var seen = new Dictionary<string, RubricNode>();
        foreach (RubricNode item in sequence.Items)
        {
            Known(item, shape.What, shape.Known, seen);
        }

        return true;
    }

    private string? Known(
        RubricNode node, string what, IReadOnlyList<string> known, Dictionary<string, RubricNode> seen)
    {
        if (node is not RubricNode.Scalar { Value: var name })
        {
            errors.Add(node, $"expected the name of a {what}, found {node.Kind}");
            return null;
        }

        if (!known.Contains(name))
        {
            errors.Add(node, $"there is no {what} '{RubricNode.Cut(name)}' here{Instead(name, known)}");
            return null;
        }

        if (!seen.TryAdd(name, node))
        {
            errors.Add(node, $"the {what} {name} is here twice; the first is in line {seen[name].Line}");
            return null;
        }

        return name;
    }

    private static string Instead(string name, IReadOnlyList<string> known) =>
        Nearest.Suggestion(name, known) is { Length: > 0 } meant ? meant
        : known.Count <= MostListed ? $"; there are: {string.Join(", ", known)}"
        : "";

    // Counted as the schema counts: a character beyond the first plane is one.
    private static bool IsLine(string text, RubricShape.Text shape) =>
        text.EnumerateRunes().Count() is int length && length >= 1 && length <= shape.Longest
            && text.EnumerateRunes().All(static rune =>
                rune != Rune.ReplacementChar && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control
                    or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
                    or UnicodeCategory.OtherNotAssigned
                    or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator));
}
