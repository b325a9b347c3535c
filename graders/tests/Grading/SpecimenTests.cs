using MmVerify.Properties;
using MmVerify.Spec;
using Xunit.Abstractions;

namespace MmVerify.Grader.Tests;

/// <summary>
/// The laws on trial, with steps counted: every wrong specimen breaks exactly the laws it names, and a
/// correct one keeps every law, whatever the seed.
/// </summary>
[Collection(nameof(Counted))]
public sealed class SpecimenTests(ITestOutputHelper output)
{
    private const int Seeds = 20;

    // What a wrong one breaks without counting is asked for every seed in the tests of the properties.
    private const int SeedsOfWrong = 3;
    private const int ProgramsPerSeed = 1500;
    private const int MostOperations = 12;

    public static TheoryData<string> Wrong => [.. Repository.Specimens("wrong")];

    public static TheoryData<string> Correct => [.. Repository.Specimens("correct")];

    [Theory]
    [MemberData(nameof(Wrong))]
    public void BreaksExactlyTheLawsItNames(string name)
    {
        Specimen specimen = Specimen.Compile(Repository.Specimen("wrong", name));
        Assert.NotEmpty(specimen.Breaks);

        // The corpus and the small scope do not depend on the seed: the first examination tells what they
        // find.
        IReadOnlyList<Finding> first = specimen.Examine(new ExaminationOptions(1) { Corpus = false });
        RequireJust(specimen, first, 1);
        foreach (Finding finding in first.Where(static one => one.Counterexample is not null))
        {
            int operations = finding.Counterexample!.Steps.Count - 1;
            output.WriteLine($"{finding.Law.Id}\t{operations}\t{finding.Counterexample.Replay}");
            Assert.True(
                operations <= MostOperations || finding.Law.Id == "BUDDY-COST",
                $"{finding.Law.Id}: {operations} steps");
        }

        for (ulong seed = 2; seed <= SeedsOfWrong; seed++)
        {
            var options = new ExaminationOptions(seed)
            {
                SmallScope = false,
                RandomPrograms = ProgramsPerSeed,
            };
            RequireNoOther(specimen, specimen.Examine(options), seed);
        }
    }

    [Theory]
    [MemberData(nameof(Correct))]
    public void KeepsEveryLaw(string name)
    {
        Specimen specimen = Specimen.Compile(Repository.Specimen("correct", name));
        Assert.Empty(specimen.Breaks);
        IReadOnlyList<Finding> findings = specimen.Examine(new ExaminationOptions(1));
        Assert.All(findings, static finding => Assert.True(
            finding.Verdict.Kind == VerdictKind.Holds, $"{finding.Law.Id}: {finding.Verdict.Reason}"));
        for (ulong seed = 2; seed <= Seeds; seed++)
        {
            var options = new ExaminationOptions(seed)
            {
                SmallScope = false,
                RandomPrograms = ProgramsPerSeed,
            };
            RequireNoOther(specimen, specimen.Examine(options), seed);
        }
    }

    private static void RequireJust(
        Specimen specimen, IReadOnlyList<Finding> findings, ulong seed)
    {
        string[] broken = [.. findings.Where(static one => one.Verdict.Kind == VerdictKind.Broken)
            .Select(static one => one.Law.Id).Order(StringComparer.Ordinal)];
        Assert.True(
            broken.SequenceEqual(specimen.Breaks),
            $"seed {seed}: breaks {string.Join(' ', broken)}, names {string.Join(' ', specimen.Breaks)}");
    }

    private static void RequireNoOther(
        Specimen specimen, IReadOnlyList<Finding> findings, ulong seed)
    {
        string[] others = [.. findings.Where(static one => one.Verdict.Kind == VerdictKind.Broken)
            .Select(static one => one.Law.Id).Except(specimen.Breaks, StringComparer.Ordinal)];
        Assert.True(others.Length == 0, $"seed {seed}: breaks {string.Join(' ', others)} as well");
    }
}
