using MmVerify.Spec;

namespace MmVerify.Properties.Tests;

/// <summary>The laws are on trial: a specimen breaks the laws that it names, and no other.</summary>
public sealed class SpecimenTests
{
    private const int Seeds = 20;

    // Twenty times this is more than one examination draws.
    private const int ProgramsPerSeed = 400;

    // Where these do not break what is named, as many are drawn as in an examination.
    private const int ProgramsOfWrong = 150;

    // These programs are long, and one seed's are much like another's.
    private const int SeedsOnLargeMemory = 2;

    public static TheoryData<Type> Wrong => [.. SpecimenSource.Wrong];

    public static TheoryData<Type> Correct => [.. SpecimenSource.Correct];

    public static TheoryData<string> Laws =>
        [.. Chapters.Laws.Where(static pair => !pair.Law.IsPolicy).Select(static pair => pair.Law.Id)];

    [Theory]
    [MemberData(nameof(Wrong))]
    public void BreaksTheLawsItNamesAndNoOther(Type specimen)
    {
        // These programs are the same for every seed. What they break is broken for every seed and not asked
        // again.
        var trial = Trial.Of(specimen);
        trial.RunKept();
        HashSet<string> always = [.. trial.Broken];
        IReadOnlyList<string> named = SpecimenSource.BreaksSeenHere(specimen);
        for (ulong seed = 1; seed <= Seeds; seed++)
        {
            trial.AskAll(but: always);
            if (seed <= SeedsOnLargeMemory)
            {
                trial.RunLarge(seed);
            }

            trial.RunRandom(seed, ProgramsOfWrong);
            if (!named.All(id => always.Contains(id) || trial.Broken.Contains(id)))
            {
                trial.RunRandom(seed, new ExaminationOptions().RandomPrograms);
            }

            Assert.Equal(named, always.Union(trial.Broken).Order(StringComparer.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Correct))]
    public void ACorrectOneKeepsEveryLawWithManyWitnesses(Type implementation)
    {
        foreach (Finding finding in Examination.Of(implementation, new ExaminationOptions()))
        {
            if (finding.Law.ShortId == "COST")
            {
                Assert.Equal(VerdictKind.Unknown, finding.Verdict.Kind);
                continue;
            }

            Assert.True(
                finding.Verdict.Kind == VerdictKind.Holds, $"{finding.Law.Id}: {finding.Verdict.Reason}");
            Assert.True(
                finding.Verdict.Witnesses >= 100, $"{finding.Law.Id}: {finding.Verdict.Witnesses} witnesses");
        }
    }

    [Theory]
    [MemberData(nameof(Correct))]
    public void ACorrectOneBreaksNothingForAnySeed(Type implementation)
    {
        var trial = Trial.Of(implementation);
        for (ulong seed = 1; seed <= Seeds; seed++)
        {
            trial.RunRandom(seed, ProgramsPerSeed);
        }

        Assert.Empty(trial.Broken);
    }

    [Theory]
    [MemberData(nameof(Laws))]
    public void EachLawIsBrokenByASpecimenKeptForIt(string lawId) =>
        Assert.Contains(SpecimenSource.All, specimen => SpecimenSource.BreaksOf(specimen).Contains(lawId));

    [Fact]
    public void EachPolicyIsBrokenByASpecimenThatIsCorrectOtherwise() =>
        Assert.All(Chapters.Laws.Where(static pair => pair.Law.IsPolicy), static pair =>
            Assert.Contains(SpecimenSource.Correct, type =>
            {
                var trial = Trial.Of(type, withPolicies: true);
                trial.RunRandom(1, ProgramsPerSeed);
                return trial.Broken.SetEquals([pair.Law.Id]);
            }));

    [Fact]
    public void EachContractHasThreeCorrectSpecimens() =>
        Assert.All(Chapters.All, static chapter => Assert.True(
            SpecimenSource.All.Intersect(SpecimenSource.Correct)
                .Count(type => type.IsAssignableTo(chapter.Contract)) >= 3,
            chapter.Name));

    [Fact]
    public void SpecimensNameLawsThatExist() =>
        Assert.All(
            SpecimenSource.All.SelectMany(SpecimenSource.BreaksOf),
            static id => Assert.NotNull(Chapters.FindLaw(id)));
}
