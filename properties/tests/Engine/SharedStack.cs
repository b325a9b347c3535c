using MmVerify.Spec;

namespace MmVerify.Properties.Tests;

/// <summary>
/// A stack without locks: R. K. Treiber, "Systems programming: coping with parallelism", 1986. Nodes are
/// numbered from 1. Without a tag it has the ABA mistake: the top may be what it was, and what is below it
/// not.
/// </summary>
internal sealed class SharedStack(SharedMemory memory, int nodes, bool hasTag)
{
    private const long Tag = 1L << 32;

    private readonly SharedWords top = memory.Take("top", 1);
    private readonly SharedWords below = memory.Take("below", nodes + 1);

    public Answer Push(int node)
    {
        while (true)
        {
            long seen = top.Load(0);
            below.Store(node, (int)(seen & (Tag - 1)));
            if (top.CompareExchange(0, Next(seen, node), seen) == seen)
            {
                return new Answer(Outcome.Done);
            }
        }
    }

    public Answer Pop()
    {
        while (true)
        {
            long seen = top.Load(0);
            int node = (int)(seen & (Tag - 1));
            if (node == 0)
            {
                return new Answer(Outcome.Done);
            }

            long next = below.Load(node);
            if (top.CompareExchange(0, Next(seen, next), seen) == seen)
            {
                return new Answer(Outcome.Done, node);
            }
        }
    }

    private long Next(long seen, long node) => hasTag ? ((seen & ~(Tag - 1)) + Tag) | node : node;
}
