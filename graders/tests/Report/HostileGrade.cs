using MmVerify.Properties;

namespace MmVerify.Grader.Tests;

/// <summary>A grade in which whatever a submission can influence tries to leave its place.</summary>
internal static class HostileGrade
{
    /// <summary>Closes whatever may be open, in every way there is, and turns the text around.</summary>
    public const string Attack =
        "\"'></style></script></title></textarea><script>document.title='pwned'</script>"
        + "<img src=x onerror=alert(1)><b onclick=alert(1)>&lt;&#0;"
        + "javascript:\u202E\u0000\u0007\u001B[31m\uFFFE\uD800end";

    /// <summary>The attack at every place.</summary>
    public static Grade Grade { get; } = With(Attack);

    /// <summary>A grade with one text at every place that a submission can influence.</summary>
    public static Grade With(string text)
    {
        GradeLaw broken = GradeFixtures.Merge with
        {
            Reason = text,
            Why = text,
            Source = text,
            Counterexample = Counterexample(text) with
            {
                Pictures = [Memory(text), Memory("0" + text)],
            },
        };
        GradeLaw unknown = GradeFixtures.Merge with
        {
            Id = text,
            Statement = text,
            Verdict = text,
            Reason = text,
            Counterexample = null,
        };
        GradeLaw holds = unknown with { Verdict = "holds" };
        GradeLaw bare = unknown with { Verdict = "broken" };
        return new Grade(
            text,
            text,
            Seed: ulong.MaxValue,
            Score: -5,
            MaxScore: 0,
            new GradeSandbox(text, [new GradeLayer(text, InForce: false, text)]),
            [
                new GradeChapter(text, Attempted: true, 0, 0, [broken, bare, unknown, holds]),
                new GradeChapter(text, Attempted: false, 0, 0, [unknown]),
            ])
        {
            Rubric = text,
            Errors =
            [
                new GradeError(text, text, int.MinValue, -1, text),
                new GradeError(text, text, 1, 1, text),
            ],
        };
    }

    /// <summary>A counterexample of one text.</summary>
    public static GradeCounterexample Counterexample(string text) => new(
        text,
        [new GradeStep(text, text, Breaks: false), new GradeStep("#0 " + text, text, Breaks: true)],
        text,
        text,
        text,
        text);

    // Blocks that are empty, upside down, far outside, or at the end of the numbers there are.
    private static Picture Memory(string text) => GradeFixtures.Picture(
        text,
        GradeFixtures.Held(0, 2, text),
        GradeFixtures.Free(2, 0),
        GradeFixtures.Free(2, -4),
        GradeFixtures.Free(2, 2),
        new PictureBlock(ulong.MaxValue - 3, long.MaxValue, PictureKind.Wrong, text));
}
