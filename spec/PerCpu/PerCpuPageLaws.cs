using static MmVerify.Spec.PerCpuOperation;
using PerCpuLaw = MmVerify.Spec.Law<
    MmVerify.Spec.PerCpuOperation, MmVerify.Spec.PerCpuReply, MmVerify.Spec.PerCpuModel>;

namespace MmVerify.Spec;

/// <summary>Where pages are, how they are taken back, and what is refused.</summary>
public static class PerCpuPageLaws
{
    /// <summary>PCPU-OWN-LIST.</summary>
    public static PerCpuLaw EachCpuUsesItsOwnList { get; } = new(
        Id: "PCPU-OWN-LIST",
        Statement: "An allocation and a free change the list of the CPU that calls and no other; a drain of "
            + "one list changes that one.",
        Why: "A list is used without asking the others because nobody else uses it; and a page is warm "
            + "where it was used last.",
        Source: "Linux mm/page_alloc.c, pcp_spin_trylock: this_cpu_ptr(zone->per_cpu_pageset)",
        Points: 6,
        On: Kinds.Allocate | Kinds.Frees | Kinds.Drain,
        When: Answers.Done,
        Judge: static (in step) =>
        {
            PerCpuModel model = step.Model;
            return model.IsMisuse(step.Operation, step.Reply.Page) || !model.Setup.HasSeveralCpus
                    ? Judgement.Silent
                : model.ChangedOther(step.Operation, step.Reply) is not int cpu ? Judgement.Kept
                : Judgement.Broken(
                    $"the list of CPU {cpu} after {step.Operation}",
                    PerCpuLists.Tell(model.Lists[cpu]),
                    PerCpuLists.Tell(step.Reply.Lists[cpu]));
        });

    /// <summary>PCPU-NO-PAGE-TWICE.</summary>
    public static PerCpuLaw NoPageIsInTwoPlaces { get; } = new(
        Id: "PCPU-NO-PAGE-TWICE",
        Statement: "No page is handed out that is in use, and none is on two lists, twice on one, or on a "
            + "list while it is in use.",
        Why: "Two owners of one page overwrite each other's data.",
        Source: "Linux mm/page_alloc.c, check_new_pages; prevent pcp corruption with SMP=n (CVE-2026-23025)",
        Points: 7,
        On: Kinds.Asked,
        When: Answers.Done,
        Judge: static (in step) =>
        {
            if (step.Model.IsMisuse(step.Operation, step.Reply.Page))
            {
                return Judgement.Silent; // PCPU-DOUBLE-FREE and others speak of misuse
            }

            if (step.Reply.IsLoan && step.Model.IsInUse(step.Reply.Page))
            {
                return Judgement.Broken(step.Operation, "a page that nobody has", step.Reply.Page);
            }

            return step.Model.FoundTwice(step.Operation, in step.Reply) is Pfn page
                ? Judgement.Broken(
                    $"{page} after {step.Operation}",
                    "in one place",
                    step.Model.InUseAfter(step.Operation, in step.Reply).Contains(page)
                        ? $"on a list and in use: {step.Reply.Lists}"
                        : $"on lists twice: {step.Reply.Lists}")
                : step.Model.HasLent ? Judgement.Kept
                : Judgement.Silent;
        });

    /// <summary>PCPU-CONSERVES.</summary>
    public static PerCpuLaw PagesAreOnListsOrInUse { get; } = new(
        Id: "PCPU-CONSERVES",
        Statement: "After an allocation or a free, the pages that the page allocator handed out are just "
            + "those that are on lists and those in use.",
        Why: "A page that is nowhere is lost until the machine is started anew; one that is on a list and "
            + "was given back as well has two owners soon.",
        Source: "Linux mm/page_alloc.c; a page is in use, on a per-CPU list or in the buddy, one of them",
        Points: 7,
        On: Kinds.Allocate | Kinds.Frees,
        When: Answers.Done,
        Judge: static (in step) =>
            step.Reply.Calls.HasFailure || step.Model.IsMisuse(step.Operation, step.Reply.Page)
                || (step.Reply.IsLoan && step.Model.IsInUse(step.Reply.Page))
                ? Judgement.Silent
                : IsAccounted(in step));

    /// <summary>PCPU-NO-LEAK.</summary>
    public static PerCpuLaw DrainedPagesAreGivenBack { get; } = new(
        Id: "PCPU-NO-LEAK",
        Statement: "At first no page is held, and what a drain takes off a list is given back, once.",
        Why: "Memory that nobody uses and nobody else can have is memory lost.",
        Source: "Linux mm/page_alloc.c, free_pcppages_bulk",
        Points: 4,
        On: Kinds.Create | Kinds.Drains,
        When: Answers.Done,
        Judge: static (in step) =>
        {
            if (step.Operation is Create)
            {
                long held = step.Model.AccountsAfter(in step.Reply).FramesHeld;
                return held == 0
                    ? Judgement.Kept
                    : Judgement.Broken("the pages that are held at first", 0, held);
            }

            return step.Model.IsMisuse(step.Operation, default) ? Judgement.Silent : IsAccounted(in step);
        });

    /// <summary>PCPU-ACCEPTS.</summary>
    public static PerCpuLaw RightCallsAreDone { get; } = new(
        Id: "PCPU-ACCEPTS",
        Statement: "A page in use is taken back whichever CPU frees it, and a list is drained whichever CPU "
            + "asks.",
        Why: "What one CPU allocated another one frees: a packet is received here and read there.",
        Source: "Linux mm/page_alloc.c, free_unref_page and drain_pages return nothing",
        Points: 3,
        On: Kinds.Frees | Kinds.Drain,
        When: Answers.Either,
        Judge: static (in step) =>
            step.Model.IsMisuse(step.Operation, step.Reply.Page) ? Judgement.Silent
            : step.Reply.Outcome.Kind == OutcomeKind.Done
                ? step.Operation is Drain ? Judgement.Silent : Judgement.Kept
            : Judgement.Broken(step.Operation, "done", step.Reply.Outcome));

    /// <summary>PCPU-DOUBLE-FREE.</summary>
    public static PerCpuLaw DoubleFreesAreRefused { get; } = new(
        Id: "PCPU-DOUBLE-FREE",
        Statement: "A page that was handed out and is not in use any more is not taken back again.",
        Why: "It would be on a list twice, and be handed out twice.",
        Source: "Linux mm/page_alloc.c, free_page_is_bad: nonzero or underflowed _refcount",
        Points: 5,
        On: Kinds.Frees,
        When: Answers.Either,
        Judge: static (in step) => !step.Model.WasHandedOut(step.Reply.Page) ? Judgement.Silent
            : IsRefused(in step, "refused: it was freed before"));

    /// <summary>PCPU-FOREIGN-FREE.</summary>
    public static PerCpuLaw ForeignFreesAreRefused { get; } = new(
        Id: "PCPU-FOREIGN-FREE",
        Statement: "A page that was never handed out is not taken back, wherever it is, or if it is nowhere.",
        Why: "It belongs to somebody else: to the page allocator, to a list, or to no memory at all.",
        Source: "Linux mm/page_alloc.c, free_page_is_bad",
        Points: 3,
        On: Kinds.Frees,
        When: Answers.Either,
        Judge: static (in step) => step.Model.WasHandedOut(step.Reply.Page) ? Judgement.Silent
            : IsRefused(in step, "refused: it was never handed out"));

    /// <summary>PCPU-REFUSES.</summary>
    public static PerCpuLaw RefusalsSayWhy { get; } = new(
        Id: "PCPU-REFUSES",
        Statement: "A list of no CPU is not drained, misuse is refused with EINVAL, and an allocation that "
            + "fails with ENOMEM.",
        Why: "Who is told ENOMEM drains the lists, or waits and tries again, which helps no wrong call.",
        Source: "the contract, IPerCpuPages",
        Points: 2,
        On: Kinds.Allocate | Kinds.Frees | Kinds.Drain,
        When: Answers.Either,
        Judge: static (in step) =>
        {
            bool isMisuse = step.Model.IsMisuse(step.Operation, step.Reply.Page);
            Errno expected = isMisuse ? Errno.EINVAL : Errno.ENOMEM;
            return step.Reply.Outcome.Kind == OutcomeKind.Done
                ? isMisuse && step.Operation is Drain
                    ? Judgement.Broken($"{step.Operation}, and there is no such CPU", expected, "ok")
                    : Judgement.Silent
                : !isMisuse && step.Operation is not Allocate ? Judgement.Silent
                : step.Reply.Outcome.Errno == expected ? Judgement.Kept
                : Judgement.Broken(step.Operation, expected, step.Reply.Outcome);
        });

    /// <summary>PCPU-REFUSAL-CHANGES-NOTHING.</summary>
    public static PerCpuLaw RefusalsChangeNothing { get; } = new(
        Id: "PCPU-REFUSAL-CHANGES-NOTHING",
        Statement: "What is refused changes neither a list nor what is held.",
        Why: "Who was refused believes that nothing happened.",
        Source: "the contract, IPerCpuPages",
        Points: 4,
        On: Kinds.Allocate | Kinds.Frees | Kinds.Drain,
        When: Answers.Refused,
        Judge: static (in step) =>
        {
            if (step.Reply.Calls.HasFailure)
            {
                return Judgement.Silent;
            }

            LowerAccounts accounts = step.Model.AccountsAfter(in step.Reply);
            if (!accounts.IsUnchanged)
            {
                return Judgement.Broken(
                    $"{step.Operation}, which was refused", "held what was before", accounts.TellChange());
            }

            return step.Model.Changed(in step.Reply) is int cpu
                ? Judgement.Broken(
                    $"the list of CPU {cpu} after {step.Operation}, which was refused",
                    PerCpuLists.Tell(step.Model.Lists[cpu]),
                    PerCpuLists.Tell(step.Reply.Lists[cpu]))
                : Judgement.Kept;
        });

    private static Judgement IsAccounted(in Step<PerCpuOperation, PerCpuReply, PerCpuModel> step) =>
        step.Model.Unaccounted(step.Operation, in step.Reply) is string what
            ? Judgement.Broken($"after {step.Operation}", "each page that is held in one place", what)
            : Judgement.Kept;

    private static Judgement IsRefused(
        in Step<PerCpuOperation, PerCpuReply, PerCpuModel> step, string expected) =>
        !step.Model.IsMisuse(step.Operation, step.Reply.Page) ? Judgement.Silent
        : step.Reply.Outcome.Kind == OutcomeKind.Refused ? Judgement.Kept
        : Judgement.Broken($"{step.Operation}, {step.Reply.Page}", expected, step.Reply.Outcome);
}
