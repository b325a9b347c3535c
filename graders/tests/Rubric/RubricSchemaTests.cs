using System.Text.Json.Nodes;

namespace MmVerify.Grader.Tests;

/// <summary>The schema for editors says what the reader says.</summary>
public sealed class RubricSchemaTests
{
    private const int Rounds = 4000;

    private static readonly string Path =
        System.IO.Path.Combine(Repository.Root, "graders", "Rubric", RubricSchema.FileName);

    private static readonly JsonObject Schema = JsonNode.Parse(RubricSchema.Write())!.AsObject();

    [Fact]
    public void TheFileIsAsTheTableOfKeysMakesIt()
    {
        if (Environment.GetEnvironmentVariable("MMVERIFY_ACCEPT") == "1")
        {
            File.WriteAllText(Path, RubricSchema.Write());
            return;
        }

        Assert.True(
            File.Exists(Path) && File.ReadAllText(Path) == RubricSchema.Write(),
            $"graders/Rubric/{RubricSchema.FileName}: not as the table of keys makes it; accept it: "
                + "MMVERIFY_ACCEPT=1 dotnet test graders/tests --filter FullyQualifiedName~RubricSchema");
    }

    // JSON is YAML, so the same text can be held against both.
    [Fact]
    public void ReaderAndSchemaAcceptTheSame()
    {
        int accepted = 0;
        for (ulong seed = 0; seed < Rounds; seed++)
        {
            string text = new RubricDraw(seed).Value(RubricKeys.Root)?.ToJsonString() ?? "null";
            bool keeps = SchemaCheck.Keeps(JsonNode.Parse(text), Schema);
            string[] errors = ErrorsOfShape(text);
            Assert.True(
                keeps == (errors.Length == 0),
                $"the schema {(keeps ? "accepts" : "refuses")} {text}\nand the reader says:\n"
                    + string.Join('\n', errors));
            accepted += keeps ? 1 : 0;
        }

        Assert.InRange(accepted, Rounds / 10, Rounds * 9 / 10);
    }

    [Fact]
    public void TheShippedRubricNamesTheSchemaOfItsFolder()
    {
        string first = RubricFile.ShippedText().Split('\n')[0];
        Assert.Equal($"# yaml-language-server: $schema={RubricSchema.FileName}", first);
        Assert.True(File.Exists(System.IO.Path.Combine(Path, "..", RubricFile.DefaultName)));
    }

    [Theory]
    [InlineData("""{"title":"t","witnesses":1}""", true)]
    [InlineData("""{"title":"t","witnesses":0}""", false)]
    [InlineData("""{"title":"t","witness":1}""", false)]
    [InlineData("""{"witnesses":1}""", false)]
    [InlineData("""{"title":"t","chapters":{"Buddy":{"needs":{"BUDDY-MERGE":["BUDDY-ALIGN"]}}}}""", true)]
    [InlineData("""{"title":"t","chapters":{"Buddy":{"needs":{"BUDDY-MERGE":["BUDDY-X"]}}}}""", false)]
    public void TheCheckOfTheSchemaCanFail(string text, bool keeps) =>
        Assert.Equal(keeps, SchemaCheck.Keeps(JsonNode.Parse(text), Schema));

    // Alone what a table of keys can say: of circles of prerequisites no schema knows.
    private static string[] ErrorsOfShape(string text)
    {
        var errors = new RubricErrors();
        RubricNode? node = RubricYaml.Read(text, errors);
        if (node is not null)
        {
            new RubricCheck(errors).Check(node, RubricKeys.Root);
        }

        return [.. errors.All.Select(static error => $"{error}")];
    }
}
