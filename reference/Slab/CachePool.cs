using MmVerify.Spec;

namespace MmVerify.Reference;

/// <summary>A cache as the three allocators keep it: how its objects are laid out, and its slabs.</summary>
public sealed class CachePool
{
    private const int ActiveWord = 0;
    private const int LockWord = 1;
    private const int WatchWord = 2;
    private const int WordCount = 3;

    private readonly SharedMemory shared;
    private readonly SharedWords words;

    /// <summary>Makes a cache without slabs.</summary>
    /// <param name="setup">What it is made with.</param>
    /// <param name="shared">Where words come from.</param>
    public CachePool(CacheSetup setup, SharedMemory shared)
    {
        this.shared = shared;
        Setup = setup;
        words = shared.Take("cache", WordCount);
        LeftPad = SlabGeometry.LeftPad(setup);
        RightZone = setup.IsRedZoned
            ? CacheSetup.RedZoneBytes - (int)(setup.SizeBytes % CacheSetup.RedZoneBytes)
            : 0;
        Stride = SlabGeometry.RoundUp(LeftPad + setup.SizeBytes + RightZone, setup.EffectiveAlign);
    }

    /// <summary>What it is made with.</summary>
    public CacheSetup Setup { get; }

    /// <summary>From one object to the next. Unit: bytes.</summary>
    public long Stride { get; }

    /// <summary>Bytes in front of an object that are watched.</summary>
    public int LeftPad { get; }

    /// <summary>Bytes behind an object that are watched.</summary>
    public int RightZone { get; }

    /// <summary>Whether anything of its objects is watched.</summary>
    public bool IsWatched => Setup.IsRedZoned || Setup.IsPoisoned;

    /// <summary>All of its slabs.</summary>
    public List<CacheSlab> Slabs { get; } = [];

    /// <summary>What an allocator keeps of it besides.</summary>
    public object? Lists { get; set; }

    /// <summary>Objects that are handed out.</summary>
    public long ActiveObjects => words.Load(ActiveWord);

    /// <summary>Counts objects that are handed out, or given back.</summary>
    public void Count(int objects) => words.FetchAdd(ActiveWord, objects);

    /// <summary>Takes the lock of the lists. Linux: <c>list_lock</c>.</summary>
    public void Lock() => Take(LockWord);

    /// <summary>Gives the lock of the lists back.</summary>
    public void Unlock() => words.Store(LockWord, 0);

    /// <summary>One at a time looks at bytes that are watched.</summary>
    public void BeginWatched()
    {
        if (IsWatched)
        {
            Take(WatchWord);
        }
    }

    /// <summary>The next one may look.</summary>
    public void EndWatched()
    {
        if (IsWatched)
        {
            words.Store(WatchWord, 0);
        }
    }

    private void Take(int word)
    {
        while (words.CompareExchange(word, 1, 0) != 0)
        {
            shared.Relax();
        }
    }
}

/// <summary>A block of frames cut into objects.</summary>
public sealed class CacheSlab
{
    /// <summary>Makes a slab whose objects are all free and on no list.</summary>
    /// <param name="pool">Whose it is.</param>
    /// <param name="block">Its frames.</param>
    /// <param name="used">A word for each object.</param>
    /// <param name="links">A word for each object, and two more.</param>
    public CacheSlab(CachePool pool, Block block, SharedWords used, SharedWords links)
    {
        Pool = pool;
        Block = block;
        Used = used;
        Links = links;
        ObjectCount = (int)(block.PageCount * Page.SizeBytes / pool.Stride);
    }

    /// <summary>Whose it is.</summary>
    public CachePool Pool { get; }

    /// <summary>Its frames.</summary>
    public Block Block { get; }

    /// <summary>How many objects it is cut into.</summary>
    public int ObjectCount { get; }

    /// <summary>Whether each object is handed out: 1, or 0.</summary>
    public SharedWords Used { get; }

    /// <summary>For the list of those that are free: which one is next. The two words behind the last
    /// object are for whoever keeps the list.</summary>
    public SharedWords Links { get; }

    /// <summary>The first of those two words.</summary>
    public int HeadWord => ObjectCount;

    /// <summary>The second.</summary>
    public int NextWord => ObjectCount + 1;

    /// <summary>The number by which a list knows it.</summary>
    public int Number { get; set; }

    /// <summary>Whether it is on the list of those with room.</summary>
    public bool IsListed { get; set; }

    /// <summary>Where an object starts.</summary>
    public PhysAddr AddressOf(int index) => new(
        Block.Start.ToPhysAddr().Value + (ulong)((index * Pool.Stride) + Pool.LeftPad));

    /// <summary>The object that starts at an address; -1 for none.</summary>
    public int IndexOf(PhysAddr start)
    {
        ulong first = AddressOf(0).Value;
        ulong index = unchecked(start.Value - first) / (ulong)Pool.Stride;
        return start.Value >= first && (start.Value - first) % (ulong)Pool.Stride == 0
            && index < (ulong)ObjectCount ? (int)index : -1;
    }
}
