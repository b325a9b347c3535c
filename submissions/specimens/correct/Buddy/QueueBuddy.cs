using MmVerify.Spec;

namespace MmVerify.Specimens.Buddy;

/// <summary>
/// First in, first out: a block that came back is used again as late as possible. The queues are linked
/// lists, the places in them are found in dictionaries, and the upper half of a split block is handed out.
/// </summary>
public sealed class QueueBuddy : IBuddyAllocator
{
    private readonly LinkedList<Block>[] queues =
        [.. Enumerable.Range(0, Order.Count).Select(_ => new LinkedList<Block>())];

    private readonly Dictionary<Block, LinkedListNode<Block>> places = [];
    private readonly Dictionary<Pfn, Order> held = [];
    private readonly BuddySetup setup;

    private QueueBuddy(BuddySetup setup)
    {
        this.setup = setup;
        foreach (FrameRange range in setup.Memory.Ranges)
        {
            Pfn at = range.Start;
            while (at < range.End)
            {
                int order = setup.MaxOrder.Value;
                while (!at.IsAlignedTo(new Order(order)) || at.Plus(1L << order) > range.End)
                {
                    order--;
                }

                Enqueue(new Block(at, new Order(order)));
                at = at.Plus(1L << order);
            }
        }
    }

    public long FreePageCount => queues.Select((queue, order) => (long)queue.Count << order).Sum();

    public static IBuddyAllocator Create(BuddySetup setup) => new QueueBuddy(setup);

    public int FreeBlockCount(Order order) => queues[order.Value].Count;

    public Result<Block> Allocate(Order order)
    {
        if (order > setup.MaxOrder)
        {
            return Errno.EINVAL;
        }

        LinkedList<Block>? queue = queues.Skip(order.Value).FirstOrDefault(queue => queue.Count > 0);
        if (queue is null)
        {
            return Errno.ENOMEM;
        }

        Block block = queue.First!.Value;
        Dequeue(block);
        while (block.Order > order)
        {
            var lower = new Block(block.Start, block.Order.Down());
            Enqueue(lower);
            block = lower.Buddy;
        }

        held.Add(block.Start, order);
        return block;
    }

    public Errno Free(Block block)
    {
        if (!held.TryGetValue(block.Start, out Order order) || order != block.Order)
        {
            return Errno.EINVAL;
        }

        held.Remove(block.Start);
        while (block.Order < setup.MaxOrder && Dequeue(block.Buddy))
        {
            Order larger = block.Order.Up();
            block = new Block(block.Start.AlignedDownTo(larger), larger);
        }

        Enqueue(block);
        return Errno.None;
    }

    private void Enqueue(Block block) => places.Add(block, queues[block.Order.Value].AddLast(block));

    private bool Dequeue(Block block)
    {
        if (!places.Remove(block, out LinkedListNode<Block>? place))
        {
            return false;
        }

        queues[block.Order.Value].Remove(place);
        return true;
    }
}
