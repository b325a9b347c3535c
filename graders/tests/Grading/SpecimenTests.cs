using MmVerify.Properties;
using MmVerify.Spec;

namespace MmVerify.Grader.Tests;

/// <summary>
/// The laws on trial, with steps counted: a specimen that is wrong by what it costs breaks exactly the laws
/// it names, and a correct one keeps every law, whatever the seed. What needs no counting is tried for many
/// seeds by the tests of the properties, and every specimen by <c>mmverify trial</c>.
/// </summary>
[Collection(nameof(Counted))]
public sealed class SpecimenTests
{
    private const int ProgramsPerSeed = 1500;

    // Laws about cost take minutes for many seeds; those that need no counting are tried without.
    private static readonly bool IsPatient = Environment.GetEnvironmentVariable("MMVERIFY_TRIAL") == "1";
    private static readonly ulong SeedsOfWrong = IsPatient ? 20UL : 1;
    private static readonly ulong SeedsOfCorrect = IsPatient ? 5UL : 2;

    public static TheoryData<string> WrongByCost => [.. Repository.Specimens("wrong")
        .Where(static name => IsWrongByCost(Repository.Specimen("wrong", name)))];

    public static TheoryData<string> Correct => [.. Repository.Specimens("correct")];

    [Theory]
    [MemberData(nameof(WrongByCost))]
    public void BreaksExactlyTheLawsItNames(string name)
    {
        Specimen specimen = Specimen.Compile(Repository.Specimen("wrong", name));
        Assert.NotEmpty(specimen.Breaks);
        RequireJust(specimen, specimen.Examine(new ExaminationOptions(1) { Corpus = false }), 1);
        for (ulong seed = 2; seed <= SeedsOfWrong; seed++)
        {
            var options = new ExaminationOptions(seed)
            {
                Corpus = false,
                Only = specimen.Breaks,
                StopAtFirstBreach = specimen.Breaks.Count == 1,
                ShrinkBudget = 0,
                RandomPrograms = ProgramsPerSeed / 5,
            };
            RequireJust(specimen, specimen.Examine(options), seed);
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
        for (ulong seed = 2; seed <= SeedsOfCorrect; seed++)
        {
            var options = new ExaminationOptions(seed)
            {
                SmallScope = false,
                RandomPrograms = ProgramsPerSeed,
            };
            RequireNoOther(specimen, specimen.Examine(options), seed);
        }
    }

    // Without counting these laws are not judged, or by the clock alone.
    private static bool IsWrongByCost(string path)
    {
        string text = File.ReadAllText(path);
        return text.Contains("-COST\"", StringComparison.Ordinal)
            || text.Contains("-TERMINATES\"", StringComparison.Ordinal);
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
