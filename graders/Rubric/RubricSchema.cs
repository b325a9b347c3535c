using System.Text.Json.Nodes;

namespace MmVerify.Grader;

/// <summary>
/// The JSON schema by which editors complete and check a rubric. What it cannot say, such as circles of
/// prerequisites, <c>mmverify rubric check</c> tells.
/// </summary>
public static class RubricSchema
{
    /// <summary>The name of the file that is shipped, in this folder.</summary>
    public const string FileName = "rubric.schema.json";

    // The draft that the language server for YAML follows in full.
    private const string Draft = "http://json-schema.org/draft-07/schema#";

    // Neither control nor format characters, nor line ends.
    private const string Printable = @"^[^\p{C}\p{Zl}\p{Zp}\uFFFD]*$";

    /// <summary>Writes it.</summary>
    public static string Write()
    {
        JsonObject schema = Mapping(RubricKeys.Root);
        schema["type"] = "object";
        schema.Insert(0, "$schema", Draft);
        schema.Insert(1, "title", "A rubric of mmverify");
        return GradeJson.WriteAny(schema);
    }

    private static JsonObject Of(RubricShape shape) => shape switch
    {
        RubricShape.Text text => new JsonObject
        {
            ["type"] = "string",
            ["minLength"] = 1,
            ["maxLength"] = text.Longest,
            ["pattern"] = Printable,
        },
        RubricShape.Number number => new JsonObject
        {
            ["type"] = "integer",
            ["minimum"] = number.Least,
            ["maximum"] = number.Most,
        },
        RubricShape.Names names => new JsonObject
        {
            ["type"] = "array",
            ["items"] = new JsonObject { ["enum"] = Array(names.Known) },
            ["uniqueItems"] = true,
        },
        RubricShape.Mapping mapping => Mapping(mapping),
        _ => throw new InvalidOperationException($"{shape} has no schema"),
    };

    private static JsonObject Mapping(RubricShape.Mapping mapping)
    {
        var properties = new JsonObject();
        foreach (RubricKey key in mapping.Keys)
        {
            JsonObject value = Of(key.Shape);
            value["description"] = key.Meaning;
            if (int.TryParse(key.Default, out int usual))
            {
                value["default"] = usual;
            }

            properties[key.Name] = value;
        }

        var schema = new JsonObject
        {
            // Nothing behind a key says the same as leaving it out.
            ["type"] = Array(["object", "null"]),
            ["properties"] = properties,
            ["additionalProperties"] = false,
        };
        string[] required =
            [.. mapping.Keys.Where(static key => key.IsRequired).Select(static key => key.Name)];
        if (required.Length > 0)
        {
            schema["required"] = Array(required);
        }

        return schema;
    }

    private static JsonArray Array(IEnumerable<string> words) =>
        [.. words.Select(static word => JsonValue.Create(word))];
}
