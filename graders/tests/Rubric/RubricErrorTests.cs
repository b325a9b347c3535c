namespace MmVerify.Grader.Tests;

/// <summary>What is wrong in a rubric is told with its place and with what was expected.</summary>
public sealed class RubricErrorTests
{
    private const string Start = "title: t\nchapters:\n  Buddy:\n";

    [Theory]
    [InlineData("titel: t", "1:1: there is no key 'titel' here; did you mean title?")]
    [InlineData("{}", "1:1: the key title is missing; expected text of 1 to 80 characters")]
    [InlineData("", "1:1: the key title is missing; expected text of 1 to 80 characters")]
    [InlineData("# nothing\n", "1:1: the key title is missing; expected text of 1 to 80 characters")]
    [InlineData("title: 3", "1:8: expected text of 1 to 80 characters, found 3")]
    [InlineData("title: yes\ntitle: no", "2:1: the key title is here twice; the first is in line 1")]
    [InlineData("title: \"a\\e[31m\"", "1:8: expected text of 1 to 80 characters, found the text")]
    [InlineData("- title", "1:1: expected keys, each with its value: \"title: …\", found a list")]
    [InlineData("title: t\nzebra: 1",
        "2:1: there is no key 'zebra' here; there are: title, chapters, witnesses, budget")]
    [InlineData("title: t\n[a]: 1", "2:1: expected the name of a key, found a list")]
    [InlineData("title: t\n<<: {witnesses: 3}", "2:1: there is no key '<<' here")]
    [InlineData("title: t\nwitnesses: 0", "2:12: expected a whole number from 1 to 1000000, found 0")]
    [InlineData("title: t\nwitnesses: 2.5", "2:12: expected a whole number from 1 to 1000000, found 2.5")]
    [InlineData("title: t\nwitnesses: '5'",
        "2:12: expected a whole number from 1 to 1000000, found the text \"5\"")]
    [InlineData("title: t\nwitnesses: 99999999999999999999",
        "2:12: expected a whole number from 1 to 1000000, found 99999999999999999999")]
    [InlineData("title: t\nbudget: {longestProgram: 2001}",
        "2:26: expected a whole number from 1 to 2000, found 2001")]
    [InlineData("title: t\nchapters: [Buddy]",
        "2:11: expected chapters, each with its value: \"Lists: …\", found a list")]
    [InlineData("title: t\nchapters: {buddy: }",
        "2:12: there is no chapter 'buddy' here; did you mean Buddy?")]
    public void AKeyOrAValue(string text, string error) => Tells(text, error);

    [Theory]
    [InlineData("    laws: {BUDDY-MARGE: 3}",
        "4:12: there is no law 'BUDDY-MARGE' here; did you mean BUDDY-MERGE?")]
    [InlineData("    laws: {BUDDY-MERGE: -1}", "4:25: expected a whole number from 0 to 1000, found -1")]
    [InlineData("    laws: {BUDDY-MERGE: 1001}", "4:25: expected a whole number from 0 to 1000, found 1001")]
    [InlineData("    laws: {BUDDY-MERGE: }", "4:25: expected a whole number from 0 to 1000, found nothing")]
    [InlineData("    needs: {BUDDY-MERGE: BUDDY-ALIGN}",
        "4:26: expected a list of laws, such as [BUDDY-ALIGN], found the text \"BUDDY-ALIGN\"")]
    [InlineData("    needs: {BUDDY-MERGE: [BUDDY-ALIGN, BUDDY-ALIGN]}",
        "4:40: the law BUDDY-ALIGN is here twice; the first is in line 4")]
    [InlineData("    needs: {BUDDY-MERGE: [3]}", "4:27: there is no law '3' here")]
    [InlineData("    needs: {BUDDY-MERGE: [BUDDY-SMALLEST-SPLIT]}",
        "4:27: BUDDY-SMALLEST-SPLIT is a policy law and off; name it under laws to turn it on")]
    [InlineData("    needs: {BUDDY-MERGE: [BUDDY-MERGE]}",
        "4:13: none of these could ever earn anything: BUDDY-MERGE needs BUDDY-MERGE")]
    [InlineData("    needs:\n      BUDDY-ALIGN: [BUDDY-COST]\n      BUDDY-MERGE: [BUDDY-ALIGN, BUDDY-COST]\n"
        + "      BUDDY-COST: [BUDDY-MERGE]",
        "5:7: none of these could ever earn anything: "
        + "BUDDY-ALIGN needs BUDDY-COST needs BUDDY-MERGE needs BUDDY-ALIGN")]
    [InlineData("    mutation: {points: 3, from: 90, full: 60}",
        "4:33: points begin at 90 % and are full at 60 %; expected the reverse")]
    [InlineData("    coverage: {full: 101}", "4:22: expected a whole number from 0 to 100, found 101")]
    [InlineData("    coverage: {point: 1}", "4:16: there is no key 'point' here; did you mean points?")]
    public void AChapter(string text, string error) => Tells(Start + text, error);

    [Theory]
    [InlineData("title: t\nbudget: &b {}", "2:9: an anchor; write out where it is used what it stands for")]
    [InlineData("title: *b", "1:8: an alias; write out what it stands for")]
    [InlineData("title: !!str t", "1:8: a tag; what a value is follows from its key")]
    [InlineData("title: t\n---\ntitle: u", "2:1: a second document begins here; a rubric is one")]
    [InlineData("title: t\nbudget: }", "2:9: this is not YAML: ")]
    [InlineData("title: [t\na: 1\nb: 2\n", "look for a bracket that is never closed")]
    [InlineData("title: t\n\tbudget: 1", "this is not YAML: ")]
    [InlineData("title: 't", "this is not YAML: ")]
    public void WhatARubricHasNoUseFor(string text, string error) => Tells(text, error);

    [Fact]
    public void TenErrorsAreToldInTheirOrderAndTheRestCounted()
    {
        string[] told = RubricText.Errors(
            string.Join('\n', Enumerable.Range(1, 12).Select(static number => $"key{number}: 1")));
        Assert.Equal(11, told.Length);
        Assert.StartsWith("r.yaml:1:1: ", told[0], StringComparison.Ordinal);
        Assert.Contains("'key9'", told[9], StringComparison.Ordinal);
        Assert.Equal("and 3 more", told[10]);
    }

    private static void Tells(string text, string error) =>
        Assert.Contains(error, string.Join('\n', RubricText.Errors(text)), StringComparison.Ordinal);
}
