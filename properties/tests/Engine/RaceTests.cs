using System.Diagnostics;
using MmVerify.Reference;
using MmVerify.Spec;
using MmVerify.Specimens.Pages;
using MmVerify.Specimens.PerCpuVariables;
using MmVerify.Specimens.Slab;

namespace MmVerify.Properties.Tests;

/// <summary>Mistakes that only an unlucky schedule shows are found by every seed, and replay.</summary>
public sealed class RaceTests
{
    private const int Seeds = 10;
    private const int Replays = 10;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData(typeof(CountsWithoutLock), "PAGE-ATOMIC", typeof(PageDatabase))]
    [InlineData(typeof(AddsWhilePreemptible), "PCPUVAR-SUM", typeof(PerCpuVariables))]
    [InlineData(typeof(ComparesTheHeadOnly), "SLAB-LINEARIZABLE", typeof(SlubAllocator))]
    public void IsFoundByEverySeed(Type wrong, string lawId, Type right)
    {
        for (ulong seed = 1; seed <= Seeds; seed++)
        {
            var watch = Stopwatch.StartNew();
            Finding finding = Assert.Single(Examination.Of(
                wrong, new ExaminationOptions(seed) { SmallScope = false, Corpus = false, Only = [lawId] }));
            Assert.True(watch.Elapsed < Longest, $"seed {seed}: {watch.Elapsed}");
            Assert.Equal(VerdictKind.Broken, finding.Verdict.Kind);
            Assert.InRange(finding.Counterexample!.Steps.Count - 1, 1, 5);
            for (int replay = 0; replay < Replays; replay++)
            {
                Assert.Contains(lawId, BrokenBy(wrong, finding.Counterexample.Replay));
                Assert.Empty(BrokenBy(right, finding.Counterexample.Replay));
            }
        }
    }

    private static IReadOnlySet<string> BrokenBy(Type implementation, string token)
    {
        var trial = Trial.Of(implementation);
        trial.RunToken(token);
        return trial.Broken;
    }
}
