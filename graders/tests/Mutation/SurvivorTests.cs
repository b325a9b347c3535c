namespace MmVerify.Grader.Tests;

/// <summary>
/// Which survivors are shown, what they count, and how those of the reference are explained.
/// </summary>
public sealed class SurvivorTests
{
    private const string Document = """
        # Survivors

        Text with a | bar.

        ## Buddy

        | file | line | was | became | kind | why |
        |---|---|---|---|---|---|
        | C.cs | `line 1` | `was` | `a \| b` | equivalent | Nothing can tell. |
        | C.cs | `line 2` | `was` | `x` | unseen | It only costs memory. |

        """;

    private static MeasuredSubject Subject => new(
        MmVerify.Spec.BuddyChapter.Instance, ["C"], [Recorded.Source], ["BUDDY-ALIGN", "BUDDY-MERGE"], 1);

    [Fact]
    public void OneOfEachLineIsShownTheMostTellingFirst()
    {
        IReadOnlyList<GradeSurvivor> chosen = SurvivorChoice.Of(
        [
            Recorded.Of(MutantFate.NoCoverage, 1, "Equality mutation"),
            Recorded.Of(MutantFate.Survived, 2, "String mutation"),
            Recorded.Of(MutantFate.Survived, 3, "Statement mutation"),
            Recorded.Of(MutantFate.Survived, 4, "Arithmetic mutation", "second"),
            Recorded.Of(MutantFate.Survived, 4, "Negate expression", "first"),
            Recorded.Of(MutantFate.Survived, 5, "Bitwise mutation"),
            Recorded.Of(MutantFate.Killed, 6, "Equality mutation"),
            Recorded.Of(MutantFate.Timeout, 7, "Equality mutation"),
        ]);
        Assert.Equal([4, 5, 3, 2, 1], chosen.Select(static one => one.Line));
        Assert.Equal("first", chosen[0].Replacement);
    }

    [Fact]
    public void TenAreShown() => Assert.Equal(
        Enumerable.Range(1, 10),
        SurvivorChoice.Of([.. Enumerable.Range(1, 50).Select(static line =>
            Recorded.Of(MutantFate.Survived, line, "Block removal mutation"))])
            .Select(static one => one.Line));

    [Fact]
    public void TimeoutsCountNeitherWay()
    {
        Mutant[] mutants =
        [
            .. Many(MutantFate.Killed, 2), .. Many(MutantFate.Survived, 1), .. Many(MutantFate.Timeout, 50),
            .. Many(MutantFate.NotTried, 9),
        ];
        var grade = MutationGrade.Of(Subject, new MutationRun(mutants, default), "");
        Assert.Equal(66.6m, grade.Percent);
        Assert.Equal((2, 1, 50, 0), (grade.Killed, grade.Survived, grade.Timeouts, grade.NoCoverage));
        Assert.Equal(
            "the 2 laws that it keeps and that can be asked of a mutant noticed 2 of 3 changes to the code; "
            + "50 stopped by the clock, which count neither way",
            grade.Reason);
        Assert.Equal((0, 0), (grade.Points, grade.Earned));
        Assert.Null(MutationGrade.Unmeasured("no bubblewrap", isOurs: true).Percent);
        Assert.Equal(0, MutationGrade.Unmeasured("it hides", isOurs: false).Percent);
    }

    [Fact]
    public void AListAndARunThatAgreeAreNotTold() => Assert.Empty(SurvivorList.Read(Document).Compare(
        "Buddy",
        [
            Recorded.Of(MutantFate.Survived, 1, "Bitwise mutation", "a | b"),
            Recorded.Of(MutantFate.NoCoverage, 2, "Bitwise mutation"),
            Recorded.Of(MutantFate.Killed, 3, "Bitwise mutation"),
            Recorded.Of(MutantFate.Timeout, 4, "Bitwise mutation"),
        ]));

    [Fact]
    public void BothSidesOfADisagreementAreTold()
    {
        string[] told = [.. SurvivorList.Read(Document).Compare(
            "Buddy",
            [
                Recorded.Of(MutantFate.Survived, 2, "Bitwise mutation"),
                Recorded.Of(MutantFate.Survived, 2, "Bitwise mutation"),
                Recorded.Of(MutantFate.Killed, 1, "Bitwise mutation", "a | b"),
            ])];
        Assert.Equal(
            [
                "C.cs:2: not explained: was  ->  x",
                "C.cs: explained, but it did not survive: was  ->  a | b",
            ],
            told);
    }

    [Theory]
    [InlineData("## Buddy\n| a | b | c | d | equivalent |", "6 cells")]
    [InlineData("| a | b | c | d | equivalent | e |", "below a chapter's heading")]
    [InlineData("## Buddy\n| a | b | c | d | harmless | e |", "'harmless'")]
    [InlineData("## Buddy\n| a | b | c | d | unseen |  |", "nothing is explained")]
    public void ARowThatExplainsNothingIsRefused(string text, string why) => Assert.Contains(
        why,
        Assert.Throws<FormatException>(() => SurvivorList.Read(text)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void EverySurvivorOfTheReferenceIsExplainedInItsOwnWords()
    {
        string document = File.ReadAllText(Path.Combine(Repository.Root, "reference", "Survivors.md"));
        IReadOnlyList<ExplainedSurvivor> entries = SurvivorList.Read(document).Entries;
        Assert.NotEmpty(entries);
        Assert.All(entries, static one =>
        {
            string source = File.ReadAllText(
                Path.Combine(Repository.Root, "reference", one.Chapter, one.File));
            Assert.Contains(
                source.Split('\n'), line => line.Trim() == one.LineText);
            Assert.EndsWith(".", one.Why, StringComparison.Ordinal);
        });
    }

    private static IEnumerable<Mutant> Many(MutantFate fate, int count) =>
        Enumerable.Range(1, count).Select(line => Recorded.Of(fate, line, "Block removal mutation"));
}
