using MmVerify.Spec;
using static MmVerify.Spec.ListsOperation;

namespace MmVerify.Properties;

/// <summary>
/// Random programs for kernel lists. Each has a style of its own: how often nodes come and go, how often
/// something is moved, spliced, walked or misused. Source: Groce and others, "Swarm testing", ISSTA 2012.
/// </summary>
public static class ListsExpansion
{
    private const int MostOperations = 4096;

    private static readonly ListsSetup[] Setups =
    [
        new(1, 1), new(1, 2), new(1, 3), new(2, 2), new(2, 3), new(2, 4), new(3, 3), new(3, 6), new(1, 8),
        new(2, 8), new(4, 12), new(2, 24),
    ];

    /// <summary>Makes a program: setup and style of its own.</summary>
    /// <param name="shape">The setup and the style.</param>
    /// <param name="length">How many operations.</param>
    /// <param name="seed">The operations.</param>
    public static Program<ListsSetup, ListsOperation> Expand(ulong shape, int length, ulong seed)
    {
        var random = new SplitMix(shape);
        ListsSetup setup = Setups[random.Below(Setups.Length)];
        var style = Style.Draw(ref random);
        random = new SplitMix(seed);
        var model = new ListsModel();
        model.Start(setup);
        var operations = new ListsOperation[Math.Min(length, MostOperations)];
        for (int i = 0; i < operations.Length; i++)
        {
            ListsOperation operation = random.Below(16) < style.Misuses
                ? Any(setup, ref random)
                : Usual(setup, model, style, ref random);
            operations[i] = operation;
            if (model.WhyRefused(operation) == Errno.None)
            {
                model.Apply(operation);
            }
        }

        return new(setup, operations);
    }

    private static ListsOperation Usual(
        ListsSetup setup, ListsModel model, Style style, ref SplitMix random)
    {
        NodeName head = Head(setup, ref random);
        var node = NodeName.Node(random.Below(setup.Nodes));
        if (random.Below(16) < style.Wholes)
        {
            return Whole(head, Head(setup, ref random), ref random);
        }

        bool isFirst = random.Below(2) == 0;
        if (model.ListOf(node) < 0)
        {
            return isFirst ? new Add(node, head) : new AddTail(node, head);
        }

        return random.Below(16) < style.Deletions ? new Delete(node)
            : isFirst ? new Move(node, head)
            : new MoveTail(node, head);
    }

    private static ListsOperation Whole(NodeName head, NodeName other, ref SplitMix random) =>
        random.Below(9) switch
        {
            0 or 1 => new Splice(head, other),
            2 => new IsEmpty(head.Number),
            3 => new WalkForwards(head),
            4 => new WalkBackwards(head),
            5 => new AddAll(head.Number),
            6 or 7 => new WalkSafely(head, random.Below(WalkSafely.MostDeleting + 1)),
            _ => new Initialise(head),
        };

    // Whatever it is: mostly misuse, and of every kind.
    private static ListsOperation Any(ListsSetup setup, ref SplitMix random)
    {
        NodeName first = Name(setup, ref random);
        NodeName second = Name(setup, ref random);
        return random.Below(10) switch
        {
            0 => new Initialise(first),
            1 => new Add(first, second),
            2 => new AddTail(first, second),
            3 => new Delete(first),
            4 => new Move(first, second),
            5 => new MoveTail(first, second),
            6 => new Splice(first, second),
            7 => new WalkForwards(first),
            8 => new WalkBackwards(first),
            _ => new WalkSafely(first, random.Below(WalkSafely.MostDeleting + 1)),
        };
    }

    private static NodeName Name(ListsSetup setup, ref SplitMix random) => random.Below(3) == 0
        ? Head(setup, ref random)
        : NodeName.Node(random.Below(setup.Nodes));

    private static NodeName Head(ListsSetup setup, ref SplitMix random) =>
        NodeName.Head(random.Below(setup.Lists));

    // Each in sixteenths: what is misuse, what is about whole lists, and of nodes on a list those deleted.
    private readonly record struct Style(int Misuses, int Wholes, int Deletions)
    {
        private static readonly int[] MisuseShares = [0, 0, 1, 3, 8];
        private static readonly int[] WholeShares = [1, 3, 5, 8];
        private static readonly int[] DeletionShares = [1, 4, 8, 14];

        public static Style Draw(ref SplitMix random) => new(
            MisuseShares[random.Below(MisuseShares.Length)],
            WholeShares[random.Below(WholeShares.Length)],
            DeletionShares[random.Below(DeletionShares.Length)]);
    }
}
