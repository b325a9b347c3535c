using System.Numerics;
using static MmVerify.Spec.ListsOperation;

namespace MmVerify.Spec;

/// <summary>The Lists chapter: the kernel's circular, doubly linked, intrusive list.</summary>
public sealed class ListsChapter : Chapter<ListsSetup, ListsOperation, ListsReply, ListsModel>
{
    private ListsChapter()
        : base("Lists", typeof(IKernelList))
    {
    }

    /// <summary>The chapter.</summary>
    public static ListsChapter Instance { get; } = new();

    /// <inheritdoc/>
    public override IReadOnlyList<Law<ListsOperation, ListsReply, ListsModel>> JudgedLaws => ListsLaws.All;

    /// <inheritdoc/>
    public override ListsOperation Creation { get; } = new Create();

    /// <inheritdoc/>
    public override ListsModel NewModel() => new();

    /// <inheritdoc/>
    public override IDriver<ListsSetup, ListsOperation, ListsReply> NewDriver(Type implementation) =>
        Made<ListsDriver>(nameof(ListsDriver.For), implementation);

    /// <inheritdoc/>
    public override void Write(WireWriter writer, ListsSetup setup)
    {
        writer.Byte((byte)setup.Lists);
        writer.Number((ulong)setup.Nodes);
    }

    /// <inheritdoc/>
    public override ListsSetup ReadSetup(ref WireReader reader) => new(
        (int)reader.Number(1, ListsSetup.MostLists), (int)reader.Number(0, ListsSetup.MostNodes));

    /// <inheritdoc/>
    public override void Write(WireWriter writer, ListsOperation operation)
    {
        if (operation is Create)
        {
            throw new ArgumentException($"{operation} is no step of a program", nameof(operation));
        }

        writer.Byte((byte)BitOperations.Log2(operation.Kind));
        Write(writer, operation.First);
        if (operation is WalkSafely walk)
        {
            writer.Byte((byte)walk.Deleting);
        }
        else if (operation is Add or AddTail or Move or MoveTail or Splice)
        {
            Write(writer, operation.Second);
        }
    }

    /// <inheritdoc/>
    public override ListsOperation ReadOperation(ref WireReader reader, int number)
    {
        uint kind = 1u << (int)reader.Number(1, 12);
        NodeName first = ReadName(ref reader);
        return kind switch
        {
            Kinds.Initialise => new Initialise(first),
            Kinds.Add => new Add(first, ReadName(ref reader)),
            Kinds.AddTail => new AddTail(first, ReadName(ref reader)),
            Kinds.Delete => new Delete(first),
            Kinds.Move => new Move(first, ReadName(ref reader)),
            Kinds.MoveTail => new MoveTail(first, ReadName(ref reader)),
            Kinds.Splice => new Splice(first, ReadName(ref reader)),
            Kinds.IsEmpty => first.IsHead
                ? new IsEmpty(first.Number)
                : throw new WireException($"{first} is no list, and IsEmpty is not asked of it"),
            Kinds.AddAll => first.IsHead
                ? new AddAll(first.Number)
                : throw new WireException($"{first} is no list, and nothing can be added to it"),
            Kinds.WalkForwards => new WalkForwards(first),
            Kinds.WalkBackwards => new WalkBackwards(first),
            _ => new WalkSafely(first, (int)reader.Number(0, WalkSafely.MostDeleting)),
        };
    }

    /// <inheritdoc/>
    public override void Write(WireWriter writer, ListsOperation operation, in ListsReply reply) =>
        reply.Write(writer);

    /// <inheritdoc/>
    public override void ReadReply(
        ref WireReader reader,
        ListsOperation operation,
        ReadOnlySpan<ListsReply> earlier,
        out ListsReply reply) =>
        reply = ListsReply.Read(ref reader, operation, earlier);

    // Heads are even, nodes odd.
    private static void Write(WireWriter writer, NodeName name) =>
        writer.Number((2UL * (ulong)name.Number) + (name.IsHead ? 0UL : 1));

    private static NodeName ReadName(ref WireReader reader)
    {
        int number = (int)reader.Number(0, (2L * ListsSetup.MostNodes) + 1);
        bool isHead = number % 2 == 0;
        return isHead && number / 2 >= ListsSetup.MostLists
            ? throw new WireException($"there is no list {number / 2}")
            : new NodeName(isHead, number / 2);
    }
}
