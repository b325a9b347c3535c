using static MmVerify.Spec.SlabJudgements;
using static MmVerify.Spec.SlabOperation;
using SlabLaw = MmVerify.Spec.Law<
    MmVerify.Spec.SlabOperation, MmVerify.Spec.SlabReply, MmVerify.Spec.SlabModel>;

namespace MmVerify.Spec;

/// <summary>What caches with red zones and poison recognise.</summary>
public static class SlabDebugLaws
{
    /// <summary>SLAB-REDZONE.</summary>
    public static SlabLaw OverrunsAreReported { get; } = new(
        Id: "SLAB-REDZONE",
        Statement: "When an object is given back, or its cache looked through, and something was "
            + "written just before or behind it, that is reported with its address; and nothing else is.",
        Why: "Most overruns are by one byte, and the one who crashes is the neighbour.",
        Source: "Linux mm/slub.c, check_object: Left Redzone, Right Redzone; lib/slub_kunit.c; CWE-787",
        Points: 4,
        On: Kinds.Asked,
        When: Answers.Either,
        Judge: static (in step) => AreReported(in step, SlabFault.RedZone));

    /// <summary>SLAB-POISON.</summary>
    public static SlabLaw FreeObjectsAreFilled { get; } = new(
        Id: "SLAB-POISON",
        Statement: "With poison an object that is free, and one that is handed out, holds 0x6b in all bytes "
            + "but the last, which is 0xa5.",
        Why: "Who reads what was freed, or was never written, reads 0x6b6b6b6b6b6b6b6b, which every kernel "
            + "developer knows.",
        Source: "Linux include/linux/poison.h, POISON_FREE and POISON_END; mm/slub.c, init_object",
        Points: 3,
        On: Kinds.Allocate | Kinds.Free | Kinds.FreeTo,
        When: Answers.Done,
        Judge: static (in step) => step.Model.CacheOf(step.Reply.Owner) is { Wish.IsPoisoned: true }
            && IsSound(in step)
            ? Bytes(in step, ByteRule.Poisoned)
            : Judgement.Silent);

    /// <summary>SLAB-USE-AFTER-FREE.</summary>
    public static SlabLaw WritesAfterFreeAreReported { get; } = new(
        Id: "SLAB-USE-AFTER-FREE",
        Statement: "With poison, when a free object into which something was written is handed out, or its "
            + "cache looked through, that is reported with its address; and nothing else is.",
        Why: "The old owner writes, the new one crashes: without the report there is no trace of the "
            + "old one.",
        Source: "Linux mm/slub.c, check_object: Poison overwritten; lib/slub_kunit.c; CWE-416",
        Points: 4,
        On: Kinds.Asked,
        When: Answers.Either,
        Judge: static (in step) => AreReported(in step, SlabFault.UseAfterFree));

    private static Judgement AreReported(
        in Step<SlabOperation, SlabReply, SlabModel> step, SlabFault fault)
    {
        SlabDamage damage = step.Model.Damage;
        foreach (SlabReport report in step.Reply.Seen.Reports)
        {
            if (report.Fault == fault && !damage.Has(report))
            {
                return Judgement.Broken(report.Start, "no report: it is not spoilt", fault);
            }
        }

        if (!step.Reply.IsDone)
        {
            return Judgement.Silent;
        }

        bool isItsTurn = fault == SlabFault.RedZone
            ? step.Operation.IsFreeOfLoan
            : step.Operation is Allocate;
        PhysAddr[] due = step.Operation is Validate
            ? [.. damage.UntoldOf(fault, step.Reply.Owner)]
            : isItsTurn && damage.IsUntold(fault, step.Reply.Address) ? [step.Reply.Address] : [];
        foreach (PhysAddr start in due)
        {
            if (!step.Reply.Seen.HasReport(fault, start))
            {
                return Judgement.Broken($"the object at {start}", $"{fault} is reported", "no report");
            }
        }

        return due is [] ? Judgement.Silent : Judgement.Kept;
    }
}
