using static MmVerify.Spec.SlabJudgements;
using static MmVerify.Spec.SlabOperation;
using SlabLaw = MmVerify.Spec.Law<
    MmVerify.Spec.SlabOperation, MmVerify.Spec.SlabReply, MmVerify.Spec.SlabModel>;

namespace MmVerify.Spec;

/// <summary>What kmalloc and its like hand out.</summary>
public static class SlabKmallocLaws
{
    /// <summary>KMALLOC-SMALLEST-CLASS.</summary>
    public static SlabLaw TheSmallestClassIsTaken { get; } = new(
        Id: "KMALLOC-SMALLEST-CLASS",
        Statement: "Up to 8192 bytes come from the smallest class that is large enough, of 8, 16, 32, "
            + "64, 96, 128, 192, 256, and on in powers of two.",
        Why: "Half of what is taken from the next class is lost; 96 and 192 are there because many "
            + "structures are a little larger than 64 and 128.",
        Source: "Linux include/linux/slab.h, __kmalloc_index; mm/slab_common.c, kmalloc_info",
        Points: 3,
        On: Kinds.Kmallocs,
        When: Answers.Done,
        Judge: static (in step) =>
        {
            ulong bytes = step.Operation.Bytes;
            bool isMade = step.Reply.IsMadeAnew;
            return bytes is 0 or > KmallocSizes.MostSmall || !isMade ? Judgement.Silent
                : step.Reply.Value == KmallocSizes.UsableFor(bytes) ? Judgement.Kept
                : Judgement.Broken(
                    $"what {step.Operation} may use", KmallocSizes.UsableFor(bytes), Told(step.Reply.Value));
        });

    /// <summary>KMALLOC-LARGE.</summary>
    public static SlabLaw LargeOnesAreBlocks { get; } = new(
        Id: "KMALLOC-LARGE",
        Statement: "More than 8192 bytes are a block of their own, of the smallest order that is large "
            + "enough, given back when they are; more than 4 MiB there are not.",
        Why: "A slab of so large objects would hold few of them, and waste more than it saves.",
        Source: "Linux mm/slab_common.c, kmalloc_large and free_large_kmalloc",
        Points: 4,
        On: Kinds.Kmallocs | Kinds.Frees,
        When: Answers.Done,
        Judge: static (in step) =>
        {
            bool isFree = step.Operation.IsFree;
            PhysAddr left = isFree ? step.Reply.Address : step.Reply.From;
            bool isMoved = isFree || left != step.Reply.Address;
            if (isMoved && step.Model.ObjectAt(left) is SlabObject { Owner: Kmalloced } old
                && old.Size > (long)KmallocSizes.MostSmall
                && step.Model.SlabAt(left) is HeldSlab slab && slab.Block.Start.ToPhysAddr() == left
                && step.Model.AccountsAfter(in step.Reply).Holds(slab.Block))
            {
                return Judgement.Broken($"{slab.Block}, of {old}", "given back", "still held");
            }

            ulong bytes = step.Operation.Bytes;
            if (bytes <= KmallocSizes.MostSmall || !isMoved)
            {
                return Judgement.Silent;
            }

            if (bytes > KmallocSizes.Most)
            {
                return Judgement.Broken(step.Operation, "refused", step.Reply.Address);
            }

            var block = new Block(step.Reply.Address.ToPfn(), Order.ForBytes((long)bytes));
            return step.Reply.Address.OffsetInPage == 0
                && step.Model.AccountsAfter(in step.Reply).Holds(block)
                && step.Reply.Value == block.PageCount * Page.SizeBytes
                    ? Judgement.Kept
                    : Judgement.Broken(
                        step.Operation,
                        $"a block of {block.Order}, {block.PageCount * Page.SizeBytes} bytes",
                        $"{step.Reply.Address}, {Told(step.Reply.Value)}");
        });

    /// <summary>KMALLOC-ZERO.</summary>
    public static SlabLaw NothingIsAPointer { get; } = new(
        Id: "KMALLOC-ZERO",
        Statement: "0 bytes are the pointer 0x10, which is no memory; to free it, or null, does nothing.",
        Why: "Sizes are computed: 0 of something is no failure, so it is not null; and who writes there "
            + "faults.",
        Source: "Linux include/linux/slab.h, ZERO_SIZE_PTR",
        Points: 2,
        On: Kinds.Kmallocs | Kinds.Frees,
        When: Answers.Either,
        Judge: static (in step) =>
        {
            bool isFree = step.Operation.IsFree;
            bool isNothing = isFree
                ? step.Reply.Owner == Kmalloced && KmallocSizes.IsZeroOrNull(step.Reply.Address)
                : step.Operation.Bytes == 0
                    && step.Model.WhyRefused(step.Operation, in step.Reply) == Errno.None;
            if (!isNothing)
            {
                return Judgement.Silent;
            }

            bool isChanged = step.Operation is not Krealloc
                && !step.Model.AccountsAfter(in step.Reply).IsUnchanged;
            return !step.Reply.IsDone || (!isFree && step.Reply.Address != KmallocSizes.ZeroSizePointer)
                ? Judgement.Broken(
                    step.Operation, isFree ? "ok" : KmallocSizes.ZeroSizePointer, step.Reply)
                : isChanged ? Judgement.Broken(
                    step.Operation, "nothing", step.Model.AccountsAfter(in step.Reply).TellChange())
                : Judgement.Kept;
        });

    /// <summary>KMALLOC-KSIZE.</summary>
    public static SlabLaw SizesAreTold { get; } = new(
        Id: "KMALLOC-KSIZE",
        Statement: "ksize tells the bytes of the class, or of the block, as long as it is handed out; of "
            + "nothing it is 0.",
        Why: "Whoever grows a buffer asks how much of it is there already.",
        Source: "Linux mm/slab_common.c, ksize and __ksize",
        Points: 2,
        On: Kinds.Ksize | Kinds.KsizeAt,
        When: Answers.Either,
        Judge: static (in step) =>
        {
            if (step.Model.WhyRefused(step.Operation, in step.Reply) != Errno.None)
            {
                return Judgement.Silent;
            }

            long expected = step.Model.ObjectAt(step.Reply.Address)?.Size ?? 0;
            return step.Reply.IsDone && step.Reply.Value == expected ? Judgement.Kept
                : Judgement.Broken(
                    $"what {step.Operation} tells",
                    expected,
                    step.Reply.IsDone ? Told(step.Reply.Value) : $"{step.Reply.Outcome}");
        });

    /// <summary>KREALLOC-KEEPS.</summary>
    public static SlabLaw WhatWasThereIsKept { get; } = new(
        Id: "KREALLOC-KEEPS",
        Statement: "krealloc hands out as many bytes as it is asked for, with what the old ones held; "
            + "when it is refused the old ones are still there.",
        Why: "The pattern p = krealloc(p, n) leaks, but one that frees what it could not enlarge corrupts.",
        Source: "Linux mm/slab_common.c, __do_krealloc",
        Points: 4,
        On: Kinds.Krealloc,
        When: Answers.Either,
        Judge: static (in step) =>
        {
            bool isThere = step.Model.ObjectAt(step.Reply.From) is { Owner: Kmalloced };
            if (!isThere || !step.Operation.AsksForSome)
            {
                return Judgement.Silent;
            }

            if (!step.Reply.IsDone)
            {
                return step.Reply.Value != SlabReply.Untold ? Judgement.Kept
                    : Judgement.Broken(step.Reply.From, "still handed out", "not known any more");
            }

            return step.Reply.IsTooSmallFor(step.Operation.Bytes)
                ? Judgement.Broken(
                    $"what {step.Operation} hands out",
                    $"at least {step.Operation.Bytes} bytes",
                    Told(step.Reply.Value))
                : Bytes(in step, ByteRule.Kept);
        });

    /// <summary>KZALLOC-ZEROES.</summary>
    public static SlabLaw ZeroedBytesAreZero { get; } = new(
        Id: "KZALLOC-ZEROES",
        Statement: "The bytes that kzalloc was asked for are 0.",
        Why: "What the last owner left there, a key perhaps, is not for the next one to see.",
        Source: "Linux mm/slub.c, slab_post_alloc_hook: memset; CWE-908",
        Points: 3,
        On: Kinds.Kzalloc,
        When: Answers.Done,
        Judge: static (in step) => step.Operation.AsksForSome
            ? Bytes(in step, ByteRule.Zeroed)
            : Judgement.Silent);

    private static string Told(long bytes) => bytes == SlabReply.Untold ? "no size" : $"{bytes}";
}
