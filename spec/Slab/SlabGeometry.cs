namespace MmVerify.Spec;

/// <summary>Which kernel a number is of: they differ in how far they lower their demands.</summary>
public enum KernelSeries
{
    /// <summary>Linux 6.1.</summary>
    Linux61,

    /// <summary>Linux 6.12.</summary>
    Linux612,
}

/// <summary>
/// How SLUB lays out an object with all that belongs to it, and how large it makes a slab of them. No law
/// asks for it: it is how Linux does it. Source: Linux mm/slub.c, <c>calculate_sizes</c> and
/// <c>calculate_order</c>; equal to what kernels 6.1.192 and 6.12.115 answered.
/// </summary>
public static class SlabGeometry
{
    /// <summary>The order above which slabs are only made for what does not fit otherwise. Linux:
    /// <c>slub_max_order</c>.</summary>
    public const int UsualMaxOrder = 3;

    /// <summary>What is remembered of who allocated and who freed an object. Linux: two times
    /// <c>struct track</c>. Unit: bytes.</summary>
    public const int TrackBytes = 64;

    private const int WordBytes = 8;
    private const int LeastFraction = 16;

    /// <summary>The bytes in front of an object that are watched. Linux: <c>red_left_pad</c>.</summary>
    /// <param name="cache">What the cache is made with.</param>
    public static int LeftPad(CacheSetup cache) =>
        cache.IsRedZoned ? (int)RoundUp(WordBytes, cache.EffectiveAlign) : 0;

    /// <summary>From one object to the next. Linux: <c>s->size</c>. Unit: bytes.</summary>
    /// <param name="cache">What the cache is made with.</param>
    /// <param name="isTypesafeByRcu">Whether objects are read while they are free.</param>
    /// <param name="storesUser">Whether it is remembered who allocated and freed an object.</param>
    public static long SlotBytes(CacheSetup cache, bool isTypesafeByRcu = false, bool storesUser = false)
    {
        bool isPoisoned = cache.Flags.HasFlag(CacheFlags.Poison);
        long size = RoundUp(cache.SizeBytes, WordBytes);
        size += cache.IsRedZoned && size == cache.SizeBytes ? WordBytes : 0;

        // Where the pointer to the next free object must not lie in the object it lies behind it.
        bool isPointerOutside = isTypesafeByRcu || isPoisoned || cache.Constructor is not null
            || (cache.IsRedZoned && cache.SizeBytes < WordBytes);
        size += isPointerOutside ? WordBytes : 0;
        size += storesUser ? TrackBytes : 0;
        size += cache.IsRedZoned ? WordBytes + LeftPad(cache) : 0;
        return RoundUp(size, cache.EffectiveAlign);
    }

    /// <summary>The order of a slab; null when an object is too large for any.</summary>
    /// <param name="slotBytes">From one object to the next.</param>
    /// <param name="cpus">How many processors there are: the more, the more objects in a slab.</param>
    /// <param name="series">Of which kernel.</param>
    public static Order? OrderFor(long slotBytes, int cpus, KernelSeries series = KernelSeries.Linux612)
    {
        long most = Math.Max((Page.SizeBytes << UsualMaxOrder) / slotBytes, 1);
        long least = Math.Min(4 * (BitsOf(cpus) + 1), most);
        Order? found = series == KernelSeries.Linux61
            ? LoweringDemands(slotBytes, least)
            : WithWaste(slotBytes, least, LeastFraction, lowest: 2);
        return found ?? (slotBytes <= CacheSetup.MostBytes ? Order.ForBytes(slotBytes) : null);
    }

    /// <summary>How many objects a slab has.</summary>
    /// <param name="order">Its order.</param>
    /// <param name="slotBytes">From one object to the next.</param>
    public static int ObjectsIn(Order order, long slotBytes) =>
        (int)Math.Min(order.PageCount * Page.SizeBytes / slotBytes, short.MaxValue);

    /// <summary>The next multiple.</summary>
    /// <param name="value">A number.</param>
    /// <param name="of">Of what.</param>
    public static long RoundUp(long value, long of) => (value + of - 1) / of * of;

    // 6.1 is content with fewer objects before it wastes more.
    private static Order? LoweringDemands(long slotBytes, long least)
    {
        for (long objects = least; objects > 1; objects--)
        {
            if (WithWaste(slotBytes, objects, LeastFraction, lowest: 4) is Order order)
            {
                return order;
            }
        }

        return WithWaste(slotBytes, 1, 1, lowest: 1);
    }

    private static Order? WithWaste(long slotBytes, long objects, int fraction, int lowest)
    {
        if (objects * slotBytes > CacheSetup.MostBytes)
        {
            return null;
        }

        for (int part = fraction; part >= lowest; part /= 2)
        {
            for (int order = Order.ForBytes(objects * slotBytes).Value; order <= UsualMaxOrder; order++)
            {
                long bytes = (long)Page.SizeBytes << order;
                if (bytes % slotBytes <= bytes / part)
                {
                    return new Order(order);
                }
            }
        }

        return null;
    }

    private static int BitsOf(int number) => int.Log2(number) + 1;
}
