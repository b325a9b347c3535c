using MmVerify.Properties;

namespace MmVerify.Grader.Tests;

/// <summary>Grades as the grader makes them, written by hand.</summary>
internal static class GradeFixtures
{
    private const string MergeTest = """
        [Fact]
        public void FreeBuddiesAreMerged()
        {
            IBuddyAllocator buddy = BuddyAllocator.Create(BuddySetup.Flat(4, maxOrder: 2));
            Assert.Equal(Errno.None, buddy.Allocate(new Order(0), out Block first));
            Assert.Equal(Errno.None, buddy.Allocate(new Order(0), out Block second));
            Assert.Equal(Errno.None, buddy.Free(first));
            Assert.Equal(Errno.None, buddy.Free(second));
            Assert.Equal(1, buddy.FreeBlockCount(new Order(2)));
        }
        """;

    /// <summary>Two laws are broken, one is unknown, the rest holds.</summary>
    public static Grade Broken { get; } = Graded("ada-lovelace", [Buddy([Merge, InRange, Cost])]);

    /// <summary>Everything holds.</summary>
    public static Grade Perfect { get; } = Graded("grace-hopper", [Buddy([])]);

    /// <summary>The submission does not compile.</summary>
    public static Grade DoesNotCompile { get; } =
        Graded("alan-turing", [NotJudged("the submission does not compile")]) with
        {
            Errors =
            [
                new GradeError("CS1002", "BuddyAllocator.cs", 31, 17, "; expected"),
                new GradeError(
                    "CS0103",
                    "lists/Frames.cs",
                    44,
                    9,
                    "The name 'frames' does not exist in the current context"),
                new GradeError("MMV000", "", 0, 0, "the compiler worked for 10 seconds and was not done"),
            ],
        };

    /// <summary>The submission has no class for the contract.</summary>
    public static Grade NotAttempted { get; } =
        Graded("", [NotJudged("The submission has no public class that implements IBuddyAllocator.")]);

    /// <summary>Free buddies that stay apart, in four pages.</summary>
    public static GradeLaw Merge => new(
        "BUDDY-MERGE",
        "No two free blocks are each other's buddy, below the largest order.",
        Points: 10,
        Earned: 0,
        Verdict: "broken",
        Witnesses: 1204,
        Reason: "Broken by a program of the small scope.",
        new GradeCounterexample(
            "1.Buddy.AAQCBAEAAQACAAIB",
            [
                new GradeStep("Create 4 pages [0x0, 0x4), MAX_ORDER 2", "ok", Breaks: false),
                new GradeStep("#0 Allocate(order 0)", "pfn 0x0 order 0", Breaks: false),
                new GradeStep("#1 Allocate(order 0)", "pfn 0x1 order 0", Breaks: false),
                new GradeStep("#2 Free(#0)", "ok", Breaks: false),
                new GradeStep("#3 Free(#1)", "ok", Breaks: true),
            ],
            "the free blocks",
            "1 of order 2",
            "2 of order 0, 1 of order 1",
            MergeTest)
        {
            ShrunkFrom = 118,
            Pictures =
            [
                Picture("Create: 4 free pages", Free(0, 4)),
                Picture("#0 Allocate(order 0)", Held(0, 1, "#0"), Free(1, 1), Free(2, 2)),
                Picture("#1 Allocate(order 0)", Held(0, 1, "#0"), Held(1, 1, "#1"), Free(2, 2)),
                Picture("#2 Free(#0)", Free(0, 1), Held(1, 1, "#1"), Free(2, 2)),
                Picture("The free blocks", Free(0, 1), Free(1, 1), Free(2, 2), Wrong(0, 1), Wrong(1, 1)),
            ],
        })
    {
        Why = "Unmerged buddies make large requests fail while enough pages are free.",
        Source = "Linux mm/page_alloc.c, __free_one_page",
    };

    /// <summary>A block that lies over a hole, in a memory of which most is dull.</summary>
    public static GradeLaw InRange => new(
        "BUDDY-IN-RANGE",
        "A block consists of page frames that exist: none in a hole, before the first or after the last.",
        Points: 4,
        Earned: 0,
        Verdict: "broken",
        Witnesses: 310,
        Reason: "Broken by a random program.",
        new GradeCounterexample(
            "1.Buddy.BAgQAwEDAQ",
            [
                new GradeStep("Create 1003 pages [0x100, 0x103) [0x108, 0x4f0)", "ok", Breaks: false),
                new GradeStep("#0 Allocate(order 0)", "pfn 0x100 order 0", Breaks: false),
                new GradeStep("#1 Allocate(order 2)", "pfn 0x100 order 2", Breaks: true),
            ],
            "pfn 0x100 order 2",
            "frames that exist",
            "a block with frames that do not",
            "[Fact]\npublic void BlocksExist() => Assert.True(true);")
        {
            ShrunkFrom = 2,
            Pictures =
            [
                Picture("Create", Free(0x100, 3), Hole(0x103, 5), Free(0x108, 0x3e8)),
                Picture("#0", Held(0x100, 1, "#0"), Free(0x101, 2), Hole(0x103, 5), Free(0x108, 0x3e8)),
                Picture(
                    "#1",
                    Held(0x100, 1, "#0"),
                    Free(0x101, 2),
                    Hole(0x103, 5),
                    Free(0x108, 0x3e8),
                    Wrong(0x100, 4, "#1")),
            ],
        })
    {
        Why = "Where no memory answers, what is written is lost and what is read is noise.",
        Source = "Linux mm/page_alloc.c, bad_range and pfn_valid",
    };

    private static GradeLaw Cost => Holds("BUDDY-COST", "An operation takes few steps.", 8) with
    {
        Verdict = "unknown",
        Earned = 0,
        Witnesses = 3,
        Reason = "Spoke about 3 steps; 20 are needed.",
    };

    /// <summary>A grade of some chapters.</summary>
    public static Grade Graded(string submission, IReadOnlyList<GradeChapter> chapters) => new(
        submission,
        "0.1.0",
        Seed: 20_260_101,
        chapters.Sum(static chapter => chapter.Score),
        chapters.Sum(static chapter => chapter.MaxScore),
        new GradeSandbox(
            "bubblewrap",
            [
                new GradeLayer("sources only", InForce: true, "1 file, of which nothing was refused."),
                new GradeLayer("namespaces", InForce: true, "No network, no files but the runtime."),
                new GradeLayer("seccomp", InForce: true, "Stopped 2 calls of socket."),
                new GradeLayer("other user", InForce: false, "The grader itself does not run as root."),
            ]),
        chapters);

    /// <summary>The buddy chapter, with some of its laws replaced.</summary>
    public static GradeChapter Buddy(IReadOnlyList<GradeLaw> broken)
    {
        List<GradeLaw> laws =
            [.. Laws.Select(law => broken.FirstOrDefault(other => other.Id == law.Id) ?? law)];
        int earned = laws.Sum(static law => law.Earned);
        return new GradeChapter("Buddy", Attempted: true, earned, laws.Sum(static law => law.Points), laws);
    }

    /// <summary>The buddy chapter without any verdict.</summary>
    public static GradeChapter NotJudged(string reason)
    {
        List<GradeLaw> laws =
            [.. Laws.Select(law => law with { Verdict = "unknown", Earned = 0, Reason = reason })];
        return new GradeChapter("Buddy", Attempted: false, 0, laws.Sum(l => l.Points), laws);
    }

    /// <summary>A picture.</summary>
    public static Picture Picture(string caption, params PictureBlock[] blocks) => new(caption, blocks);

    /// <summary>A free stretch.</summary>
    public static PictureBlock Free(ulong start, long length) => new(start, length, PictureKind.Free, "");

    /// <summary>A stretch that is handed out.</summary>
    public static PictureBlock Held(ulong start, long length, string label) =>
        new(start, length, PictureKind.Held, label);

    private static IEnumerable<GradeLaw> Laws =>
    [
        Holds("BUDDY-ALIGN", "A block of order k starts at a multiple of 2^k.", 4),
        Holds("BUDDY-IN-RANGE", "A block consists of page frames that exist.", 4),
        Holds("BUDDY-DISJOINT", "A block shares no page frame with another block that is handed out.", 10),
        Holds("BUDDY-EXACT-SIZE", "A block has exactly the order that was asked for.", 4),
        Holds("BUDDY-FAILS-ONLY-WHEN-FULL", "A request is refused only when nothing fits.", 10),
        Holds("BUDDY-MERGE", "No two free blocks are each other's buddy, below the largest order.", 10),
        Holds("BUDDY-SMALLEST-SPLIT", "A block is taken from one of the smallest free blocks.", 4),
        Holds("BUDDY-MAX-ORDER", "A request above the largest order is refused.", 3),
        Holds("BUDDY-CONSERVES", "Free pages and pages handed out are together all pages.", 8),
        Holds("BUDDY-RESTORES", "Once everything is given back, the free blocks are as at first.", 8),
        Holds("BUDDY-DOUBLE-FREE", "Giving a block back a second time is refused.", 4),
        Holds("BUDDY-REFUSAL-CHANGES-NOTHING", "A refused request leaves the free blocks as they were.", 5),
        Holds("BUDDY-COST", "On average an operation takes steps proportional to the number of orders.", 8),
        Holds("BUDDY-NO-THROW", "No exception escapes from any operation.", 4),
    ];

    private static GradeLaw Holds(string id, string statement, int points) =>
        new(id, statement, points, points, "holds", 48_213, "Kept in every step.", Counterexample: null);

    private static PictureBlock Hole(ulong start, long length) => new(start, length, PictureKind.Hole, "");

    private static PictureBlock Wrong(ulong start, long length, string label = "") =>
        new(start, length, PictureKind.Wrong, label);
}
