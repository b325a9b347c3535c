using Common = MmVerify.Spec.CommonLaws<
    MmVerify.Spec.VmallocOperation, MmVerify.Spec.VmallocReply, MmVerify.Spec.VmallocModel>;
using Lower = MmVerify.Spec.LowerLayerLaws<
    MmVerify.Spec.VmallocOperation, MmVerify.Spec.VmallocReply, MmVerify.Spec.VmallocModel>;
using VmallocLaw = MmVerify.Spec.Law<
    MmVerify.Spec.VmallocOperation, MmVerify.Spec.VmallocReply, MmVerify.Spec.VmallocModel>;

namespace MmVerify.Spec;

/// <summary>
/// What every vmalloc allocator keeps: laws about areas, about the frames behind them, about giving back and
/// refusing, and those of every chapter that stands on a lower layer.
/// </summary>
public static class VmallocLaws
{
    /// <summary>All of them, in teaching order.</summary>
    public static IReadOnlyList<VmallocLaw> All { get; } =
    [
        VmallocAreaLaws.AreasLieInTheRange,
        VmallocAreaLaws.AreasStartAtAPage,
        VmallocAreaLaws.AreasAreDisjoint,
        VmallocAreaLaws.GuardsStayUnmapped,
        VmallocFrameLaws.AreasHaveNoGaps,
        VmallocFrameLaws.PagesHaveFramesOfTheirOwn,
        VmallocFrameLaws.TheLastPageCounts,
        VmallocAreaLaws.NothingIsRefused,
        VmallocAreaLaws.TooMuchIsRefused,
        VmallocFrameLaws.ScatteredFramesWillDo,
        VmallocFreeLaws.FreedPagesAreUnmapped,
        VmallocFreeLaws.FreedFramesAreReturned,
        VmallocAreaLaws.HolesAreReused,
        VmallocAreaLaws.TheLowestPlaceIsUsed,
        VmallocFrameLaws.AddressesLeadToFrames,
        VmallocFrameLaws.OthersAreUntouched,
        VmallocFrameLaws.FramesAreMappedOrFree,
        Lower.CleanFailure("VMALLOC", 8, VmallocOperation.Kinds.Allocate),
        Lower.LowerLayerRespected("VMALLOC", 4),
        VmallocFreeLaws.FreesAreAccepted,
        VmallocFreeLaws.DoubleFreesAreRefused,
        VmallocFreeLaws.ForeignFreesAreRefused,
        VmallocFreeLaws.NullIsFreedByDoingNothing,
        VmallocFreeLaws.RefusalsSayWhy,
        VmallocFreeLaws.RefusalsChangeNothing,
        Common.NoThrow("VMALLOC", 1),
        Common.Terminates("VMALLOC", 1),
    ];
}
