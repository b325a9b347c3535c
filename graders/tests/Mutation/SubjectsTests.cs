using MmVerify.Properties;
using MmVerify.Spec;

namespace MmVerify.Grader.Tests;

/// <summary>Which laws are asked of mutants, and what is not measured at all.</summary>
public sealed class SubjectsTests
{
    [Fact]
    public void TheLawsThatHoldAreAskedExceptThatAboutCost()
    {
        IReadOnlyList<string> kept = Subjects.KeptLaws(
        [
            Of("BUDDY-ALIGN", VerdictKind.Holds), Of("BUDDY-MERGE", VerdictKind.Broken),
            Of("BUDDY-RESTORES", VerdictKind.Unknown), Of("BUDDY-COST", VerdictKind.Holds),
            Of("BUDDY-TERMINATES", VerdictKind.Holds),
        ]);
        Assert.Equal(["BUDDY-ALIGN", "BUDDY-TERMINATES"], kept);
    }

    [Fact]
    public void NothingIsMeasuredWhereNoLawIsKept() => Refuses(
        "keeps no law", Of("BUDDY-ALIGN", VerdictKind.Broken), Of("BUDDY-COST", VerdictKind.Holds));

    [Fact]
    public void WhatHangsIsNotRunAgainAndAgain() => Refuses(
        "BUDDY-TERMINATES", Of("BUDDY-ALIGN", VerdictKind.Holds), Of("BUDDY-TERMINATES", VerdictKind.Broken));

    [Fact]
    public void TheReferenceIsMeasuredByAllThatCanBeAsked()
    {
        MeasuredSubject subject = Subjects.Reference(BuddyChapter.Instance, 1);
        Assert.True(subject.IsOurs);
        Assert.Contains("BUDDY-MERGE", subject.LawIds);
        Assert.DoesNotContain("BUDDY-COST", subject.LawIds);
        Assert.DoesNotContain("BUDDY-SMALLEST-SPLIT", subject.LawIds);
        Assert.Equal("BuddyAllocator.cs", Assert.Single(subject.Sources).Path);
    }

    [Theory]
    [InlineData("File.Exists(\"x\");", "", "outside the course's list")]
    [InlineData("", "[System.Diagnostics.CodeAnalysis.ExcludeFromCodeCoverage]", "ExcludeFromCodeCoverage")]
    [InlineData("", "[System.Diagnostics.CodeAnalysis.\\u0045xcludeFromCodeCoverage]", "leaves code out")]
    public void WhatTheScreenObjectsToOrHidesIsNotMeasured(string statement, string attribute, string why)
    {
        string folder = TestFolder.New("mmverify-test-");
        string code = File.ReadAllText(Repository.Specimen("correct", "QueueBuddy")).Replace(
            "public sealed class QueueBuddy",
            $$"""{{attribute}} public sealed class More { public void M() { {{statement}} } }"""
                + "\npublic sealed class QueueBuddy",
            StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(folder, "Buddy.cs"), code);
        using var sandbox = Sandbox.Open();
        CompiledSubmission submission = CompiledSubmission.Read(folder, sandbox);
        UnmeasuredException refusal = Assert.Throws<UnmeasuredException>(() => Subjects.Submission(
            submission,
            submission.ImageFor(BuddyChapter.Instance)!,
            [Of("BUDDY-ALIGN", VerdictKind.Holds)],
            1));
        Assert.False(refusal.IsOurs);
        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
    }

    private static void Refuses(string why, params Finding[] findings)
    {
        UnmeasuredException refusal =
            Assert.Throws<UnmeasuredException>(() => Subjects.KeptLaws(findings));
        Assert.False(refusal.IsOurs);
        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
    }

    private static Finding Of(string lawId, VerdictKind kind) =>
        new(new Verdict(Chapters.FindLaw(lawId)!, kind, 100, "because"), null);
}
