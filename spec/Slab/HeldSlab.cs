namespace MmVerify.Spec;

/// <summary>An object that is handed out.</summary>
/// <param name="Start">Its address.</param>
/// <param name="Owner">Its cache, counted as they were made; or <see
/// cref="SlabOperation.Kmalloced"/>.</param>
/// <param name="Size">How many bytes may be used.</param>
public readonly record struct SlabObject(PhysAddr Start, int Owner, long Size)
{
    /// <summary>The first byte behind it.</summary>
    public ulong End => Start.Value + (ulong)Size;

    /// <summary>Whether it shares a byte with another.</summary>
    public bool Overlaps(SlabObject other) => Start.Value < other.End && other.Start.Value < End;

    /// <inheritdoc/>
    public override string ToString() => $"[0x{Start.Value:x}, 0x{End:x})";
}

/// <summary>A block of frames that was taken, and what lies in it.</summary>
/// <param name="block">The block.</param>
/// <param name="owner">The cache for which it was taken.</param>
public sealed class HeldSlab(Block block, int owner)
{
    private readonly List<SlabObject> objects = [];
    private readonly List<SlabObject> vacant = [];
    private readonly Dictionary<PhysAddr, bool> constructed = [];

    /// <summary>The block.</summary>
    public Block Block => block;

    /// <summary>The cache for which it was taken, or <see cref="SlabOperation.Kmalloced"/>.</summary>
    public int Owner => owner;

    /// <summary>The objects in it that are handed out.</summary>
    public IReadOnlyList<SlabObject> Objects => objects;

    /// <summary>Places that were given back and at which nothing was put since.</summary>
    public IReadOnlyList<SlabObject> Vacant => vacant;

    /// <summary>Whether an object in it is handed out.</summary>
    public bool IsInUse => objects.Count > 0;

    /// <summary>Whether a place in it was given back and is free still.</summary>
    public bool HasRoom => vacant.Count > 0;

    /// <summary>Whether a constructor was at work at a place, and must not be again.</summary>
    public bool IsConstructed(PhysAddr start) => constructed.TryGetValue(start, out bool isOnce) && isOnce;

    /// <summary>Whether a constructor was ever at work at a place.</summary>
    public bool WasConstructed(PhysAddr start) => constructed.ContainsKey(start);

    /// <summary>Whether an object lies in it as a whole.</summary>
    public bool Has(SlabObject one) => one.Start.ToPfn() >= block.Start
        && one.Start.ToPfn() < block.End && one.End <= block.End.ToPhysAddr().Value;

    /// <summary>The object that shares a byte with another; null when none does.</summary>
    public SlabObject? OverlappedBy(SlabObject other)
    {
        foreach (SlabObject one in objects)
        {
            if (one.Overlaps(other))
            {
                return one;
            }
        }

        return null;
    }

    /// <summary>An object is handed out.</summary>
    internal void Add(SlabObject one)
    {
        objects.Add(one);

        // Where objects do not lie in places of one size, another may be in the way now.
        if (!vacant.Remove(one))
        {
            vacant.Clear();
        }
    }

    /// <summary>An object is given back.</summary>
    internal void Remove(SlabObject one)
    {
        objects.Remove(one);
        vacant.Add(one);
    }

    /// <summary>A constructor was at work.</summary>
    internal void NoteConstructed(PhysAddr start) => constructed[start] = true;

    /// <summary>What was given up, and not the frames, may be made into objects anew.</summary>
    internal void MayConstructAgain()
    {
        foreach (PhysAddr start in constructed.Keys.ToArray())
        {
            constructed[start] = false;
        }
    }

    /// <summary>Nothing is known any more of places where nothing is.</summary>
    internal void ForgetVacant() => vacant.Clear();
}
