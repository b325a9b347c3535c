namespace MmVerify.Spec;

/// <summary>
/// A lower layer that several CPUs may not enter at once, as the buddy's free lists below the zone lock. A
/// CPU can be stopped before a call and inside it, so whoever takes no lock is seen there with another.
/// </summary>
/// <remarks>Linux: <c>zone-&gt;lock</c>.</remarks>
/// <param name="pages">The page allocator behind it.</param>
/// <param name="memory">Where CPUs are stopped.</param>
internal sealed class OneAtATime(IPageAllocator pages, SharedMemory memory) : IPageAllocator
{
    private readonly SharedWords inside = memory.Take("buddy", 1);
    private readonly List<int> callers = [];
    private int count;

    /// <summary>The call of the concurrent step that made each of the lower calls, in order.</summary>
    public IReadOnlyList<int> Callers => callers;

    /// <summary>Whether two CPUs were inside at the same time since the step began.</summary>
    public bool HasCollided { get; private set; }

    /// <summary>Begins a step.</summary>
    public void Begin()
    {
        callers.Clear();
        HasCollided = false;
        count = 0;
    }

    /// <inheritdoc/>
    public Result<Block> Allocate(Order order)
    {
        Enter();
        Result<Block> taken = pages.Allocate(order);
        Leave();
        return taken;
    }

    /// <inheritdoc/>
    public Errno Free(Block block)
    {
        Enter();
        Errno errno = pages.Free(block);
        Leave();
        return errno;
    }

    // While one CPU is at work nobody can come in between, and no access is spent on showing it.
    private void Enter()
    {
        if (memory.Cpus is null)
        {
            return;
        }

        inside.FetchAdd(0, 1);
        count++;
        HasCollided |= count > 1;
        callers.Add(memory.Cpus.CurrentCall);
    }

    private void Leave()
    {
        if (memory.Cpus is not null)
        {
            inside.FetchAdd(0, -1);
            count--;
        }
    }
}
