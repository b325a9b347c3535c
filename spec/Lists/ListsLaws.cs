global using ListsLaw = MmVerify.Spec.Law<
    MmVerify.Spec.ListsOperation, MmVerify.Spec.ListsReply, MmVerify.Spec.ListsModel>;
using static MmVerify.Spec.ListsOperation;

namespace MmVerify.Spec;

/// <summary>
/// What every kernel list keeps. All but the answers of walks is judged by the links, at the step that wrote
/// them: what a step has spoilt is not held against later ones.
/// </summary>
public static class ListsLaws
{
    // In a short list nobody can tell steps that grow with it from steps that do not.
    private const int LeastNodesForCost = 256;

    // A tick is one pass of a loop or one call: a plain operation takes two or three.
    private const long MostSteps = 64;

    /// <summary>LIST-ORDER.</summary>
    public static ListsLaw NodesAreInOrder { get; } = new(
        Id: "LIST-ORDER",
        Statement: "A node that is added comes right after the head, or at the tail right before it; "
            + "a walk forwards visits all nodes in that order and ends at the head.",
        Why: "A stack is made by adding first and a queue by adding last; who gets the other one serves the "
            + "latest first and the oldest never.",
        Source: "Linux include/linux/list.h, list_add, list_add_tail, list_for_each",
        Points: 12,
        On: Kinds.Add | Kinds.AddTail | Kinds.AddAll | Kinds.WalkForwards,
        When: Answers.Done,
        Judge: static (in step) => step.Operation.Kind == Kinds.WalkForwards
            ? Visits(in step, isBackwards: false)
            : HasNodes(in step, step.Operation.Second));

    /// <summary>LIST-BOTH-WAYS.</summary>
    public static ListsLaw BackwardsIsTheReverse { get; } = new(
        Id: "LIST-BOTH-WAYS",
        Statement: "Backwards a list is the reverse of what it is forwards, "
            + "by its links and for a walk backwards.",
        Why: "A node finds its neighbours by both links; where one of them is wrong, the next deletion joins "
            + "what does not belong together.",
        Source: "Linux lib/list_debug.c, __list_add_valid_or_report; list_for_each_prev",
        Points: 12,
        On: (Kinds.Changes & ~Kinds.Initialise) | Kinds.WalkBackwards | Kinds.WalkSafely,
        When: Answers.Done,
        Judge: static (in step) =>
        {
            if (IsMisuse(in step))
            {
                return Judgement.Silent;
            }

            if (step.Operation.Kind == Kinds.WalkBackwards)
            {
                return Visits(in step, isBackwards: true);
            }

            Judgement target = IsReversed(in step, ListOf(in step, step.Operation.Second));
            return target.IsBroken || step.Operation is Add or AddTail or AddAll
                ? target
                : IsReversed(in step, ListOf(in step, step.Operation.First));
        });

    /// <summary>LIST-EMPTY.</summary>
    public static ListsLaw EmptyListsLeadToThemselves { get; } = new(
        Id: "LIST-EMPTY",
        Statement: "The head of a list that was just made leads to itself both ways; "
            + "a list is called empty when no node is on it, and only then.",
        Why: "A head that leads to itself is why no operation has to ask whether a list is empty.",
        Source: "Linux include/linux/list.h, INIT_LIST_HEAD and list_empty",
        Points: 6,
        On: Kinds.Create | Kinds.Initialise | Kinds.IsEmpty,
        When: Answers.Done,
        Judge: static (in step) =>
        {
            if (step.Operation.Kind == Kinds.Create)
            {
                return AllLeadToThemselves(in step);
            }

            if (IsMisuse(in step))
            {
                return Judgement.Silent;
            }

            int list = step.Operation.First.Number;
            bool isEmpty = !step.Model.NodesOf(list).Any();
            return step.Operation.Kind == Kinds.Initialise ? LeadsToItself(in step, list)
                : step.Reply.IsEmpty == isEmpty ? Judgement.Kept
                : Judgement.Broken(
                    $"{step.Operation}",
                    $"{isEmpty}: on it is {step.Reply.Links.Tell(step.Model.NodesOf(list))}",
                    step.Reply.IsEmpty);
        });

    /// <summary>LIST-DELETE-ISOLATES.</summary>
    public static ListsLaw DeletedNodesAreAlone { get; } = new(
        Id: "LIST-DELETE-ISOLATES",
        Statement: "A deleted node is on its list no more, the others stay in their order, "
            + "and its own links are null or lead to itself.",
        Why: "Whoever still follows a link of a deleted node is on a list that the node has left, "
            + "perhaps in memory that somebody else has by now.",
        Source: "Linux include/linux/list.h, list_del with LIST_POISON1 and LIST_POISON2, list_del_init",
        Points: 12,
        On: Kinds.Delete | Kinds.WalkSafely,
        When: Answers.Done,
        Judge: static (in step) =>
        {
            // What a safe walk overlooked was not deleted, which is for LIST-SAFE-WALK to tell.
            bool isWalk = step.Operation.Kind == Kinds.WalkSafely;
            if (IsMisuse(in step) || (isWalk && Visits(in step, isBackwards: false).IsBroken))
            {
                return Judgement.Silent;
            }

            int list = ListOf(in step, step.Operation.First);
            ListsLinks links = step.Reply.Links;
            IReadOnlyList<int> left = step.Model.NodesAfter(step.Operation, list);
            foreach (int node in step.Model.NodesOf(list).Except(left))
            {
                if (!links.IsIsolated(node))
                {
                    return Judgement.Broken(
                        $"{links.NameOf(node)}, which was deleted",
                        "links that are both null or both lead to itself",
                        links.TellLinks(node));
                }
            }

            return HasNodes(in step, NodeName.Head(list));
        });

    /// <summary>LIST-MOVE.</summary>
    public static ListsLaw MovedNodesChangeLists { get; } = new(
        Id: "LIST-MOVE",
        Statement: "A node that is moved leaves its list, where the others close up, "
            + "and comes first on the other, or last.",
        Why: "On two lists at once a page is taken for both active and inactive; on none it is lost.",
        Source: "Linux include/linux/list.h, list_move and list_move_tail",
        Points: 8,
        On: Kinds.Move | Kinds.MoveTail,
        When: Answers.Done,
        Judge: static (in step) =>
        {
            if (IsMisuse(in step))
            {
                return Judgement.Silent;
            }

            Judgement target = HasNodes(in step, step.Operation.Second);
            return target.IsBroken
                ? target
                : HasNodes(in step, NodeName.Head(ListOf(in step, step.Operation.First)));
        });

    /// <summary>LIST-SPLICE.</summary>
    public static ListsLaw SplicedListsAreOne { get; } = new(
        Id: "LIST-SPLICE",
        Statement: "After a splice all nodes of the one list, none or many, come first on the other "
            + "in their order, then those that were there; the one list is empty.",
        Why: "To take over a whole list at once is how a lock is held for a moment only; "
            + "a node that is forgotten there is never freed.",
        Source: "Linux include/linux/list.h, list_splice_init",
        Points: 10,
        On: Kinds.Splice,
        When: Answers.Done,
        Judge: static (in step) =>
        {
            Judgement target = HasNodes(in step, step.Operation.Second);
            return target.IsBroken ? target : HasNodes(in step, step.Operation.First);
        });

    /// <summary>LIST-SAFE-WALK.</summary>
    public static ListsLaw SafeWalksSurviveDeletion { get; } = new(
        Id: "LIST-SAFE-WALK",
        Statement: "A safe walk visits every node once and in order, "
            + "also when the node that it is at is deleted.",
        Why: "What is freed while it is walked past is the usual case: a list is emptied like that.",
        Source: "Linux include/linux/list.h, list_for_each_safe",
        Points: 10,
        On: Kinds.WalkSafely,
        When: Answers.Done,
        Judge: static (in step) => Visits(in step, isBackwards: false));

    /// <summary>LIST-OTHERS-UNTOUCHED.</summary>
    public static ListsLaw OthersAreUntouched { get; } = new(
        Id: "LIST-OTHERS-UNTOUCHED",
        Statement: "No operation changes the links of lists and nodes that it is not about, "
            + "and asking or walking changes none at all.",
        Why: "Other lists have other locks: whoever holds one of them may be walking there right now.",
        Source: "Linux include/linux/list.h: a list is protected by its own lock",
        Points: 6,
        On: Kinds.Asked,
        When: Answers.Done,
        Judge: static (in step) =>
        {
            if (IsMisuse(in step))
            {
                return Judgement.Silent;
            }

            ListsLinks links = step.Reply.Links;
            ListsLinks before = step.Previous.Links;
            foreach (int place in links.ChangedSince(before))
            {
                if (!step.Model.Concerns(step.Operation, place))
                {
                    return Judgement.Broken(
                        $"{links.NameOf(place)}, which {step.Operation} is not about",
                        before.TellLinks(place),
                        links.TellLinks(place));
                }
            }

            return Judgement.Kept;
        });

    /// <summary>LIST-REFUSES.</summary>
    public static ListsLaw MisuseIsRefused { get; } = new(
        Id: "LIST-REFUSES",
        Statement: "Misuse is refused with the errno that says why, and nothing else is refused.",
        Why: "A node that is added twice ties two lists into a knot that nobody can walk; "
            + "the kernel found so many of these that it can be built to check.",
        Source: "the contract, IKernelList; Linux lib/list_debug.c, CONFIG_LIST_HARDENED",
        Points: 6,
        On: Kinds.Asked,
        When: Answers.Either,
        Judge: static (in step) =>
        {
            Errno expected = step.Model.WhyRefused(step.Operation);
            return step.Reply.Outcome.Errno == expected
                ? Judgement.Kept
                : Judgement.Broken($"{step.Operation}", Outcome.Of(expected), step.Reply.Outcome);
        });

    /// <summary>LIST-REFUSAL-CHANGES-NOTHING.</summary>
    public static ListsLaw RefusalsChangeNothing { get; } = new(
        Id: "LIST-REFUSAL-CHANGES-NOTHING",
        Statement: "What is refused changes no link and visits nobody.",
        Why: "Who was refused goes on as if nothing had happened; half of a change is worse than all of it.",
        Source: "the contract, IKernelList",
        Points: 4,
        On: Kinds.Asked & ~Kinds.AddAll,
        When: Answers.Refused,
        Judge: static (in step) => step.Reply.Visited.Any()
            ? Judgement.Broken(
                $"the refusal of {step.Operation}",
                "nobody visited",
                $"{step.Reply.Links.Tell(step.Reply.Visited)} visited")
            : step.Reply.Links.Equals(step.Previous.Links) ? Judgement.Kept
            : Judgement.Broken($"the refusal of {step.Operation}", step.Previous.Links, step.Reply.Links));

    /// <summary>LIST-COST.</summary>
    public static ListsLaw CostIsConstant { get; } = new(
        Id: "LIST-COST",
        Statement: "An operation other than a walk takes a number of steps "
            + "that does not depend on how long a list is.",
        Why: "That is what the two links are for: a node knows its neighbours, "
            + "so nobody has to look for them.",
        Source: "Linux include/linux/list.h; at most 64 loop passes and calls, with hundreds of nodes",
        Points: 6,
        On: (Kinds.Changes & ~Kinds.AddAll) | Kinds.IsEmpty,
        When: Answers.Either,
        Judge: static (in step) =>
        {
            if (step.Reply.Work == 0 || step.Model.NodeCount < LeastNodesForCost)
            {
                return Judgement.Silent;
            }

            return step.Reply.Work <= MostSteps
                ? Judgement.Kept
                : Judgement.Broken(
                    $"{step.Operation} among {step.Model.NodeCount} nodes",
                    $"at most {MostSteps} steps",
                    step.Reply.Work);
        });

    /// <summary>All of them, in teaching order.</summary>
    public static IReadOnlyList<ListsLaw> All { get; } =
    [
        EmptyListsLeadToThemselves,
        NodesAreInOrder,
        BackwardsIsTheReverse,
        DeletedNodesAreAlone,
        MovedNodesChangeLists,
        SplicedListsAreOne,
        SafeWalksSurviveDeletion,
        OthersAreUntouched,
        MisuseIsRefused,
        RefusalsChangeNothing,
        CostIsConstant,
        CommonLaws<ListsOperation, ListsReply, ListsModel>.NoThrow("LIST", 4),
        CommonLaws<ListsOperation, ListsReply, ListsModel>.Terminates("LIST", 4),
    ];

    // What should have been refused is LIST-REFUSES's to tell.
    private static bool IsMisuse(in Step<ListsOperation, ListsReply, ListsModel> step) =>
        step.Model.WhyRefused(step.Operation) != Errno.None;

    private static int ListOf(in Step<ListsOperation, ListsReply, ListsModel> step, NodeName name) =>
        name.IsHead ? name.Number : step.Model.ListOf(name);

    private static Judgement HasNodes(in Step<ListsOperation, ListsReply, ListsModel> step, NodeName head)
    {
        if (IsMisuse(in step))
        {
            return Judgement.Silent;
        }

        ListsLinks links = step.Reply.Links;
        IReadOnlyList<int> expected = step.Model.NodesAfter(step.Operation, head.Number);
        return links.IsList(head.Number, expected, isBackwards: false)
            ? Judgement.Kept
            : Judgement.Broken(
                $"list {head}, forwards", $"{head}: {links.Tell(expected)}", links.Tell(head.Number));
    }

    // Where a list is wrong forwards already, another law says so.
    private static Judgement IsReversed(in Step<ListsOperation, ListsReply, ListsModel> step, int list)
    {
        ListsLinks links = step.Reply.Links;
        IReadOnlyList<int> forwards = links.From(list, isBackwards: false, out int end);
        return end != list ? Judgement.Silent
            : links.IsList(list, forwards, isBackwards: true) ? Judgement.Kept
            : Judgement.Broken(
                $"list {links.NameOf(list)}, backwards",
                $"the reverse of {links.Tell(forwards)}",
                links.Tell(list, isBackwards: true));
    }

    private static Judgement Visits(
        in Step<ListsOperation, ListsReply, ListsModel> step, bool isBackwards)
    {
        if (IsMisuse(in step))
        {
            return Judgement.Silent;
        }

        IReadOnlyList<int> nodes = step.Model.NodesOf(step.Operation.First.Number);
        IEnumerable<int> expected = isBackwards ? nodes.Reverse() : nodes;
        return step.Reply.Visited.SequenceEqual(expected)
            ? Judgement.Kept
            : Judgement.Broken(
                $"{step.Operation}",
                $"visits {step.Reply.Links.Tell([.. expected])}",
                $"visits {step.Reply.Links.Tell(step.Reply.Visited)}");
    }

    private static Judgement LeadsToItself(in Step<ListsOperation, ListsReply, ListsModel> step, int list)
    {
        ListsLinks links = step.Reply.Links;
        return links.Next(list) == list && links.Previous(list) == list
            ? Judgement.Kept
            : Judgement.Broken(
                $"the head {links.NameOf(list)} of an empty list",
                "both links lead to itself",
                links.TellLinks(list));
    }

    private static Judgement AllLeadToThemselves(in Step<ListsOperation, ListsReply, ListsModel> step)
    {
        foreach (int list in step.Reply.Links.Heads)
        {
            Judgement one = LeadsToItself(in step, list);
            if (one.IsBroken)
            {
                return one;
            }
        }

        return Judgement.Kept;
    }
}
