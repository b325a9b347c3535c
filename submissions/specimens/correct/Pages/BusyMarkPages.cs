using MmVerify.Spec;

namespace MmVerify.Specimens.Pages;

/// <summary>
/// One word for each frame that is taken away while somebody works on it: whoever finds the mark waits.
/// </summary>
public sealed class BusyMarkPages : IPageDatabase
{
    private const ulong VmemmapBase = 0xffff_ea00_0000_0000;
    private const ulong DescriptionBytes = 64;

    // No frame is in such a state: it would have every flag.
    private const long Busy = -1;

    private const int FieldBits = 16;
    private const ulong FieldMask = (1UL << FieldBits) - 1;

    private readonly PagesSetup setup;
    private readonly SharedMemory memory;
    private readonly SharedWords pages;

    private BusyMarkPages(PagesSetup setup, SharedMemory memory)
    {
        this.setup = setup;
        this.memory = memory;
        pages = memory.Take("page", setup.Frames.Count);
        for (int place = 0; place < setup.Reserved; place++)
        {
            pages.Store(place, Packed(PageState.Reserved));
        }
    }

    private delegate Errno Change(ref PageState state);

    public static IPageDatabase Create(PagesSetup setup, SharedMemory memory) =>
        new BusyMarkPages(setup, memory);

    public Result<PageAddr> PageOf(Pfn frame) => setup.PlaceOf(frame) < 0
        ? Errno.EINVAL
        : new PageAddr(VmemmapBase + (frame.Value * DescriptionBytes));

    public Result<Pfn> PfnOf(PageAddr page)
    {
        if (page.Value < VmemmapBase || (page.Value - VmemmapBase) % DescriptionBytes != 0)
        {
            return Errno.EINVAL;
        }

        var frame = new Pfn((page.Value - VmemmapBase) / DescriptionBytes);
        return setup.PlaceOf(frame) < 0 ? Errno.EINVAL : frame;
    }

    public Result<VirtAddr> ToVirtual(PhysAddr address) => setup.PlaceOf(address.ToPfn()) < 0
        ? Errno.EINVAL
        : new VirtAddr(setup.DirectMap.Value + address.Value);

    public Result<PhysAddr> ToPhysical(VirtAddr address)
    {
        if (address.Value < setup.DirectMap.Value)
        {
            return Errno.EINVAL;
        }

        var physical = new PhysAddr(address.Value - setup.DirectMap.Value);
        return setup.PlaceOf(physical.ToPfn()) < 0 ? Errno.EINVAL : physical;
    }

    public Errno Claim(Pfn frame, int owner) => owner is <= 0 or > PagesSetup.MostOwner
        ? Errno.EINVAL
        : Update(
            frame,
            (ref state) =>
            {
                Errno errno = state.Count > 0 ? Errno.EBUSY : Errno.None;
                state = new PageState(1, 0, PageFlags.None, owner);
                return errno;
            },
            out _);

    public Errno Get(Pfn frame) => Update(frame, Raise, out _);

    public Result<bool> Put(Pfn frame)
    {
        Errno errno = Update(
            frame,
            static (ref state) =>
            {
                Errno errno = state.Count == 0 ? Errno.ENOENT
                    : state.Count == state.MapCount ? Errno.EBUSY : Errno.None;
                Drop(ref state);
                return errno;
            },
            out PageState before);
        return errno == Errno.None ? before.Count == 1 : errno;
    }

    public Errno Map(Pfn frame) => Update(
        frame,
        (ref state) =>
        {
            Errno errno = Raise(ref state);
            state = state with { MapCount = state.MapCount + 1 };
            return errno;
        },
        out _);

    public Result<bool> Unmap(Pfn frame)
    {
        Errno errno = Update(
            frame,
            static (ref state) =>
            {
                Errno errno = state.MapCount == 0 ? Errno.ENOENT : Errno.None;
                state = state with { MapCount = state.MapCount - 1 };
                Drop(ref state);
                return errno;
            },
            out PageState before);
        return errno == Errno.None ? before.Count == 1 : errno;
    }

    public Errno SetFlag(Pfn frame, PageFlags flag) => UpdateFlag(frame, flag, isSet: true, out _);

    public Errno ClearFlag(Pfn frame, PageFlags flag) => UpdateFlag(frame, flag, isSet: false, out _);

    public Result<bool> TestAndSet(Pfn frame, PageFlags flag)
    {
        Errno errno = UpdateFlag(frame, flag, isSet: true, out PageState before);
        return errno == Errno.None ? before.Flags.HasFlag(flag) : errno;
    }

    public Result<bool> TestAndClear(Pfn frame, PageFlags flag)
    {
        Errno errno = UpdateFlag(frame, flag, isSet: false, out PageState before);
        return errno == Errno.None ? before.Flags.HasFlag(flag) : errno;
    }

    public Result<PageState> StateOf(Pfn frame) => setup.PlaceOf(frame) is var place and >= 0
        ? Unpacked(pages.Load(place))
        : Errno.EINVAL;

    private Errno Raise(ref PageState state)
    {
        Errno errno = state.Count == 0 ? Errno.ENOENT
            : state.Count >= setup.MostReferences ? Errno.ENOMEM : Errno.None;
        state = state with { Count = state.Count + 1 };
        return errno;
    }

    // With the last reference goes all that was known of the frame.
    private static void Drop(ref PageState state) =>
        state = state.Count == 1 ? PageState.Free : state with { Count = state.Count - 1 };

    private Errno UpdateFlag(Pfn frame, PageFlags flag, bool isSet, out PageState before)
    {
        if (flag is <= PageFlags.None or > PageFlags.Reserved || int.PopCount((int)flag) != 1)
        {
            before = default;
            return Errno.EINVAL;
        }

        return Update(
            frame,
            (ref state) =>
            {
                Errno errno = flag == PageFlags.Reserved ? Errno.EPERM
                    : state.Count == 0 ? Errno.ENOENT : Errno.None;
                state = state with { Flags = isSet ? state.Flags | flag : state.Flags & ~flag };
                return errno;
            },
            out before);
    }

    private Errno Update(Pfn frame, Change change, out PageState before)
    {
        before = default;
        int place = setup.PlaceOf(frame);
        if (place < 0)
        {
            return Errno.EINVAL;
        }

        while (true)
        {
            long seen = pages.Exchange(place, Busy);
            if (seen == Busy)
            {
                memory.Relax();
                continue;
            }

            before = Unpacked(seen);
            PageState after = before;
            Errno errno = before.Flags.HasFlag(PageFlags.Reserved) ? Errno.EPERM : change(ref after);
            pages.Store(place, errno == Errno.None ? Packed(after) : seen);
            return errno;
        }
    }

    private static long Packed(PageState state) => unchecked((long)(
        (ushort)state.Count
        | ((ulong)(ushort)state.MapCount << FieldBits)
        | ((ulong)(ushort)state.Flags << (2 * FieldBits))
        | ((ulong)(ushort)state.Owner << (3 * FieldBits))));

    private static PageState Unpacked(long word) =>
        new(Field(word, 0), Field(word, 1), (PageFlags)Field(word, 2), Field(word, 3));

    private static int Field(long word, int number) =>
        (int)(unchecked((ulong)word >> (number * FieldBits)) & FieldMask);
}
