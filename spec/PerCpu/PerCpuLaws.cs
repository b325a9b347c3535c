using Common = MmVerify.Spec.CommonLaws<
    MmVerify.Spec.PerCpuOperation, MmVerify.Spec.PerCpuReply, MmVerify.Spec.PerCpuModel>;
using Lower = MmVerify.Spec.LowerLayerLaws<
    MmVerify.Spec.PerCpuOperation, MmVerify.Spec.PerCpuReply, MmVerify.Spec.PerCpuModel>;
using PerCpuLaw = MmVerify.Spec.Law<
    MmVerify.Spec.PerCpuOperation, MmVerify.Spec.PerCpuReply, MmVerify.Spec.PerCpuModel>;

namespace MmVerify.Spec;

/// <summary>
/// What all per-CPU page lists keep: laws about filling and emptying lists, about where pages are, about what
/// several CPUs do at once, and those of every chapter that stands on a lower layer.
/// </summary>
public static class PerCpuLaws
{
    // Of misuse that was not refused others speak, and of what several CPUs do PCPU-LINEARIZABLE.
    private static readonly PerCpuLaw Respected = Lower.LowerLayerRespected("PCPU", 4);

    private static readonly PerCpuLaw RespectsTheLowerLayer = Respected with
    {
        On = PerCpuOperation.Kinds.Asked,
        Judge = static (in step) => step.Model.IsMisuse(step.Operation, step.Reply.Page)
            ? Judgement.Silent
            : Respected.Judge(in step),
    };

    /// <summary>All of them, in teaching order.</summary>
    public static IReadOnlyList<PerCpuLaw> All { get; } =
    [
        PerCpuListLaws.EmptyListsAreFilledByABatch,
        PerCpuListLaws.MostCallsAskNothing,
        PerCpuListLaws.ListsAreNotLongerThanHigh,
        PerCpuListLaws.FullListsGiveABatchBack,
        PerCpuListLaws.HotPagesComeFirst,
        PerCpuPageLaws.EachCpuUsesItsOwnList,
        PerCpuPageLaws.NoPageIsInTwoPlaces,
        PerCpuPageLaws.PagesAreOnListsOrInUse,
        PerCpuListLaws.DrainedListsAreEmpty,
        PerCpuPageLaws.DrainedPagesAreGivenBack,
        PerCpuListLaws.RequestsFailOnlyWhenNothingIsLeft,
        PerCpuTogetherLaws.OrdersExplainWhatHappened,
        PerCpuTogetherLaws.OneCpuAsksAtATime,
        Lower.CleanFailure("PCPU", 6, PerCpuOperation.Kinds.Allocate),
        RespectsTheLowerLayer,
        PerCpuPageLaws.RightCallsAreDone,
        PerCpuPageLaws.DoubleFreesAreRefused,
        PerCpuPageLaws.ForeignFreesAreRefused,
        PerCpuPageLaws.RefusalsSayWhy,
        PerCpuPageLaws.RefusalsChangeNothing,
        Common.NoThrow("PCPU", 1),
        Common.Terminates("PCPU", 1),
    ];
}
