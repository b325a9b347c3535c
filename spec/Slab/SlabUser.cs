namespace MmVerify.Spec;

/// <summary>
/// Uses what a slab allocator hands out, as its contract allows: constructs objects, fills others with a
/// value of their own, and looks at bytes where the contract says what they are.
/// </summary>
/// <param name="physical">The bytes.</param>
/// <param name="memory">Which of them are held, and which were written.</param>
internal sealed class SlabUser(PhysicalMemory physical, FrameMemory memory)
{
    // Of what is large the first page and the last bytes are used.
    private const long MostHead = Page.SizeBytes;
    private const int TailBytes = 8;
    private const int MostListed = 1 << 10;

    private static readonly byte[] Pattern = [.. Enumerable.Range(0, 1 << 16).Select(ConstructedByte)];

    private readonly Dictionary<ulong, Held> live = [];
    private readonly Dictionary<ulong, CacheRecord> freed = [];
    private readonly HashSet<ulong> damaged = [];
    private readonly List<ByteBreach> breaches = [];
    private readonly List<PhysAddr> constructed = [];
    private int stamps;

    /// <summary>Bytes that are not what they have to be.</summary>
    public List<ByteBreach> Breaches => breaches;

    /// <summary>What was constructed.</summary>
    public List<PhysAddr> Constructed => constructed;

    /// <summary>What a constructor writes.</summary>
    /// <param name="offset">Which byte.</param>
    public static byte ConstructedByte(int offset) => (byte)(0xc1 + (offset % 31));

    /// <summary>Begins a step.</summary>
    public void Begin()
    {
        breaches.Clear();
        constructed.Clear();
        memory.BeginStep();
    }

    /// <summary>The cache of what is handed out at an address; null where it is of kmalloc, or nothing is.
    /// </summary>
    public CacheRecord? CacheAt(PhysAddr start) =>
        live.TryGetValue(start.Value, out Held held) ? held.Cache : null;

    /// <summary>How many bytes were asked for at an address.</summary>
    public long SizeAt(PhysAddr start) => live.TryGetValue(start.Value, out Held held) ? held.Size : 0;

    /// <summary>Constructs an object.</summary>
    public void Construct(PhysAddr start, long size)
    {
        if (constructed.Count < MostListed)
        {
            constructed.Add(start);
        }

        if (memory.Holds(start, size))
        {
            for (long at = 0; at < size; at += Pattern.Length)
            {
                int length = (int)Math.Min(size - at, Pattern.Length);
                physical.Write(new PhysAddr(start.Value + (ulong)at), Pattern.AsSpan(0, length));
            }
        }
        else
        {
            memory.Fill(start, size, 0); // which notes the misuse
        }
    }

    /// <summary>Something was handed out: looks at it, and uses it.</summary>
    /// <param name="start">Where.</param>
    /// <param name="size">How many bytes.</param>
    /// <param name="cache">From which cache; null for kmalloc.</param>
    /// <param name="isZeroed">Whether the bytes have to be 0.</param>
    /// <param name="kept">What was held before that has to be there; null where nothing is moved.</param>
    public void Take(
        PhysAddr start, long size, CacheRecord? cache, bool isZeroed, (long Size, byte Stamp)? kept)
    {
        freed.Remove(start.Value);
        damaged.Remove(start.Value);
        if (!memory.Holds(start, size))
        {
            live[start.Value] = new(size, 0, cache, IsUsed: false);
            return;
        }

        if (cache is { Setup.IsConstructed: true })
        {
            CheckConstructed(start, size, ByteRule.Constructed);
            live[start.Value] = new(size, 0, cache, IsUsed: true);
            return;
        }

        if (cache is { IsPoisoned: true })
        {
            CheckPoison(start, size);
        }

        Check(ByteRule.Zeroed, start, isZeroed ? size : 0, 0);
        if (kept is (long before, byte stamp))
        {
            Check(ByteRule.Kept, start, Math.Min(Math.Min(before, size), MostHead), stamp);
        }

        byte own = NextStamp();
        physical.Fill(start, Math.Min(size, MostHead), own);
        if (size > MostHead)
        {
            physical.Fill(TailOf(start, size), TailBytes, own);
        }

        live[start.Value] = new(size, own, cache, IsUsed: true);
    }

    /// <summary>Something is given up: what was in it; null where nothing was handed out.</summary>
    public (long Size, byte Stamp)? Leave(PhysAddr start)
    {
        bool wasLive = live.Remove(start.Value, out Held held);
        damaged.Remove(start.Value);
        if (wasLive && held.Cache is CacheRecord cache)
        {
            freed[start.Value] = cache;
        }

        return wasLive && held.IsUsed ? (held.Size, held.Stamp) : null;
    }

    /// <summary>An object was given back: looks whether it is filled with poison.</summary>
    public void CheckFreed(PhysAddr start, CacheRecord cache)
    {
        if (cache.IsPoisoned && memory.Holds(start, cache.Setup.SizeBytes))
        {
            CheckPoison(start, cache.Setup.SizeBytes);
        }
    }

    /// <summary>Forgets what was free in frames that were given back.</summary>
    public void Forget(LowerCalls calls)
    {
        foreach (ref readonly LowerCall call in calls.All)
        {
            if (call.Kind == LowerCallKind.GiveBack && call.Errno == Errno.None && freed.Count > 0)
            {
                Block block = call.Block;
                foreach (ulong start in freed.Keys.Where(start => IsIn(block, start)).ToArray())
                {
                    freed.Remove(start);
                }
            }
        }
    }

    /// <summary>Looks at what was written in this step: nothing that is handed out may have
    /// changed.</summary>
    public void CheckUntouched()
    {
        if (memory.Written is not IReadOnlyList<(PhysAddr Start, long Count)> written)
        {
            foreach ((ulong start, Held held) in live)
            {
                CheckUntouched(new PhysAddr(start), held);
            }

            return;
        }

        foreach ((PhysAddr from, long count) in written)
        {
            foreach ((ulong start, Held held) in live)
            {
                if (start < from.Value + (ulong)count && from.Value < start + (ulong)held.Size)
                {
                    CheckUntouched(new PhysAddr(start), held);
                }
            }
        }
    }

    /// <summary>Writes just outside of an object, where its cache watches.</summary>
    /// <returns>Whether it could be done.</returns>
    public bool Overrun(PhysAddr start, CacheRecord cache, int distance)
    {
        if (!live.TryGetValue(start.Value, out Held held) || held.Cache != cache || !cache.IsRedZoned
            || distance < -CacheSetup.RedZoneBytes || distance >= RightZoneOf(held.Size)
            || !damaged.Add(start.Value))
        {
            return false;
        }

        ulong at = distance < 0
            ? start.Value - (ulong)-distance
            : start.Value + (ulong)held.Size + (ulong)distance;
        Damage(new PhysAddr(at));
        return true;
    }

    /// <summary>Writes into a free object, where its cache watches.</summary>
    /// <returns>Whether it could be done.</returns>
    public bool WriteFreed(PhysAddr start, CacheRecord asked, int offset)
    {
        if (!freed.TryGetValue(start.Value, out CacheRecord? cache) || cache != asked || !cache.IsPoisoned
            || offset < 0 || offset >= cache.Setup.SizeBytes
            || !memory.Holds(start, cache.Setup.SizeBytes) || !damaged.Add(start.Value))
        {
            return false;
        }

        Damage(new PhysAddr(start.Value + (ulong)offset));
        return true;
    }

    /// <summary>How many bytes behind an object are watched.</summary>
    public static long RightZoneOf(long size) =>
        size % CacheSetup.RedZoneBytes == 0
            ? CacheSetup.RedZoneBytes
            : CacheSetup.RedZoneBytes - (size % CacheSetup.RedZoneBytes);

    // Where another object lies, or nobody's memory, because there is no red zone, nothing is spoilt.
    private void Damage(PhysAddr at)
    {
        bool isOthers = live.Any(one => at.Value >= one.Key && at.Value - one.Key < (ulong)one.Value.Size);
        if (memory.Holds(at, 1) && !isOthers)
        {
            physical.Write(at, (byte)(physical.Read(at) ^ 0xff));
        }
    }

    private void CheckUntouched(PhysAddr start, Held held)
    {
        if (!held.IsUsed || !memory.Holds(start, held.Size))
        {
            return;
        }

        if (held.Cache is { Setup.IsConstructed: true })
        {
            CheckConstructed(start, held.Size, ByteRule.Untouched);
            return;
        }

        Check(ByteRule.Untouched, start, Math.Min(held.Size, MostHead), held.Stamp);
        if (held.Size > MostHead)
        {
            Check(ByteRule.Untouched, TailOf(start, held.Size), TailBytes, held.Stamp);
        }
    }

    private void CheckConstructed(PhysAddr start, long size, ByteRule rule)
    {
        byte[] bytes = new byte[Math.Min(size, Pattern.Length)];
        physical.Read(start, bytes);
        int same = bytes.AsSpan().CommonPrefixLength(Pattern.AsSpan(0, bytes.Length));
        if (same < bytes.Length)
        {
            Note(new(rule, start, same, Pattern[same], bytes[same]));
        }
    }

    private void CheckPoison(PhysAddr start, long size)
    {
        Check(ByteRule.Poisoned, start, size - 1, CacheSetup.PoisonFree);
        byte last = physical.Read(new PhysAddr(start.Value + (ulong)size - 1));
        if (last != CacheSetup.PoisonEnd)
        {
            Note(new(ByteRule.Poisoned, start, size - 1, CacheSetup.PoisonEnd, last));
        }
    }

    private void Check(ByteRule rule, PhysAddr start, long count, byte value)
    {
        long same = physical.CountOf(start, count, value);
        if (same < count)
        {
            byte actual = physical.Read(new PhysAddr(start.Value + (ulong)same));
            Note(new(rule, start, same, value, actual));
        }
    }

    private void Note(ByteBreach breach)
    {
        if (!breaches.Exists(one => one.Rule == breach.Rule))
        {
            breaches.Add(breach);
        }
    }

    // Neither 0 nor poison.
    private byte NextStamp() => (byte)(1 + (stamps++ % 100));

    private static PhysAddr TailOf(PhysAddr start, long size) => new(start.Value + (ulong)(size - TailBytes));

    private static bool IsIn(Block block, ulong start)
    {
        ulong frame = start / Page.SizeBytes;
        return frame >= block.Start.Value && frame - block.Start.Value < (ulong)block.PageCount;
    }

    private readonly record struct Held(long Size, byte Stamp, CacheRecord? Cache, bool IsUsed);
}

/// <summary>A cache that a program has made.</summary>
/// <param name="Number">How many were made before.</param>
/// <param name="Cache">What the implementation calls it.</param>
/// <param name="Setup">What it was made with.</param>
internal sealed record CacheRecord(int Number, SlabCache Cache, SlabOperation.CreateCache Setup)
{
    /// <summary>Whether it was ended.</summary>
    public bool IsDestroyed { get; set; }

    /// <summary>Whether its free objects are filled with poison.</summary>
    public bool IsPoisoned { get; } = Setup.Flags.HasFlag(CacheFlags.Poison) && !Setup.IsConstructed;

    /// <summary>Whether what is written just outside of its objects is recognised.</summary>
    public bool IsRedZoned { get; } = Setup.Flags.HasFlag(CacheFlags.RedZone);
}
