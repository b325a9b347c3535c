using MmVerify.Spec;

namespace MmVerify.Specimens.Pages;

/// <summary>
/// A spin lock in each frame's flags, above those that are told: bit_spin_lock, as Linux has it for slabs.
/// </summary>
public sealed class LockBitPages : IPageDatabase
{
    private const long LockBit = 1L << 32;

    private readonly PagesSetup setup;
    private readonly SharedMemory memory;
    private readonly SharedWords counts;
    private readonly SharedWords maps;
    private readonly SharedWords flags;
    private readonly SharedWords owners;

    private LockBitPages(PagesSetup setup, SharedMemory memory)
    {
        this.setup = setup;
        this.memory = memory;
        int frames = setup.Frames.Count;
        counts = memory.Take("count", frames);
        maps = memory.Take("maps", frames);
        flags = memory.Take("flags", frames);
        owners = memory.Take("owner", frames);
        for (int place = 0; place < setup.Reserved; place++)
        {
            counts.Store(place, 1);
            flags.Store(place, (long)PageFlags.Reserved);
        }
    }

    public static IPageDatabase Create(PagesSetup setup, SharedMemory memory) =>
        new LockBitPages(setup, memory);

    public Result<PageAddr> PageOf(Pfn frame)
    {
        int place = setup.PlaceOf(frame);
        return place < 0 ? Errno.EINVAL : new PageAddr((ulong)place);
    }

    public Result<Pfn> PfnOf(PageAddr page) =>
        page.Value >= (ulong)setup.Frames.Count ? Errno.EINVAL : setup.Frames[(int)page.Value];

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

    public Errno Claim(Pfn frame, int owner)
    {
        int place = setup.PlaceOf(frame);
        if (place < 0 || owner <= 0 || owner > PagesSetup.MostOwner)
        {
            return Errno.EINVAL;
        }

        Lock(place);
        Errno errno = IsReserved(place) ? Errno.EPERM : counts.Load(place) > 0 ? Errno.EBUSY : Errno.None;
        if (errno == Errno.None)
        {
            counts.Store(place, 1);
            owners.Store(place, owner);
        }

        Unlock(place);
        return errno;
    }

    public Errno Get(Pfn frame)
    {
        int place = setup.PlaceOf(frame);
        if (place < 0)
        {
            return Errno.EINVAL;
        }

        Lock(place);
        Errno errno = WhyNotRaised(place);
        if (errno == Errno.None)
        {
            counts.Store(place, counts.Load(place) + 1);
        }

        Unlock(place);
        return errno;
    }

    public Result<bool> Put(Pfn frame)
    {
        int place = setup.PlaceOf(frame);
        if (place < 0)
        {
            return Errno.EINVAL;
        }

        Lock(place);
        long count = counts.Load(place);
        Errno errno = WhyNotChanged(place);
        if (errno == Errno.None && count == maps.Load(place))
        {
            errno = Errno.EBUSY;
        }

        if (errno == Errno.None)
        {
            Drop(place, count);
        }

        Unlock(place);
        return errno == Errno.None ? count == 1 : errno;
    }

    public Errno Map(Pfn frame)
    {
        int place = setup.PlaceOf(frame);
        if (place < 0)
        {
            return Errno.EINVAL;
        }

        Lock(place);
        Errno errno = WhyNotRaised(place);
        if (errno == Errno.None)
        {
            counts.Store(place, counts.Load(place) + 1);
            maps.Store(place, maps.Load(place) + 1);
        }

        Unlock(place);
        return errno;
    }

    public Result<bool> Unmap(Pfn frame)
    {
        int place = setup.PlaceOf(frame);
        if (place < 0)
        {
            return Errno.EINVAL;
        }

        Lock(place);
        long count = counts.Load(place);
        Errno errno = IsReserved(place) ? Errno.EPERM : maps.Load(place) == 0 ? Errno.ENOENT : Errno.None;
        if (errno == Errno.None)
        {
            maps.Store(place, maps.Load(place) - 1);
            Drop(place, count);
        }

        Unlock(place);
        return errno == Errno.None ? count == 1 : errno;
    }

    public Errno SetFlag(Pfn frame, PageFlags flag) => TestAndSet(frame, flag).Errno;

    public Errno ClearFlag(Pfn frame, PageFlags flag) => TestAndClear(frame, flag).Errno;

    public Result<bool> TestAndSet(Pfn frame, PageFlags flag)
    {
        int place = setup.PlaceOf(frame);
        if (place < 0 || !IsOneFlag(flag))
        {
            return Errno.EINVAL;
        }

        Lock(place);
        long before = flags.Load(place);
        Errno errno = flag == PageFlags.Reserved ? Errno.EPERM : WhyNotChanged(place);
        if (errno == Errno.None)
        {
            flags.Store(place, before | (long)flag);
        }

        Unlock(place);
        return errno == Errno.None ? (before & (long)flag) != 0 : errno;
    }

    public Result<bool> TestAndClear(Pfn frame, PageFlags flag)
    {
        int place = setup.PlaceOf(frame);
        if (place < 0 || !IsOneFlag(flag))
        {
            return Errno.EINVAL;
        }

        Lock(place);
        long before = flags.Load(place);
        Errno errno = flag == PageFlags.Reserved ? Errno.EPERM : WhyNotChanged(place);
        if (errno == Errno.None)
        {
            flags.Store(place, before & ~(long)flag);
        }

        Unlock(place);
        return errno == Errno.None ? (before & (long)flag) != 0 : errno;
    }

    public Result<PageState> StateOf(Pfn frame)
    {
        int place = setup.PlaceOf(frame);
        if (place < 0)
        {
            return Errno.EINVAL;
        }

        var state = (PageFlags)(flags.Load(place) & ~LockBit);
        return new PageState((int)counts.Load(place), (int)maps.Load(place), state, (int)owners.Load(place));
    }

    private void Lock(int place)
    {
        while ((flags.FetchOr(place, LockBit) & LockBit) != 0)
        {
            memory.Relax();
        }
    }

    private void Unlock(int place) => flags.FetchAnd(place, ~LockBit);

    private void Drop(int place, long count)
    {
        counts.Store(place, count - 1);
        if (count == 1)
        {
            flags.Store(place, LockBit);
            owners.Store(place, 0);
        }
    }

    private bool IsReserved(int place) => (flags.Load(place) & (long)PageFlags.Reserved) != 0;

    private Errno WhyNotChanged(int place) =>
        place < 0 ? Errno.EINVAL
        : IsReserved(place) ? Errno.EPERM
        : counts.Load(place) == 0 ? Errno.ENOENT : Errno.None;

    private Errno WhyNotRaised(int place)
    {
        Errno errno = WhyNotChanged(place);
        return errno == Errno.None && counts.Load(place) >= setup.MostReferences ? Errno.ENOMEM : errno;
    }

    private static bool IsOneFlag(PageFlags flag) =>
        flag > PageFlags.None && flag <= PageFlags.Reserved && int.PopCount((int)flag) == 1;
}
