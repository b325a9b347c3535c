global using BuddyLaw = MmVerify.Spec.Law<
    MmVerify.Spec.BuddyOperation, MmVerify.Spec.BuddyReply, MmVerify.Spec.BuddyModel>;
using System.Numerics;
using static MmVerify.Spec.BuddyOperation;

namespace MmVerify.Spec;

/// <summary>
/// What every buddy allocator keeps. Laws about an answer look at the state before the step, laws about what
/// the allocator says of itself at the state after it. Which free block is handed out is open: no law asks
/// for one.
/// </summary>
public static class BuddyLaws
{
    // A tick is one pass of a loop or one call: splitting and merging take a few of them for each order, a
    // tree for each level.
    private const long StepsPerLevel = 64;

    // In a small memory nobody can tell steps that grow with it from steps that do not.
    private const long LeastPagesForCost = 1 << 14;

    // An average of few says little, and what creation may do may be put off until the first operation.
    private const long LeastOperationsForCost = 256;
    private const long OnceForEachPage = 4;

    /// <summary>BUDDY-ALIGN.</summary>
    public static BuddyLaw BlocksAreAligned { get; } = new(
        Id: "BUDDY-ALIGN",
        Statement: "A block of order k starts at a page frame whose number is a multiple of 2^k.",
        Why: "The buddy of a block is found by flipping one bit of its frame number; "
            + "an unaligned block has none.",
        Source: "Linux mm/internal.h, __find_buddy_pfn; Knuth TAOCP 1, 2.5",
        Points: 4,
        On: Kinds.Allocate,
        When: Answers.Done,
        Judge: static (in step) => step.Reply.Block.IsAligned ? Judgement.Kept
            : Judgement.Broken(
                step.Reply.Block,
                $"a start that is a multiple of 0x{step.Reply.Block.PageCount:x}",
                $"0x{step.Reply.Block.Start.Value:x}"));

    /// <summary>BUDDY-IN-RANGE.</summary>
    public static BuddyLaw BlocksExist { get; } = new(
        Id: "BUDDY-IN-RANGE",
        Statement: "A block consists of page frames that exist: none in a hole, "
            + "before the first or after the last.",
        Why: "Where no memory answers, what is written is lost and what is read is noise; "
            + "or a device is there.",
        Source: "Linux mm/page_alloc.c, bad_range and pfn_valid",
        Points: 4,
        On: Kinds.Allocate,
        When: Answers.Done,
        Judge: static (in step) => step.Model.Exists(step.Reply.Block) ? Judgement.Kept
            : Judgement.Broken(step.Reply.Block, "frames that exist", "a block with frames that do not"));

    /// <summary>BUDDY-DISJOINT.</summary>
    public static BuddyLaw BlocksAreDisjoint { get; } = new(
        Id: "BUDDY-DISJOINT",
        Statement: "A block shares no page frame with another block that is handed out.",
        Why: "Two owners of one frame overwrite each other's data: the worst bug an allocator can have.",
        Source: "Linux mm/page_alloc.c, check_new_page; Zephyr pull request 16966",
        Points: 10,
        On: Kinds.Allocate,
        When: Answers.Done,
        Judge: static (in step) =>
        {
            Block block = step.Reply.Block;
            return step.Model.IsFree(block) ? Judgement.Kept
                : !step.Model.Exists(block) ? Judgement.Silent
                : step.Model.FirstHeldIn(block) is not Block held ? Judgement.Kept
                : Judgement.Broken(block, "frames that are all free", $"{held} is handed out and overlaps");
        });

    /// <summary>BUDDY-EXACT-SIZE.</summary>
    public static BuddyLaw BlocksHaveTheOrderAskedFor { get; } = new(
        Id: "BUDDY-EXACT-SIZE",
        Statement: "A block has exactly the order that was asked for.",
        Why: "A smaller one is overrun by its owner, a larger one wastes what others are refused.",
        Source: "Linux mm/page_alloc.c, expand; Zephyr pull request 941",
        Points: 4,
        On: Kinds.Allocate,
        When: Answers.Done,
        Judge: static (in step) => step.Reply.Block.Order == ((Allocate)step.Operation).Order ? Judgement.Kept
            : Judgement.Broken(
                step.Reply.Block, ((Allocate)step.Operation).Order, step.Reply.Block.Order));

    /// <summary>BUDDY-FAILS-ONLY-WHEN-FULL.</summary>
    public static BuddyLaw FailsOnlyWhenFull { get; } = new(
        Id: "BUDDY-FAILS-ONLY-WHEN-FULL",
        Statement: "A request is refused only when no aligned run of free frames of that size exists.",
        Why: "Memory that is free but cannot be had is memory lost; "
            + "the system starts to kill processes without need.",
        Source: "Linux mm/page_alloc.c, __rmqueue_smallest; Zephyr issues 14508 and 15154",
        Points: 10,
        On: Kinds.Allocate,
        When: Answers.Refused,
        Judge: static (in step) =>
        {
            Order order = ((Allocate)step.Operation).Order;
            return order > step.Model.MaxOrder ? Judgement.Silent
                : !step.Model.HasFree(order) ? Judgement.Kept
                : Judgement.Broken(
                    $"a request for a block of {order}",
                    $"a block: free are {step.Model.FreeBlocks}",
                    step.Reply);
        });

    /// <summary>BUDDY-MERGE.</summary>
    public static BuddyLaw FreeBuddiesAreMerged { get; } = new(
        Id: "BUDDY-MERGE",
        Statement: "No two free blocks are each other's buddy, below the largest order.",
        Why: "Unmerged buddies make large requests fail while enough pages are free.",
        Source: "Linux mm/page_alloc.c, __free_one_page",
        Points: 10,
        On: Kinds.Any,
        When: Answers.Either,
        Moment: Moment.After,
        Judge: static (in step) => step.Model.IsIdle && step.Operation.Kind != Kinds.Create
            ? Judgement.Silent // BUDDY-RESTORES speaks of the state in which nothing is handed out
            : FreeBlocksAreMerged(in step));

    /// <summary>BUDDY-SMALLEST-SPLIT, a policy.</summary>
    public static BuddyLaw SmallestIsSplit { get; } = new(
        Id: "BUDDY-SMALLEST-SPLIT",
        Statement: "A block is taken from one of the smallest free blocks that are large enough.",
        Why: "Splitting a large block while a small one would do destroys what a later large request needs.",
        Source: "Linux mm/page_alloc.c, __rmqueue_smallest",
        Points: 4,
        On: Kinds.Allocate,
        When: Answers.Done,
        IsPolicy: true,
        Judge: static (in step) =>
        {
            if (!step.Model.IsFree(step.Reply.Block))
            {
                return Judgement.Silent;
            }

            Order taken = step.Model.MergedAround(step.Reply.Block).Order;
            Order? smallest = step.Model.SmallestFree(step.Reply.Block.Order);
            return taken == smallest
                ? Judgement.Kept
                : Judgement.Broken(
                    step.Reply.Block, $"part of a free block of {smallest}", $"of one of {taken}");
        });

    /// <summary>BUDDY-MAX-ORDER.</summary>
    public static BuddyLaw NothingExceedsTheLargestOrder { get; } = new(
        Id: "BUDDY-MAX-ORDER",
        Statement: "A request above the largest order is refused.",
        Why: "The lists end at the largest order; "
            + "a caller who relies on more gets what nobody keeps account of.",
        Source: "Linux mm/page_alloc.c, __alloc_pages: WARN_ON_ONCE(order > MAX_PAGE_ORDER)",
        Points: 3,
        On: Kinds.Allocate,
        When: Answers.Either,
        Judge: static (in step) => ((Allocate)step.Operation).Order <= step.Model.MaxOrder ? Judgement.Silent
            : step.Reply.Outcome.Kind == OutcomeKind.Refused ? Judgement.Kept
            : Judgement.Broken(
                $"a request for a block of {((Allocate)step.Operation).Order}",
                $"a refusal: the largest is {step.Model.MaxOrder}",
                step.Reply));

    /// <summary>BUDDY-CONSERVES.</summary>
    public static BuddyLaw PagesAreConserved { get; } = new(
        Id: "BUDDY-CONSERVES",
        Statement: "Free pages and pages handed out are together all pages; "
            + "the free blocks add up to the free pages.",
        Why: "A page that is in neither account is lost until the next boot; "
            + "one in both will be handed out twice.",
        Source: "Linux mm/vmstat.c, NR_FREE_PAGES; /proc/buddyinfo",
        Points: 8,
        On: Kinds.Any,
        When: Answers.Either,
        Moment: Moment.After,
        Judge: static (in step) =>
        {
            ref readonly BuddyReport report = ref step.Reply.Report;
            long expected = step.Model.FreePages;
            if (report.FreePages != expected)
            {
                return Judgement.Broken("FreePageCount", expected, report.FreePages);
            }

            return report.FreeBlocks == step.Model.FreeBlocks || report.FreeBlocks.PageCount() == expected
                ? Judgement.Kept
                : Judgement.Broken(
                    "FreeBlockCount",
                    $"{expected} pages in free blocks",
                    $"{report.FreeBlocks.PageCount()}: {report.FreeBlocks}");
        });

    /// <summary>BUDDY-RESTORES.</summary>
    public static BuddyLaw FreeingEverythingRestores { get; } = new(
        Id: "BUDDY-RESTORES",
        Statement: "Once everything is given back, in whatever order, "
            + "the free blocks are those of the beginning.",
        Why: "What a load leaves behind adds up: after days a machine has pages enough and no large block.",
        Source: "Linux mm/page_alloc.c, __free_one_page; Knuth TAOCP 1, 2.5, exercise 29",
        Points: 8,
        On: Kinds.Free | Kinds.FreeAt,
        When: Answers.Done,
        Moment: Moment.After,
        Judge: static (in step) => step.Model.IsIdle ? FreeBlocksAreMerged(in step) : Judgement.Silent);

    /// <summary>BUDDY-ACCEPTS-FREE.</summary>
    public static BuddyLaw FreesAreAccepted { get; } = new(
        Id: "BUDDY-ACCEPTS-FREE",
        Statement: "A block that was handed out can be given back, once, as what it is.",
        Why: "A block that cannot be given back is lost. Frame 0 is a frame like any other, "
            + "not a null pointer.",
        Source: "Linux mm/page_alloc.c, __free_pages",
        Points: 4,
        On: Kinds.Free | Kinds.FreeAt,
        When: Answers.Either,
        Judge: static (in step) => step.Model.ClaimOf(step.Reply.Block) != BuddyClaim.Held ? Judgement.Silent
            : step.Reply.Outcome.Kind is OutcomeKind.Done ? Judgement.Kept
            : Judgement.Broken(step.Reply.Block, "taken back", step.Reply.Outcome));

    /// <summary>BUDDY-DOUBLE-FREE.</summary>
    public static BuddyLaw DoubleFreesAreRefused { get; } = new(
        Id: "BUDDY-DOUBLE-FREE",
        Statement: "Giving a block back a second time is refused.",
        Why: "A block that is in the free lists twice is handed out twice.",
        Source: "Linux mm/page_alloc.c, free_page_is_bad; CWE-415",
        Points: 4,
        On: Kinds.Frees,
        When: Answers.Either,
        Judge: static (in step) => step.Model.ClaimOf(step.Reply.Block) switch
        {
            BuddyClaim.GivenBack => IsRefused(in step, "was given back before"),
            BuddyClaim.Free when step.Operation.Kind == Kinds.Free =>
                IsRefused(in step, "was given back before"),
            _ => Judgement.Silent,
        });

    /// <summary>BUDDY-FOREIGN-FREE.</summary>
    public static BuddyLaw ForeignFreesAreRefused { get; } = new(
        Id: "BUDDY-FOREIGN-FREE",
        Statement: "Giving back frames that were never handed out, or the middle of a block, is refused.",
        Why: "Frames that are not the caller's would become free while their owner still uses them.",
        Source: "Linux mm/page_alloc.c, bad_range and free_page_is_bad; CWE-590, CWE-761",
        Points: 4,
        On: Kinds.Frees,
        When: Answers.Either,
        Judge: static (in step) => step.Model.ClaimOf(step.Reply.Block) switch
        {
            BuddyClaim.NoFrame => IsRefused(in step, "there is no such frame"),
            BuddyClaim.Inside when step.Operation.Kind != Kinds.Free =>
                IsRefused(in step, "lies in the middle of a block that is handed out"),
            BuddyClaim.Free when step.Operation.Kind != Kinds.Free => IsRefused(in step, "is not handed out"),

            // What was overtaken is given back twice and foreign at once; FreeInside asks the same without a
            // past.
            _ => Judgement.Silent,
        });

    /// <summary>BUDDY-WRONG-ORDER-FREE.</summary>
    public static BuddyLaw WrongOrderFreesAreRefused { get; } = new(
        Id: "BUDDY-WRONG-ORDER-FREE",
        Statement: "Giving a block back under another order than its own is refused.",
        Why: "A smaller order leaks the rest of the block, a larger one frees the neighbour's frames.",
        Source: "Linux Documentation/core-api/memory-allocation.rst: "
            + "the order must be that of the allocation",
        Points: 3,
        On: Kinds.Frees,
        When: Answers.Either,
        Judge: static (in step) => step.Model.ClaimOf(step.Reply.Block) == BuddyClaim.OtherOrder
            ? IsRefused(in step, "is handed out under another order")
            : Judgement.Silent);

    /// <summary>BUDDY-REFUSES.</summary>
    public static BuddyLaw RefusalsSayWhy { get; } = new(
        Id: "BUDDY-REFUSES",
        Statement: "A refusal says why: ENOMEM when no block is free, "
            + "EINVAL when the request makes no sense.",
        Why: "A caller waits and tries again after ENOMEM; after EINVAL that would be for ever.",
        Source: "the contract, IBuddyAllocator; errno(3)",
        Points: 3,
        On: Kinds.Allocate | Kinds.Frees,
        When: Answers.Refused,
        Judge: static (in step) =>
        {
            bool isForLackOfMemory =
                step.Operation is Allocate allocate && allocate.Order <= step.Model.MaxOrder;
            Errno expected = isForLackOfMemory ? Errno.ENOMEM : Errno.EINVAL;
            return step.Reply.Outcome.Errno == expected
                ? Judgement.Kept
                : Judgement.Broken($"the refusal of {step.Operation}", expected, step.Reply.Outcome);
        });

    /// <summary>BUDDY-REFUSAL-CHANGES-NOTHING.</summary>
    public static BuddyLaw RefusalsChangeNothing { get; } = new(
        Id: "BUDDY-REFUSAL-CHANGES-NOTHING",
        Statement: "A refused request leaves the free pages and the free blocks as they were.",
        Why: "A caller that was refused has nothing to give back, so whatever was changed stays changed.",
        Source: "the contract, IBuddyAllocator",
        Points: 5,
        On: Kinds.Allocate | Kinds.Frees,
        When: Answers.Refused,
        Judge: static (in step) => step.Reply.Report == step.Previous.Report ? Judgement.Kept
            : Judgement.Broken($"the refusal of {step.Operation}", step.Previous.Report, step.Reply.Report));

    /// <summary>BUDDY-COST.</summary>
    public static BuddyLaw CostIsLogarithmic { get; } = new(
        Id: "BUDDY-COST",
        Statement: "On average the steps of an operation grow with the logarithm of the number of frames, "
            + "not with the number itself.",
        Why: "That is what the buddy system is for: "
            + "memory grew a million-fold since and allocation did not slow down.",
        Source: "Knuth TAOCP 1, 2.5; at most 64 loop passes and calls for each doubling of memory",
        Points: 8,
        On: Kinds.Allocate | Kinds.Frees,
        When: Answers.Either,
        Moment: Moment.After,
        Judge: static (in step) =>
        {
            BuddyModel model = step.Model;
            if (step.Reply.Work == 0
                || model.PageCount < LeastPagesForCost
                || model.Operations < LeastOperationsForCost)
            {
                return Judgement.Silent;
            }

            // A tree over all frames has as many levels as their number has bits, however large a block may
            // be.
            int levels = Math.Max(model.MaxOrder.Value + 1, BitOperations.Log2((ulong)model.PageCount) + 1);
            long average = (model.Work - (OnceForEachPage * model.PageCount)) / model.Operations;
            long allowed = StepsPerLevel * levels;
            return average <= allowed
                ? Judgement.Kept
                : Judgement.Broken(
                    $"{model.Operations} operations on {model.PageCount} pages",
                    $"at most {allowed} steps each on average",
                    $"{average}, of which {step.Reply.Work} in the last");
        });

    /// <summary>All of them, in teaching order.</summary>
    public static IReadOnlyList<BuddyLaw> All { get; } =
    [
        BlocksAreAligned,
        BlocksExist,
        BlocksAreDisjoint,
        BlocksHaveTheOrderAskedFor,
        FailsOnlyWhenFull,
        FreeBuddiesAreMerged,
        SmallestIsSplit,
        NothingExceedsTheLargestOrder,
        PagesAreConserved,
        FreeingEverythingRestores,
        FreesAreAccepted,
        DoubleFreesAreRefused,
        ForeignFreesAreRefused,
        WrongOrderFreesAreRefused,
        RefusalsSayWhy,
        RefusalsChangeNothing,
        CostIsLogarithmic,
        CommonLaws<BuddyOperation, BuddyReply, BuddyModel>.NoThrow("BUDDY", 4),
        CommonLaws<BuddyOperation, BuddyReply, BuddyModel>.Terminates("BUDDY", 4),
    ];

    private static Judgement IsRefused(in Step<BuddyOperation, BuddyReply, BuddyModel> step, string what) =>
        step.Reply.Outcome.Kind == OutcomeKind.Refused
            ? Judgement.Kept
            : Judgement.Broken($"{step.Reply.Block}, which {what}", "refused", "taken back");

    // Lost or doubled pages are BUDDY-CONSERVES's to tell; here only how the free pages lie in blocks is
    // judged.
    private static Judgement FreeBlocksAreMerged(in Step<BuddyOperation, BuddyReply, BuddyModel> step)
    {
        ref readonly CountPerOrder expected = ref step.Model.FreeBlocks;
        ref readonly CountPerOrder actual = ref step.Reply.Report.FreeBlocks;
        if (actual.Equals(in expected))
        {
            return Judgement.Kept;
        }

        return actual.PageCount() == step.Model.FreePages
            ? Judgement.Broken("the free blocks", expected, actual)
            : Judgement.Silent;
    }
}
