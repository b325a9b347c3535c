using System.Xml;
using System.Xml.Schema;
using NJsonSchema;

namespace MmVerify.Grader.Tests;

/// <summary>The schemas of the formats, and what they have against a text.</summary>
internal static class Schema
{
    /// <summary>What a JSON schema has against a text; nothing when it accepts it.</summary>
    public static IReadOnlyList<string> ErrorsOf(string schema, string json)
    {
        using var reader = new StreamReader(Open(schema + ".json"));
        JsonSchema read = JsonSchema.FromJsonAsync(reader.ReadToEnd()).GetAwaiter().GetResult();
        return [.. read.Validate(json).Select(static error => $"{error.Path}: {error.Kind}")];
    }

    /// <summary>What the schema of JUnit's XML has against a text; nothing when it accepts it.</summary>
    public static IReadOnlyList<string> ErrorsOfJunit(string xml)
    {
        var errors = new List<string>();
        var settings = new XmlReaderSettings
        {
            ValidationType = ValidationType.Schema,
            DtdProcessing = DtdProcessing.Prohibit,
            CheckCharacters = true,
        };
        using var schema = XmlReader.Create(Open("junit.xsd"), new XmlReaderSettings { CloseInput = true });
        settings.Schemas.Add(null, schema);
        settings.ValidationFlags |= XmlSchemaValidationFlags.ReportValidationWarnings;
        settings.ValidationEventHandler += (_, found) => errors.Add(found.Message);
        using var reader = XmlReader.Create(new StringReader(xml), settings);
        while (reader.Read())
        {
            // Reading is what validates.
        }

        return errors;
    }

    private static Stream Open(string name) => typeof(Schema).Assembly.GetManifestResourceStream(name)
        ?? throw new InvalidOperationException($"there is no {name} in the tests");
}
