using System.Text.Json;
using System.Text.Unicode;
using MmVerify.Spec;

namespace MmVerify.Grader;

/// <summary>
/// Reads <c>grade.json</c>, which may have been written by anybody. A property that is not known is passed
/// over: a later version 1 may have more of them, all optional, and its grades can still be reported. One
/// that is known has to be as it should be, and the scores have to add up.
/// </summary>
internal static class GradeReader
{
    /// <summary>How large the file may be. Unit: bytes.</summary>
    public const int MaxBytes = 16 << 20;

    private const string Family = "mmverify/grade/";
    private const int MaxDepth = 32;
    private const int MaxName = 1_000;
    private const int MaxText = 64_000;
    private const int MaxFew = 1_000;
    private const int MaxMany = 100_000;
    private const int MaxPoints = 1_000_000;

    private static readonly JsonDocumentOptions Strict =
        new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    /// <summary>Reads the file's text.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="file">What messages call the file.</param>
    /// <exception cref="BadArgumentException">It is no grade; the message says where and why.</exception>
    public static Grade Read(ReadOnlyMemory<byte> utf8, string file)
    {
        if (utf8.Length > MaxBytes)
        {
            throw new BadArgumentException($"{file}: is larger than {MaxBytes} bytes, which no grade is");
        }

        if (!Utf8.IsValid(utf8.Span))
        {
            throw new BadArgumentException($"{file}: is no text in UTF-8");
        }

        ReadOnlyMemory<byte> text = utf8.Span.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8;
        try
        {
            // Of a name with half a character in it the reader says InvalidOperationException.
            using JsonDocument document = JsonDocument.Parse(text, Strict);
            Grade grade = Whole(new JsonPlace(file, "$", document.RootElement));
            GradeChecks.Check(grade, file);
            return grade;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new BadArgumentException($"{file}: is no JSON that can be read: {exception.Message}");
        }
    }

    private static Grade Whole(JsonPlace at)
    {
        string schema = at.Need("schema").Text(MaxName);
        if (schema != "mmverify/grade/v1")
        {
            throw at.Need("schema").Wrong(schema.StartsWith(Family)
                ? $"is {schema}; this mmverify {GradeMaker.SuiteVersion} reads mmverify/grade/v1"
                : "is not mmverify/grade/v1: this is no grade.json");
        }

        return new Grade(
            at.Need("submission").Text(MaxName),
            at.Need("suiteVersion").Text(MaxName),
            (ulong)at.Need("seed").Whole(Grade.LargestSeed),
            Points(at.Need("score")),
            Points(at.Need("maxScore")),
            Sandbox(at.Need("sandbox")),
            at.Need("chapters").List(MaxFew, Chapter))
        {
            Rubric = at.Find("rubric")?.Text(MaxName) ?? "default",
            Errors = at.Find("errors")?.List(MaxFew, Error) ?? [],
        };
    }

    private static GradeSandbox Sandbox(JsonPlace at) => new(
        at.Need("tier").Text(MaxName),
        at.Need("layers").List(MaxFew, static layer => new GradeLayer(
            layer.Need("name").Text(MaxName),
            layer.Need("inForce").Flag(),
            layer.Need("detail").Text(MaxText))));

    private static GradeChapter Chapter(JsonPlace at) => new(
        at.Need("name").Text(MaxName),
        at.Need("attempted").Flag(),
        Points(at.Need("score")),
        Points(at.Need("maxScore")),
        at.Need("laws").List(MaxFew, Law))
    {
        Place = at.Find("place") is JsonPlace place ? Place(place) : null,
        Stack = at.Find("stack")?.Word("own"),
        Mutation = at.Find("mutation") is JsonPlace mutation ? Mutation(mutation) : null,
        Coverage = at.Find("coverage") is JsonPlace coverage ? Coverage(coverage) : null,
    };

    private static GradeLaw Law(JsonPlace at)
    {
        string id = at.Need("id").Text(MaxName);
        Law? known = Chapters.FindLaw(id);
        return new GradeLaw(
            id,
            at.Need("statement").Text(MaxText),
            Points(at.Need("points")),
            Points(at.Need("earned")),
            at.Need("verdict").Word("holds", "broken", "unknown"),
            at.Need("witnesses").Whole(long.MaxValue),
            at.Need("reason").Text(MaxText),
            at.Find("counterexample") is JsonPlace shown ? Counterexample(shown) : null)
        {
            Why = known?.Why ?? "",
            Source = known?.Source ?? "",
        };
    }

    private static GradeCounterexample Counterexample(JsonPlace at) => new(
        at.Need("replay").Text(MaxText),
        at.Need("steps").List(MaxMany, static step => new GradeStep(
            step.Need("operation").Text(MaxText),
            step.Need("reply").Text(MaxText),
            step.Need("breaks").Flag())
        {
            Story = step.Find("story")?.List(MaxMany, static line => line.Text(MaxText)),
        }),
        at.Need("culprit").Text(MaxText),
        at.Need("expected").Text(MaxText),
        at.Need("actual").Text(MaxText),
        at.Need("test").Text(MaxText))
    {
        Fault = at.Find("fault")?.Word("threw", "hung", "crashed"),
        Place = at.Find("place") is JsonPlace place ? Place(place) : null,
    };

    private static GradeMutation Mutation(JsonPlace at) => new(
        Points(at.Need("points")),
        Points(at.Need("earned")),
        at.Find("percent")?.Fraction(100),
        Count(at.Need("killed")),
        Count(at.Need("survived")),
        Count(at.Need("timeouts")),
        Count(at.Need("noCoverage")),
        at.Need("reason").Text(MaxText),
        at.Need("survivors").List(MaxFew, static survivor => new GradeSurvivor(
            survivor.Need("file").Text(MaxName),
            Count(survivor.Need("line")),
            survivor.Need("mutator").Text(MaxName),
            survivor.Need("original").Text(MaxText),
            survivor.Need("replacement").Text(MaxText))));

    private static GradeCoverage Coverage(JsonPlace at) => new(
        Points(at.Need("points")),
        Points(at.Need("earned")),
        Count(at.Need("lines")),
        Count(at.Need("linesCovered")),
        Count(at.Need("branches")),
        Count(at.Need("branchesCovered")),
        at.Need("reason").Text(MaxText),
        at.Need("uncovered").List(MaxMany, static stretch => new GradeUncovered(
            stretch.Need("file").Text(MaxName),
            Count(stretch.Need("first")),
            Count(stretch.Need("last")))));

    private static GradeError Error(JsonPlace at) => new(
        at.Need("id").Text(MaxName),
        at.Need("file").Text(MaxName),
        Count(at.Need("line")),
        Count(at.Need("column")),
        at.Need("message").Text(MaxText));

    private static GradePlace Place(JsonPlace at) =>
        new(at.Need("file").Text(MaxName), Count(at.Need("line")));

    private static int Points(JsonPlace at) => (int)at.Whole(MaxPoints);

    private static int Count(JsonPlace at) => (int)at.Whole(int.MaxValue);
}
