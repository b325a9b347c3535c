using System.Text;

namespace MmVerify.Grader.Tests;

/// <summary>
/// Grades of every kind there is, each consistent enough to be written to a file and read again.
/// </summary>
internal static class FormatGrades
{
    private const string Long = "long ";

    private static readonly Dictionary<string, Grade> ByName = new()
    {
        ["holds"] = GradeFixtures.Perfect,
        ["broken"] = GradeFixtures.Broken,
        ["not attempted"] = GradeFixtures.NotAttempted,
        ["does not compile"] = DoesNotCompile("; expected"),
        ["threw"] = Faulty("threw"),
        ["hung"] = Faulty("hung"),
        ["crashed"] = Faulty("crashed"),
        ["measured"] = Measured(),
        ["nothing graded"] = GradeFixtures.Graded("empty", []),
        ["many broken"] = LongGrade.ManyBroken(40),
        ["hostile"] = Hostile(Attacks.All),
        ["hostile compiler errors"] = DoesNotCompile(Attacks.All),
        ["long text"] = Hostile(new StringBuilder().Insert(0, Long, 1_000_000).ToString()),
        ["long lines"] = Hostile(new string('\n', 5_000_000)),
        ["long and spelled"] = Hostile(new string('\u202E', 5_000_000)),
    };

    public static TheoryData<string> Names => [.. ByName.Keys];

    public static Grade Of(string name) => ByName[name];

    /// <summary>A submission of which nothing is known but why.</summary>
    public static Grade DoesNotCompile(string message, int errors = 2)
    {
        GradeChapter chapter = GradeFixtures.NotJudged("the submission does not compile");
        return GradeFixtures.Graded("alan-turing", [chapter]) with
        {
            Errors =
            [
                .. Enumerable.Range(0, errors).Select(index =>
                    new GradeError("CS1002", "src/BuddyAllocator.cs", 31 + index, 17, message)),
            ],
        };
    }

    /// <summary>A law broken by what did not answer.</summary>
    public static Grade Faulty(string fault) => GradeFixtures.Graded("kurt", [GradeFixtures.Buddy([
        GradeFixtures.Merge with
        {
            Counterexample = GradeFixtures.Merge.Counterexample! with
            {
                Fault = fault,
                Place = new GradePlace("src/BuddyAllocator.cs", 68),
            },
        },
    ])]);

    /// <summary>Mutation and coverage that are worth points, and the class's own place.</summary>
    public static Grade Measured()
    {
        GradeChapter chapter = GradeFixtures.Buddy([GradeFixtures.Merge]);
        return GradeFixtures.Graded("emmy", [chapter with
        {
            Score = chapter.Score + 7 + 5,
            MaxScore = chapter.MaxScore + 10 + 5,
            Place = new GradePlace("BuddyAllocator.cs", 12),
            Mutation = new GradeMutation(
                10, 7, 71.4m, 50, 20, 3, 1, "50 of 70 mutants were noticed.",
                [new GradeSurvivor("BuddyAllocator.cs", 44, "Equality", "a < b", "a <= b")]),
            Coverage = new GradeCoverage(
                5, 5, 120, 118, 40, 39, "118 of 120 lines ran.",
                [new GradeUncovered("BuddyAllocator.cs", 90, 91)]),
        }]);
    }

    /// <summary>One text at every place that a submission, or who wrote the file, can influence.</summary>
    public static Grade Hostile(string text)
    {
        GradeLaw broken = GradeFixtures.Merge with
        {
            Id = text,
            Statement = text,
            Reason = text,
            Why = text,
            Source = text,
            Counterexample = HostileGrade.Counterexample(text) with
            {
                Place = new GradePlace(text, 3),
            },
        };
        GradeLaw unknown = broken with { Verdict = "unknown", Counterexample = null };
        GradeLaw holds = unknown with { Verdict = "holds", Earned = broken.Points };
        GradeChapter chapter = new(text, Attempted: true, 0, 0, [broken, unknown, holds])
        {
            Place = new GradePlace(text, 1),
            Mutation = new GradeMutation(
                4, 1, 50, 1, 1, 1, 1, text, [new GradeSurvivor(text, 5, text, text, text)]),
            Coverage = new GradeCoverage(2, 1, 9, 8, 7, 6, text, [new GradeUncovered(text, 7, 9)]),
        };
        return GradeFixtures.Graded(text, [chapter with
        {
            Score = broken.Points + 2,
            MaxScore = (3 * broken.Points) + 6,
        }]) with
        {
            Rubric = text,
            SuiteVersion = text,
            Sandbox = new GradeSandbox(text, [new GradeLayer(text, InForce: true, text)]),
        };
    }
}
