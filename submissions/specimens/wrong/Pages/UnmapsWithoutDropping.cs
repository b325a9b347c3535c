using MmVerify.Spec;

namespace MmVerify.Specimens.Pages;

/// <summary>Counts a mapping less and keeps its reference, unless it is the last one.</summary>
[Breaks("PAGE-MAPPED-IS-REFERENCED")]
public sealed class UnmapsWithoutDropping : IPageDatabase
{
    private readonly PagesSetup setup;
    private readonly SharedMemory memory;
    private readonly SharedWords gate;
    private readonly SharedWords counts;
    private readonly SharedWords maps;
    private readonly SharedWords flags;
    private readonly SharedWords owners;

    private UnmapsWithoutDropping(PagesSetup setup, SharedMemory memory)
    {
        this.setup = setup;
        this.memory = memory;
        int frames = setup.Frames.Count;
        gate = memory.Take("lock", 1);
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
        new UnmapsWithoutDropping(setup, memory);

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

        Lock();
        Errno errno = IsReserved(place) ? Errno.EPERM : counts.Load(place) > 0 ? Errno.EBUSY : Errno.None;
        if (errno == Errno.None)
        {
            counts.Store(place, 1);
            owners.Store(place, owner);
        }

        Unlock();
        return errno;
    }

    public Errno Get(Pfn frame)
    {
        int place = setup.PlaceOf(frame);
        Lock();
        Errno errno = WhyNotRaised(place);
        if (errno == Errno.None)
        {
            counts.Store(place, counts.Load(place) + 1);
        }

        Unlock();
        return errno;
    }

    public Result<bool> Put(Pfn frame)
    {
        int place = setup.PlaceOf(frame);
        if (place < 0)
        {
            return Errno.EINVAL;
        }

        Lock();
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

        Unlock();
        return errno == Errno.None ? count == 1 : errno;
    }

    public Errno Map(Pfn frame)
    {
        int place = setup.PlaceOf(frame);
        Lock();
        Errno errno = WhyNotRaised(place);
        if (errno == Errno.None)
        {
            counts.Store(place, counts.Load(place) + 1);
            maps.Store(place, maps.Load(place) + 1);
        }

        Unlock();
        return errno;
    }

    public Result<bool> Unmap(Pfn frame)
    {
        int place = setup.PlaceOf(frame);
        if (place < 0)
        {
            return Errno.EINVAL;
        }

        Lock();
        long count = counts.Load(place);
        Errno errno = IsReserved(place) ? Errno.EPERM : maps.Load(place) == 0 ? Errno.ENOENT : Errno.None;
        if (errno == Errno.None)
        {
            maps.Store(place, maps.Load(place) - 1);
            if (count == 1)
            {
                Drop(place, count);
            }
        }

        Unlock();
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

        Lock();
        long before = flags.Load(place);
        Errno errno = flag == PageFlags.Reserved ? Errno.EPERM : WhyNotChanged(place);
        if (errno == Errno.None)
        {
            flags.Store(place, before | (long)flag);
        }

        Unlock();
        return errno == Errno.None ? (before & (long)flag) != 0 : errno;
    }

    public Result<bool> TestAndClear(Pfn frame, PageFlags flag)
    {
        int place = setup.PlaceOf(frame);
        if (place < 0 || !IsOneFlag(flag))
        {
            return Errno.EINVAL;
        }

        Lock();
        long before = flags.Load(place);
        Errno errno = flag == PageFlags.Reserved ? Errno.EPERM : WhyNotChanged(place);
        if (errno == Errno.None)
        {
            flags.Store(place, before & ~(long)flag);
        }

        Unlock();
        return errno == Errno.None ? (before & (long)flag) != 0 : errno;
    }

    public Result<PageState> StateOf(Pfn frame)
    {
        int place = setup.PlaceOf(frame);
        if (place < 0)
        {
            return Errno.EINVAL;
        }

        var state = (PageFlags)flags.Load(place);
        return new PageState((int)counts.Load(place), (int)maps.Load(place), state, (int)owners.Load(place));
    }

    private void Lock()
    {
        while (gate.CompareExchange(0, 1, 0) != 0)
        {
            memory.Relax();
        }
    }

    private void Unlock() => gate.Store(0, 0);

    private void Drop(int place, long count)
    {
        counts.Store(place, count - 1);
        if (count == 1)
        {
            flags.Store(place, 0);
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
