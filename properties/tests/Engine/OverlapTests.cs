using MmVerify.Reference;
using MmVerify.Spec;
using MmVerify.Specimens.Pages;
using static MmVerify.Spec.PagesOperation;

namespace MmVerify.Properties.Tests;

/// <summary>What is found where several CPUs are at work, and what is not claimed to be.</summary>
public sealed class OverlapTests
{
    private static readonly PagesPrograms Programs = new();

    [Fact]
    public void TheStoryTellsWhoDidWhat()
    {
        Counterexample found = Examination.Of(
                typeof(CountsWithoutLock),
                new ExaminationOptions { Corpus = false, Only = ["PAGE-ATOMIC"], StopAtFirstBreach = true })
            .Single().Counterexample!;
        string lesson = Lesson.Of(PagesTogetherLaws.NothingIsLost, found, "");
        Assert.Contains("CPU 0                                   CPU 1", lesson);
        Assert.Contains("Load count[0] = 1", lesson);
        Assert.Contains("Store count[0] 2 -> 2", lesson);
    }

    [Fact]
    public void StateThatIsKeptElsewhereIsNotKnownToBeAtomic()
    {
        IReadOnlyList<Finding> findings =
            Examination.Of(typeof(StateElsewhere), new ExaminationOptions { RandomPrograms = 500 });
        const string hint = "state that is shared has to be in the words that Create is given";
        string[] unknown = ["PAGE-TEST-AND-SET", "PAGE-ATOMIC", "PAGE-OVERHEAD"];
        foreach (Finding finding in findings)
        {
            bool isUnknown = unknown.Contains(finding.Law.Id);
            Assert.Equal(isUnknown ? VerdictKind.Unknown : VerdictKind.Holds, finding.Verdict.Kind);
            Assert.True(!isUnknown || finding.Verdict.Reason.EndsWith(hint, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void WhoRefusesEverythingEarnsNothing() => Assert.DoesNotContain(
        Examination.Of(typeof(RefusesEverything), new ExaminationOptions { RandomPrograms = 300 }),
        static finding => finding.Verdict.Kind == VerdictKind.Holds);

    [Fact]
    public void WhatIsWrongOneByOneIsNoMatterOfOverlaps()
    {
        IEnumerable<string> broken = Examination.Of(
                typeof(CountsAGetTwice), new ExaminationOptions { RandomPrograms = 300, Corpus = false })
            .Where(static finding => finding.Verdict.Kind == VerdictKind.Broken)
            .Select(static finding => finding.Law.Id);
        Assert.Equal(["PAGE-COUNT"], broken);
    }

    [Fact]
    public void ProgramsAndRepliesSurviveTheWire()
    {
        PagesChapter chapter = PagesChapter.Instance;
        var driver = (PagesDriver)chapter.NewDriver(typeof(PageDatabase));
        for (ulong seed = 0; seed < 200; seed++)
        {
            Program<PagesSetup, PagesOperation> program = Programs.Random(seed, 40, seed);
            Program<PagesSetup, PagesOperation> read =
                ReplayToken.Read(chapter, ReplayToken.Of(chapter, program));
            Assert.Equal(program.Operations, read.Operations);
            Assert.Equal(program.Setup, read.Setup);
            var replies = new PagesReply[program.Operations.Length + 1];
            var again = new PagesReply[replies.Length];
            Assert.Equal(replies.Length, driver.Run(program, replies));
            var writer = new WireWriter();
            for (int i = 0; i < replies.Length; i++)
            {
                PagesOperation operation = i == 0 ? chapter.Creation : program.Operations[i - 1];
                writer.Clear();
                chapter.Write(writer, operation, in replies[i]);
                var reader = new WireReader(writer.Written);
                chapter.ReadReply(ref reader, operation, again.AsSpan(0, i), out again[i]);
                Assert.True(reader.IsAtEnd);
                Assert.Equal($"{replies[i]}", $"{again[i]}");
                Assert.Equal(
                    Programs.Story(operation, in replies[i]), Programs.Story(operation, in again[i]));
            }
        }
    }

    [Fact]
    public void AShrunkStepHasFewerCallsAndTurns()
    {
        var asked = new Concurrent<PagesOperation>(
            [[new Get(new(0)), new Get(new(0))], [new Put(new(0))]], 3, 4);
        var step = new Concurrently(asked);
        Assert.All(
            Programs.Variants(PagesSetup.Flat(1), step).OfType<Concurrently>(),
            variant => Assert.NotEqual(step, variant));
        Assert.Contains(
            new Concurrently(new([[new Get(new(0))], [new Put(new(0))]], 1)),
            Programs.Variants(PagesSetup.Flat(1), step));
    }
}
