using System.Text.Json.Nodes;
using MmVerify.Properties;

namespace MmVerify.Grader.Tests;

/// <summary>Draws values for a shape, of which most fit and some just do not.</summary>
internal sealed class RubricDraw(ulong seed)
{
    private const int OddOneOut = 40;

    private SplitMix random = new(seed);

    public JsonNode? Value(RubricShape shape) => random.Below(OddOneOut) == 0 ? Odd() : shape switch
    {
        RubricShape.Text text => Text(text.Longest),
        RubricShape.Number number => Number(number),
        RubricShape.Names names => Names(names),
        RubricShape.Mapping mapping => Mapping(mapping),
        _ => throw new InvalidOperationException($"{shape} is new"),
    };

    private JsonObject Mapping(RubricShape.Mapping shape)
    {
        var mapping = new JsonObject();
        foreach (RubricKey key in shape.Keys)
        {
            if (random.Below(shape.Keys.Count > 5 ? 8 : 2) == 0 || (key.IsRequired && random.Below(20) > 0))
            {
                mapping[key.Name] = Value(key.Shape);
            }
        }

        if (random.Below(OddOneOut) == 0)
        {
            mapping["unknown"] = 1;
        }

        return mapping;
    }

    private JsonArray Names(RubricShape.Names shape)
    {
        var names = new JsonArray();
        for (int count = random.Below(3); count > 0; count--)
        {
            names.Add(random.Below(OddOneOut) == 0 ? Odd() : shape.Known[random.Below(shape.Known.Count)]);
        }

        return names;
    }

    private JsonNode Number(RubricShape.Number shape) => random.Below(OddOneOut) switch
    {
        0 => shape.Least - 1,
        1 => shape.Most + 1,
        2 => shape.Least + 0.5,
        < 12 => shape.Least,
        < 22 => shape.Most,
        _ => shape.Least + random.Below(shape.Most - shape.Least),
    };

    private JsonNode Text(int longest) => random.Below(20) switch
    {
        0 => "",
        1 => new string('x', longest + 1),
        2 => "two\nlines",
        3 => "\u202e",
        4 => string.Concat(Enumerable.Repeat("😀", longest)),
        5 => "true",
        6 => "7",
        _ => new string('x', longest),
    };

    private JsonNode? Odd() => random.Below(6) switch
    {
        0 => null,
        1 => true,
        2 => 7,
        3 => "word",
        4 => new JsonArray(1),
        _ => new JsonObject(),
    };
}
