using MmVerify.Properties;
using MmVerify.Spec;

namespace MmVerify.Grader.Tests;

/// <summary>
/// The corpus holds a shrunk program for every law that a wrong specimen breaks, so that these mistakes are
/// found at once, whatever becomes of the generators.
/// </summary>
[Collection(nameof(Counted))]
public sealed class CorpusTests
{
    public static TheoryData<string> ChapterNames => [.. Chapters.All.Select(static one => one.Name)];

    [Theory]
    [MemberData(nameof(ChapterNames))]
    public void CatchesEverySpecimenByItself(string chapter)
    {
        string corpus = $"properties/{chapter}/corpus.txt";
        string path = Path.Combine(Repository.Root, corpus);
        List<string> missing = [];
        foreach (string name in Repository.Specimens("wrong", chapter))
        {
            Specimen specimen = Specimen.Compile(Repository.Specimen("wrong", name));
            var alone = new ExaminationOptions { SmallScope = false, RandomPrograms = 0 };
            string[] caught = [.. specimen.Examine(alone)
                .Where(static one => one.Verdict.Kind == VerdictKind.Broken)
                .Select(static one => one.Law.Id)];
            if (specimen.Breaks.Except(caught, StringComparer.Ordinal).Any())
            {
                missing.AddRange(specimen.Examine(new ExaminationOptions())
                    .Where(one => one.Counterexample is not null
                        && !caught.Contains(one.Law.Id, StringComparer.Ordinal))
                    .Select(one => $"{one.Counterexample!.Replay} {one.Law.Id} {name}"));
            }
        }

        if (missing.Count > 0 && Environment.GetEnvironmentVariable("MMVERIFY_ACCEPT") == "1")
        {
            string[] known = File.ReadAllLines(path);
            IEnumerable<string> kept = known.Concat(missing).DistinctBy(static line => line.Split(' ')[0]);
            File.WriteAllText(path, string.Join('\n', kept) + "\n");
        }

        Assert.True(
            missing.Count == 0,
            $"{corpus}: lacks programs; add these lines, "
            + "or run this test with MMVERIFY_ACCEPT=1:\n"
            + string.Join('\n', missing));
    }
}
