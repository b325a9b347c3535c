namespace MmVerify.Spec;

/// <summary>
/// What somebody has taken of the page allocator and mapped: the sum of all calls, and what the last step
/// changed. The witness keeps them to answer, and a model to judge.
/// </summary>
public sealed class LowerAccounts
{
    private readonly Dictionary<Pfn, Order> blocks = [];
    private readonly HashSet<Block> givenBack = [];
    private readonly HashSet<Pfn> frames = [];
    private readonly Dictionary<VirtAddr, Pfn> mapped = [];
    private readonly Dictionary<Pfn, int> uses = [];
    private readonly Dictionary<Pfn, Order?> blocksBefore = [];
    private readonly Dictionary<VirtAddr, Pfn?> pagesBefore = [];
    private readonly List<Pfn> touchedBlocks = [];
    private readonly List<VirtAddr> touchedPages = [];

    /// <summary>Frames that were taken and not given back. Unit: pages.</summary>
    public long FramesHeld => frames.Count;

    /// <summary>Pages that are mapped.</summary>
    public long PagesMapped => mapped.Count;

    /// <summary>The first misuse of the last step, in words; null when there was none.</summary>
    public string? Misuse { get; private set; }

    /// <summary>Whether the last step left everything as it was.</summary>
    public bool IsUnchanged => ChangedBlock() is null && !ChangedPages().Any();

    /// <summary>Nothing is taken and nothing is mapped.</summary>
    public void Clear()
    {
        blocks.Clear();
        givenBack.Clear();
        frames.Clear();
        mapped.Clear();
        uses.Clear();
        BeginStep();
    }

    /// <summary>Adds the calls of one step.</summary>
    public void Add(LowerCalls calls)
    {
        BeginStep();
        foreach (ref readonly LowerCall call in calls.All)
        {
            Add(call);
        }
    }

    /// <summary>From here on calls belong to another step.</summary>
    public void BeginStep()
    {
        blocksBefore.Clear();
        pagesBefore.Clear();
        touchedBlocks.Clear();
        touchedPages.Clear();
        Misuse = null;
    }

    /// <summary>Adds one call of the step.</summary>
    public void Add(in LowerCall call)
    {
        if (call.Errno is not (Errno.None or Errno.ENOMEM or Errno.ENOENT))
        {
            Misuse ??= call.Kind == LowerCallKind.GiveBack ? $"{call}: {WhyNot(call.Block)}" : $"{call}";
        }
        else if (call.Errno == Errno.None)
        {
            Account(call);
        }
    }

    /// <summary>Whether just that block was taken and not given back.</summary>
    public bool Holds(Block block) =>
        blocks.TryGetValue(block.Start, out Order order) && order == block.Order;

    /// <summary>Whether a frame was taken and not given back.</summary>
    public bool Holds(Pfn frame) => frames.Contains(frame);

    /// <summary>The frame that a page is mapped to; null when it is not mapped.</summary>
    /// <param name="page">The start of a page.</param>
    public Pfn? FrameAt(VirtAddr page) => mapped.TryGetValue(page, out Pfn frame) ? frame : null;

    /// <summary>The frame that a page was mapped to before the last step.</summary>
    /// <param name="page">The start of a page.</param>
    public Pfn? FrameBefore(VirtAddr page) =>
        pagesBefore.TryGetValue(page, out Pfn? before) ? before : FrameAt(page);

    /// <summary>How many pages are mapped to a frame.</summary>
    public int UsesOf(Pfn frame) => uses.GetValueOrDefault(frame);

    /// <summary>The pages that are mapped to something else than before the last step, or not any more, or
    /// only now; in the order of the calls.</summary>
    public IEnumerable<VirtAddr> ChangedPages() =>
        touchedPages.Where(page => pagesBefore[page] != FrameAt(page));

    /// <summary>A block that the last step took and kept, or gave back; null when there is none.</summary>
    public Block? ChangedBlock()
    {
        foreach (Pfn start in touchedBlocks)
        {
            Order? before = blocksBefore[start];
            Order? now = blocks.TryGetValue(start, out Order order) ? order : null;
            if (now != before)
            {
                return new Block(start, now ?? before!.Value);
            }
        }

        return null;
    }

    /// <summary>The first thing that the last step changed, in words.</summary>
    public string TellChange() =>
        ChangedBlock() is Block block
            ? Holds(block) ? $"{block} is still held" : $"{block} was given back"
            : ChangedPages().Select(page => FrameAt(page) is Pfn frame
                ? $"{page} is still mapped, to {frame}"
                : $"{page} is mapped no more").FirstOrDefault() ?? "nothing changed";

    /// <summary>What is held and mapped, in words.</summary>
    public override string ToString() => $"{FramesHeld} frames held, {PagesMapped} pages mapped";

    private void Account(in LowerCall call)
    {
        switch (call.Kind)
        {
            case LowerCallKind.Take:
                Remember(call.Block);
                blocks[call.Block.Start] = call.Block.Order;
                AddFrames(call.Block);
                break;
            case LowerCallKind.GiveBack:
                Remember(call.Block);
                blocks.Remove(call.Block.Start);
                givenBack.Add(call.Block);
                RemoveFrames(call.Block);
                break;
            case LowerCallKind.Map:
                Remember(call.Page);
                mapped[call.Page] = call.Block.Start;
                uses[call.Block.Start] = UsesOf(call.Block.Start) + 1;
                break;
            default:
                Remember(call.Page);
                mapped.Remove(call.Page);
                uses[call.Block.Start] = UsesOf(call.Block.Start) - 1;
                Misuse ??= WasGivenBack(call.Block.Start)
                    ? $"{call}, which was given back before: in between it was somebody else's"
                    : null;
                break;
        }
    }

    private void Remember(Block block)
    {
        if (blocksBefore.TryAdd(block.Start, blocks.TryGetValue(block.Start, out Order order) ? order : null))
        {
            touchedBlocks.Add(block.Start);
        }
    }

    private void Remember(VirtAddr page)
    {
        if (pagesBefore.TryAdd(page, FrameAt(page)))
        {
            touchedPages.Add(page);
        }
    }

    private void AddFrames(Block block)
    {
        for (long i = 0; i < block.PageCount; i++)
        {
            frames.Add(block.Start.Plus(i));
        }
    }

    private void RemoveFrames(Block block)
    {
        for (long i = 0; i < block.PageCount; i++)
        {
            frames.Remove(block.Start.Plus(i));
        }
    }

    // Within one step: what an earlier one left mapped was told there.
    private bool WasGivenBack(Pfn frame) => !Holds(frame)
        && touchedBlocks.Any(start => blocksBefore[start] is Order order
            && frame >= start && frame.Value - start.Value < (ulong)order.PageCount);

    private string WhyNot(Block block) =>
        blocks.TryGetValue(block.Start, out Order order) ? $"it was handed out as {order}"
        : Holds(block.Start) ? "it lies in the middle of a block that was handed out"
        : givenBack.Contains(block) ? "it was given back before"
        : "it was never handed out";
}
