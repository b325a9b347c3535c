using MmVerify.Specimens.Buddy;
using MmVerify.Xunit;
using Xunit.Sdk;

namespace MmVerify.Properties.Tests;

/// <summary>The one test that mutants are put to.</summary>
public sealed class KeptLawsTests
{
    private static readonly RunSettings Usual = new(null, 0.05, null, TimeSpan.FromSeconds(10));

    [Fact]
    public async Task WhatKeepsThemPasses() => Assert.Null(
        await Ask(typeof(QueueBuddy), ["BUDDY-ALIGN", "BUDDY-MERGE", "BUDDY-NO-THROW"]));

    [Fact]
    public async Task TheFirstBreachEndsItWithItsLesson() => Assert.StartsWith(
        "BUDDY-MERGE does not hold: ",
        await Ask(typeof(ForgetsToMerge), ["BUDDY-ALIGN", "BUDDY-MERGE"]),
        StringComparison.Ordinal);

    [Fact]
    public async Task LawsThatAreNotAskedDoNotMatter() =>
        Assert.Null(await Ask(typeof(ForgetsToMerge), ["BUDDY-ALIGN", "BUDDY-DISJOINT"]));

    [Fact]
    public async Task WhatIsNotKnownIsNotKept() => Assert.StartsWith(
        "BUDDY-COST is not known to hold: steps are counted only in code that mmverify grade compiled",
        await Ask(typeof(QueueBuddy), ["BUDDY-COST"]),
        StringComparison.Ordinal);

    [Theory]
    [InlineData]
    [InlineData("BUDDY-NONE")]
    [InlineData("BUDDY-ALIGN", "buddy-merge")]
    public async Task LawsThatThereAreNotAreRefused(params string[] lawIds) =>
        await Assert.ThrowsAsync<ArgumentException>(() => Ask(typeof(QueueBuddy), lawIds));

    [Fact]
    public async Task ATestOfItFailsWithTheLessonAlone()
    {
        Assert.Equal(["BUDDY-MERGE"], new Merging().LawIds);
        LessonException lesson = await Assert.ThrowsAsync<LessonException>(new Merging().AreKept);
        Assert.StartsWith("BUDDY-MERGE does not hold: ", lesson.Message, StringComparison.Ordinal);
    }

    private static Task<string?> Ask(Type implementation, IReadOnlyList<string> lawIds) =>
        KeptLawsExamination.RunAsync(implementation, lawIds, Usual, new HangLog());

    // Not public, so that it is no test of this assembly.
    private sealed class Merging : KeptLawsOf<ForgetsToMerge>
    {
        public override IReadOnlyList<string> LawIds => ["BUDDY-MERGE"];
    }
}
