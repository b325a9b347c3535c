namespace MmVerify.Spec;

/// <summary>
/// Stands between a submission and the lower layers that it is given: notes every call with its answer, keeps
/// the accounts, recognises misuse, and lets one call fail where it was told to.
/// </summary>
/// <remarks>Linux: the failslab and fail_page_alloc faults, Documentation/fault-injection.</remarks>
/// <param name="pages">The page allocator behind it.</param>
/// <param name="mostCalls">How many calls a step may make: more than a right one can.</param>
internal sealed class LowerWitness(IPageAllocator pages, int mostCalls) : IPageAllocator, IPageMap
{
    private readonly LowerAccounts accounts = new();
    private readonly List<LowerCall> calls = [];
    private int left;
    private bool hasTouched;

    /// <summary>Where CPUs stop at calls; null while there is just one.</summary>
    public SharedMemory? Shared { get; init; }

    /// <summary>Begins a step.</summary>
    /// <param name="failingCall">Which of the calls that may fail is to fail: 1 is the first; 0 none.</param>
    public void Begin(int failingCall)
    {
        calls.Clear();
        accounts.BeginStep();
        left = failingCall;
        hasTouched = false;
    }

    /// <summary>What was asked since the step began.</summary>
    public LowerCalls End() => calls.Count == 0 ? LowerCalls.None : new LowerCalls([.. calls]);

    /// <inheritdoc/>
    public Result<Block> Allocate(Order order)
    {
        Shared?.Pause();
        Result<Block> taken = FailsNow() ? Errno.ENOMEM : pages.Allocate(order);
        Block block = taken.TryGet(out Block found) ? found : new Block(default, order);
        Note(new LowerCall(LowerCallKind.Take, default, block, taken.Errno));
        return taken;
    }

    /// <inheritdoc/>
    public Errno Free(Block block)
    {
        Shared?.Pause();
        Errno errno = accounts.Holds(block) ? pages.Free(block) : Errno.EINVAL;
        Note(new LowerCall(LowerCallKind.GiveBack, default, block, errno));
        return errno;
    }

    /// <inheritdoc/>
    public Errno Map(VirtAddr page, Pfn frame)
    {
        bool fails = FailsNow();
        Errno errno = !page.IsPageStart ? Errno.EINVAL
            : accounts.FrameAt(page) is not null ? Errno.EEXIST
            : fails ? Errno.ENOMEM
            : Errno.None;
        Note(new LowerCall(LowerCallKind.Map, page, new Block(frame, default), errno));
        return errno;
    }

    /// <inheritdoc/>
    public Result<Pfn> Unmap(VirtAddr page)
    {
        Pfn? frame = accounts.FrameAt(page);
        Errno errno = !page.IsPageStart ? Errno.EINVAL : frame is null ? Errno.ENOENT : Errno.None;
        Note(new LowerCall(LowerCallKind.Unmap, page, new Block(frame ?? default, default), errno));
        return frame is Pfn found && errno == Errno.None ? found : errno;
    }

    /// <inheritdoc/>
    public Result<Pfn> Translate(VirtAddr address) =>
        accounts.FrameAt(address.PageStart) is Pfn frame ? frame : Errno.EFAULT;

    /// <summary>Whether a frame was taken and not given back.</summary>
    public bool Holds(Pfn frame) => accounts.Holds(frame);

    /// <summary>Notes that a byte was touched which is not the caller's: the first of each step.</summary>
    public void NoteTouch(PhysAddr address)
    {
        if (!hasTouched)
        {
            hasTouched = true;
            Note(new LowerCall(
                LowerCallKind.Touch,
                new VirtAddr(address.Value),
                new Block(address.ToPfn(), default),
                Errno.EFAULT));
        }
    }

    private bool FailsNow() => left > 0 && --left == 0;

    // Who asks for ever takes no step of its own where nobody counts them.
    private void Note(in LowerCall call)
    {
        if (calls.Count == mostCalls)
        {
            throw new OutOfFuelException();
        }

        calls.Add(call);
        accounts.Add(call);
    }
}
