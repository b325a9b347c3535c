using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace MmVerify.Grader.Tests;

/// <summary>
/// Whether a value keeps a JSON schema, for the words that the rubric's schema uses; any other word is an
/// error, so that none goes unchecked. Source: JSON Schema draft-07, validation.
/// </summary>
internal static class SchemaCheck
{
    private static readonly string[] OnlyTold = ["$schema", "title", "description", "default"];

    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(1);

    public static bool Keeps(JsonNode? value, JsonObject schema) => schema.All(word => word.Key switch
    {
        "type" => Types(word.Value!).Contains(TypeOf(value)),
        "minimum" => value is not JsonValue number || !IsNumber(number)
            || number.GetValue<decimal>() >= word.Value!.GetValue<int>(),
        "maximum" => value is not JsonValue number || !IsNumber(number)
            || number.GetValue<decimal>() <= word.Value!.GetValue<int>(),
        "minLength" => Text(value) is not string text || text.EnumerateRunes().Count() >= Number(word.Value),
        "maxLength" => Text(value) is not string text || text.EnumerateRunes().Count() <= Number(word.Value),
        "pattern" => Text(value) is not string text
            || Regex.IsMatch(text, Printable(word.Value!.GetValue<string>()), RegexOptions.None, TimeLimit),
        "enum" => word.Value!.AsArray().Any(one => JsonNode.DeepEquals(one, value)),
        "items" => value is not JsonArray items || items.All(item => Keeps(item, word.Value!.AsObject())),
        "uniqueItems" => value is not JsonArray items || items.Index().All(
            item => !items.Take(item.Index).Any(earlier => JsonNode.DeepEquals(earlier, item.Item))),
        "required" => value is not JsonObject keys
            || word.Value!.AsArray().All(key => keys.ContainsKey(key!.GetValue<string>())),
        "properties" => value is not JsonObject keys || keys.All(
            key => word.Value![key.Key] is not JsonObject inner || Keeps(key.Value, inner)),
        "additionalProperties" => value is not JsonObject keys
            || keys.All(key => schema["properties"]!.AsObject().ContainsKey(key.Key)),
        _ => OnlyTold.Contains(word.Key) ? true : throw new NotSupportedException(word.Key),
    });

    // A schema's expressions see whole characters; those of .NET see the halves of some, which are of
    // category Cs.
    private static string Printable(string pattern) =>
        pattern.Replace(@"\p{C}", @"\p{Cc}\p{Cf}\p{Co}\p{Cn}");

    private static string TypeOf(JsonNode? value) => value?.GetValueKind() switch
    {
        null => "null",
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => decimal.IsInteger(value.GetValue<decimal>()) ? "integer" : "number",
        _ => "boolean",
    };

    private static IEnumerable<string> Types(JsonNode types) => types is JsonArray several
        ? several.Select(static type => type!.GetValue<string>())
        : [types.GetValue<string>()];

    private static bool IsNumber(JsonValue value) => value.GetValueKind() == JsonValueKind.Number;

    private static int Number(JsonNode? node) => node!.GetValue<int>();

    private static string? Text(JsonNode? value) =>
        value?.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;
}
