using MmVerify.Spec;
using MmVerify.Specimens.Buddy;

namespace MmVerify.Properties.Tests;

/// <summary>
/// Seven mistakes whose smallest programs are known by exhaustive search: random programs that show them
/// shrink to that size.
/// </summary>
public sealed class ShrunkSizeTests
{
    private static readonly BuddySetup Pinned = BuddySetup.Flat(4096, 10);

    // The laws of the comparison with other tools, which say nothing of blocks that are free.
    private static readonly IReadOnlyList<BuddyLaw> ComparedLaws =
    [
        BuddyLaws.BlocksExist,
        BuddyLaws.BlocksAreAligned,
        BuddyLaws.BlocksAreDisjoint,
        BuddyLaws.FailsOnlyWhenFull,
        BuddyLaws.FreesAreAccepted,
        BuddyLaws.DoubleFreesAreRefused,
        BuddyLaws.PagesAreConserved with
        {
            Id = "FREE-PAGES",
            Judge = static (in step) => step.Reply.Report.FreePages == step.Model.FreePages
                ? Judgement.Kept
                : Judgement.Broken("FreePageCount", step.Model.FreePages, step.Reply.Report.FreePages),
        },
    ];

    public static TheoryData<Type, int> Smallest => new()
    {
        { typeof(MergesAcrossOrders), 6 },
        { typeof(SplitLeaksHalf), 6 },
        { typeof(SkipsTheLastMerge), 6 },
        { typeof(MergesWithoutRealigning), 5 },
        { typeof(AcceptsDoubleFree), 3 },
        { typeof(MergesWrongAtOrder9), 6 },
        { typeof(TakesFrameZeroForNull), 1 },
    };

    [Theory]
    [MemberData(nameof(Smallest))]
    public void ExhaustiveSearchFindsTheSmallest(Type specimen, int smallest)
    {
        int[] orders = [0, 1, 2, 3, 9, 10];
        int length = 0;
        bool isFound = false;
        while (!isFound)
        {
            length++;
            var trial = new BuddyTrial(new BuddyPrograms(), specimen, ComparedLaws);
            isFound = BuddyScopes.Exactly(Pinned, orders, withMisuse: false, length).Any(program =>
            {
                trial.Run([program]);
                return trial.Broken.Count > 0;
            });
        }

        Assert.Equal(smallest, length);
    }

    [Theory]
    [MemberData(nameof(Smallest))]
    public void RandomFindsShrinkToTheSmallest(Type specimen, int smallest)
    {
        for (ulong seed = 1; seed <= 5; seed++)
        {
            Assert.Equal(smallest, SmallestRandomFind(specimen, seed));
        }
    }

    // With all laws and any memory, the programs are shorter still.
    [Theory]
    [InlineData(typeof(MergesAcrossOrders), "IN-RANGE 3, DISJOINT 6, CONSERVES 2")]
    [InlineData(typeof(SplitLeaksHalf), "FAILS-ONLY-WHEN-FULL 2, CONSERVES 1")]
    [InlineData(typeof(SkipsTheLastMerge), "FAILS-ONLY-WHEN-FULL 3, MERGE 3, RESTORES 2")]
    [InlineData(
        typeof(MergesWithoutRealigning),
        "ALIGN 5, IN-RANGE 5, DISJOINT 7, FAILS-ONLY-WHEN-FULL 3, MERGE 3, RESTORES 2")]
    [InlineData(typeof(AcceptsDoubleFree), "DOUBLE-FREE 3")]
    [InlineData(typeof(MergesWrongAtOrder9), "DISJOINT 6, CONSERVES 5")]
    [InlineData(typeof(TakesFrameZeroForNull), "FAILS-ONLY-WHEN-FULL 1")]
    public void AnExaminationShowsTheSmallestOfEachLaw(Type specimen, string sizes)
    {
        Assert.Equal(sizes, SizesOf(specimen, new ExaminationOptions()));
        Assert.Equal(sizes, SizesOf(specimen, new ExaminationOptions(7) { SmallScope = false }));
    }

    private static string SizesOf(Type specimen, ExaminationOptions options) => string.Join(
        ", ",
        Examination.Of(specimen, options).Where(static finding => finding.Counterexample is not null).Select(
            static finding => $"{finding.Law.ShortId} {finding.Counterexample!.Steps.Count - 1}"));

    // The smallest over the laws: one mistake shows in several, and not in all of them soonest.
    private static int SmallestRandomFind(Type specimen, ulong seed)
    {
        const int MostTries = 100_000;
        var shrinker = new Shrinker<BuddySetup, BuddyOperation, BuddyReply, BuddyModel>(new BuddyPrograms());
        var trial = new BuddyTrial(new BuddyPrograms(), specimen, ComparedLaws);
        var finds = new Dictionary<string, BuddyProgram>();
        for (int i = 0; i < 600 || finds.Count == 0; i++)
        {
            BuddyProgram program = HalfOfEach((seed << 32) + (ulong)i);
            trial.Run([program]);
            foreach (string law in trial.Broken.Where(law => !finds.ContainsKey(law)))
            {
                finds.Add(law, program);
            }
        }

        int tries = 0;
        return finds.Min(found => shrinker.Shrink(
            found.Value,
            program => program.Setup == Pinned ? trial.BreachOf(program, found.Key) : null,
            () => tries++ < MostTries).Operations.Length);
    }

    // As the comparison draws them: half allocations of any order, half frees of whatever was asked for
    // before.
    private static BuddyProgram HalfOfEach(ulong seed)
    {
        var random = new SplitMix(seed);
        var allocations = new List<int>();
        var operations = new BuddyOperation[64];
        for (int i = 0; i < operations.Length; i++)
        {
            if (allocations.Count > 0 && random.Below(2) == 0)
            {
                operations[i] = BuddyChapter.FreeOf(allocations[random.Below(allocations.Count)]);
                continue;
            }

            operations[i] = BuddyChapter.AllocateOf(random.Below(Order.Count));
            allocations.Add(i);
        }

        return new BuddyProgram(Pinned, operations);
    }
}
