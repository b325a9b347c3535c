using MmVerify.Spec;

namespace MmVerify.Properties.Tests;

/// <summary>
/// Who holds which frames, as plainly as can be: a set of free frames and a list of blocks.
/// </summary>
internal sealed class FrameSet
{
    private readonly BuddySetup setup;
    private readonly HashSet<ulong> exist = [];
    private readonly HashSet<ulong> free;
    private readonly List<Block> held = [];
    private readonly Dictionary<Pfn, Order> givenBack = [];

    public FrameSet(BuddySetup setup)
    {
        this.setup = setup;
        foreach (FrameRange range in setup.Memory.Ranges)
        {
            exist.UnionWith(FramesOf(range.Start, range.PageCount));
        }

        free = [.. exist];
    }

    public int FreeCount => free.Count;

    public int HeldCount => held.Count;

    public bool IsFree(Block block) => block.Order <= setup.MaxOrder && IsRun(block);

    public bool HasRun(Order order) => free.Any(frame => IsRun(new Block(new Pfn(frame), order)));

    /// <summary>Aligned free runs that are not part of a larger one that may be handed out.</summary>
    public List<Block> MergedBlocks(Order order) =>
    [
        .. free.Select(frame => new Block(new Pfn(frame), order)).Where(IsRun).Where(block =>
            order == setup.MaxOrder || !IsRun(new Block(block.Start.AlignedDownTo(order.Up()), order.Up()))),
    ];

    public BuddyClaim ClaimOf(Block block)
    {
        if (held.Exists(one => one.Start == block.Start))
        {
            return held.Contains(block) ? BuddyClaim.Held : BuddyClaim.OtherOrder;
        }

        return !exist.Contains(block.Start.Value) ? BuddyClaim.NoFrame
            : (free.Contains(block.Start.Value), WasGivenBack(block)) switch
            {
                (true, true) => BuddyClaim.GivenBack,
                (true, false) => BuddyClaim.Free,
                (false, true) => BuddyClaim.Overtaken,
                _ => BuddyClaim.Inside,
            };
    }

    private bool WasGivenBack(Block block) =>
        givenBack.TryGetValue(block.Start, out Order order) && order == block.Order;

    public bool TryFollow(BuddyOperation operation, BuddyReply reply)
    {
        if (reply.Outcome.Kind != OutcomeKind.Done)
        {
            return true;
        }

        if (operation is BuddyOperation.Allocate)
        {
            if (!IsFree(reply.Block))
            {
                return false;
            }

            held.Add(reply.Block);
            free.ExceptWith(FramesOf(reply.Block.Start, reply.Block.PageCount));
            return true;
        }

        if (!held.Remove(reply.Block))
        {
            return false;
        }

        givenBack[reply.Block.Start] = reply.Block.Order;
        free.UnionWith(FramesOf(reply.Block.Start, reply.Block.PageCount));
        return true;
    }

    private static IEnumerable<ulong> FramesOf(Pfn start, long count)
    {
        for (long i = 0; i < count; i++)
        {
            yield return start.Value + (ulong)i;
        }
    }

    private bool IsRun(Block block) =>
        block.IsAligned && FramesOf(block.Start, block.PageCount).All(free.Contains);
}
