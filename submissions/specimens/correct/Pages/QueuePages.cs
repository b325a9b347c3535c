using MmVerify.Spec;

namespace MmVerify.Specimens.Pages;

/// <summary>
/// A lock with a place for each CPU that waits, as in T. E. Anderson, "The performance of spin lock
/// alternatives", 1990; the words of a frame lie side by side and fill a cache line.
/// </summary>
public sealed class QueuePages : IPageDatabase
{
    private const int Next = 0;
    private const int FirstSlot = 1;
    private const int Slots = 63;

    // Where in a frame's words what is.
    private const int Count = 0;
    private const int Maps = 1;
    private const int Flags = 2;
    private const int Owner = 3;
    private const int Words = 8;

    private readonly PagesSetup setup;
    private readonly SharedMemory memory;
    private readonly SharedWords queue;
    private readonly SharedWords pages;

    private QueuePages(PagesSetup setup, SharedMemory memory)
    {
        this.setup = setup;
        this.memory = memory;
        queue = memory.Take("queue", Slots + 1);
        pages = memory.Take("page", setup.Frames.Count * Words);
        queue.Store(FirstSlot, 1);
        for (int place = 0; place < setup.Reserved; place++)
        {
            pages.Store(At(place, Count), 1);
            pages.Store(At(place, Flags), (long)PageFlags.Reserved);
        }
    }

    public static IPageDatabase Create(PagesSetup setup, SharedMemory memory) =>
        new QueuePages(setup, memory);

    public Result<PageAddr> PageOf(Pfn frame)
    {
        int place = setup.PlaceOf(frame);
        return place < 0 ? Errno.EINVAL : new PageAddr((ulong)(place * Words));
    }

    public Result<Pfn> PfnOf(PageAddr page) =>
        page.Value % Words != 0 || page.Value / Words >= (ulong)setup.Frames.Count
            ? Errno.EINVAL
            : setup.Frames[(int)(page.Value / Words)];

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

        int slot = Lock();
        Errno errno = IsReserved(place) ? Errno.EPERM
            : pages.Load(At(place, Count)) > 0 ? Errno.EBUSY : Errno.None;
        if (errno == Errno.None)
        {
            pages.Store(At(place, Count), 1);
            pages.Store(At(place, Owner), owner);
        }

        Unlock(slot);
        return errno;
    }

    public Errno Get(Pfn frame)
    {
        int place = setup.PlaceOf(frame);
        int slot = Lock();
        Errno errno = WhyNotRaised(place);
        if (errno == Errno.None)
        {
            pages.Store(At(place, Count), pages.Load(At(place, Count)) + 1);
        }

        Unlock(slot);
        return errno;
    }

    public Result<bool> Put(Pfn frame)
    {
        int place = setup.PlaceOf(frame);
        if (place < 0)
        {
            return Errno.EINVAL;
        }

        int slot = Lock();
        long count = pages.Load(At(place, Count));
        Errno errno = WhyNotChanged(place);
        if (errno == Errno.None && count == pages.Load(At(place, Maps)))
        {
            errno = Errno.EBUSY;
        }

        if (errno == Errno.None)
        {
            Drop(place, count);
        }

        Unlock(slot);
        return errno == Errno.None ? count == 1 : errno;
    }

    public Errno Map(Pfn frame)
    {
        int place = setup.PlaceOf(frame);
        int slot = Lock();
        Errno errno = WhyNotRaised(place);
        if (errno == Errno.None)
        {
            pages.Store(At(place, Count), pages.Load(At(place, Count)) + 1);
            pages.Store(At(place, Maps), pages.Load(At(place, Maps)) + 1);
        }

        Unlock(slot);
        return errno;
    }

    public Result<bool> Unmap(Pfn frame)
    {
        int place = setup.PlaceOf(frame);
        if (place < 0)
        {
            return Errno.EINVAL;
        }

        int slot = Lock();
        long count = pages.Load(At(place, Count));
        Errno errno = IsReserved(place) ? Errno.EPERM
            : pages.Load(At(place, Maps)) == 0 ? Errno.ENOENT : Errno.None;
        if (errno == Errno.None)
        {
            pages.Store(At(place, Maps), pages.Load(At(place, Maps)) - 1);
            Drop(place, count);
        }

        Unlock(slot);
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

        int slot = Lock();
        long before = pages.Load(At(place, Flags));
        Errno errno = flag == PageFlags.Reserved ? Errno.EPERM : WhyNotChanged(place);
        if (errno == Errno.None)
        {
            pages.Store(At(place, Flags), before | (long)flag);
        }

        Unlock(slot);
        return errno == Errno.None ? (before & (long)flag) != 0 : errno;
    }

    public Result<bool> TestAndClear(Pfn frame, PageFlags flag)
    {
        int place = setup.PlaceOf(frame);
        if (place < 0 || !IsOneFlag(flag))
        {
            return Errno.EINVAL;
        }

        int slot = Lock();
        long before = pages.Load(At(place, Flags));
        Errno errno = flag == PageFlags.Reserved ? Errno.EPERM : WhyNotChanged(place);
        if (errno == Errno.None)
        {
            pages.Store(At(place, Flags), before & ~(long)flag);
        }

        Unlock(slot);
        return errno == Errno.None ? (before & (long)flag) != 0 : errno;
    }

    public Result<PageState> StateOf(Pfn frame)
    {
        int place = setup.PlaceOf(frame);
        if (place < 0)
        {
            return Errno.EINVAL;
        }

        var state = (PageFlags)pages.Load(At(place, Flags));
        return new PageState(
            (int)pages.Load(At(place, Count)),
            (int)pages.Load(At(place, Maps)),
            state,
            (int)pages.Load(At(place, Owner)));
    }

    private static int At(int place, int word) => (place * Words) + word;

    // Each waits at a place of its own, and is let in by whoever was before it.
    private int Lock()
    {
        int slot = (int)(queue.FetchAdd(Next, 1) % Slots);
        while (queue.Load(FirstSlot + slot) == 0)
        {
            memory.Relax();
        }

        return slot;
    }

    private void Unlock(int slot)
    {
        queue.Store(FirstSlot + slot, 0);
        queue.Store(FirstSlot + ((slot + 1) % Slots), 1);
    }

    private void Drop(int place, long count)
    {
        pages.Store(At(place, Count), count - 1);
        if (count == 1)
        {
            pages.Store(At(place, Flags), 0);
            pages.Store(At(place, Owner), 0);
        }
    }

    private bool IsReserved(int place) => (pages.Load(At(place, Flags)) & (long)PageFlags.Reserved) != 0;

    private Errno WhyNotChanged(int place) =>
        place < 0 ? Errno.EINVAL
        : IsReserved(place) ? Errno.EPERM
        : pages.Load(At(place, Count)) == 0 ? Errno.ENOENT : Errno.None;

    private Errno WhyNotRaised(int place)
    {
        Errno errno = WhyNotChanged(place);
        return errno == Errno.None && pages.Load(At(place, Count)) >= setup.MostReferences
            ? Errno.ENOMEM
            : errno;
    }

    private static bool IsOneFlag(PageFlags flag) =>
        flag > PageFlags.None && flag <= PageFlags.Reserved && int.PopCount((int)flag) == 1;
}
