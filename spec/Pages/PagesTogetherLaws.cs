using static MmVerify.Spec.PagesOperation;
using PagesLaw = MmVerify.Spec.Law<
    MmVerify.Spec.PagesOperation, MmVerify.Spec.PagesReply, MmVerify.Spec.PagesModel>;

namespace MmVerify.Spec;

/// <summary>
/// What a page frame database keeps while several CPUs are at work: what their calls come to is what they
/// would come to one after the other. Only calls that really overlapped say anything.
/// </summary>
public static class PagesTogetherLaws
{
    /// <summary>PAGE-TEST-AND-SET.</summary>
    public static PagesLaw OneWinsAFlag { get; } = new(
        Id: "PAGE-TEST-AND-SET",
        Statement: "Of several CPUs that test and set a clear flag at once just one is told that it was "
            + "clear; of several that test and clear it just one is told that it was set.",
        Why: "A page is locked like that: two who are both told that it was clear both have the lock.",
        Source: "Linux include/linux/pagemap.h, folio_trylock; Herlihy and Wing, TOPLAS 1990",
        Points: 8,
        On: Kinds.Concurrently,
        When: Answers.Done,
        Judge: static (in step) => PagesTogether.AreExplained(in step, areTests: true))
    {
        Hint = PagesTogether.Elsewhere,
        IsOfOverlaps = true,
    };

    /// <summary>PAGE-ATOMIC.</summary>
    public static PagesLaw NothingIsLost { get; } = new(
        Id: "PAGE-ATOMIC",
        Statement: "What several CPUs do to frames at once comes to what it comes to one after the other, "
            + "in some order: no reference, mapping or flag is lost.",
        Why: "Two who both read one and both write two have made one reference of two: "
            + "the frame is freed while one of them uses it.",
        Source: "Linux include/linux/page_ref.h, atomic_t _refcount; Herlihy and Wing, TOPLAS 1990",
        Points: 10,
        On: Kinds.Concurrently,
        When: Answers.Done,
        Judge: static (in step) => PagesTogether.AreExplained(in step, areTests: false))
    {
        Hint = PagesTogether.Elsewhere,
        IsOfOverlaps = true,
    };
}
