using MmVerify.Spec;

namespace MmVerify.Grader;

/// <summary>What was written down of a zone at one moment.</summary>
/// <param name="Kind">Which zone.</param>
/// <param name="Start">Its first frame.</param>
/// <param name="SpannedPages">From the first to the last frame. Unit: pages.</param>
/// <param name="ManagedPages">Frames that the allocator was given. Unit: pages.</param>
/// <param name="Marks">Its watermarks, without the boost.</param>
/// <param name="BoostPages">What is kept free besides for a while after blocks of another kind of mobility
/// were taken. Unit: pages.</param>
/// <param name="Free">The blocks of its free lists.</param>
/// <param name="OnCpuLists">The blocks on the lists of CPUs.</param>
internal sealed record ZoneSnapshot(
    ZoneKind Kind,
    Pfn Start,
    long SpannedPages,
    long ManagedPages,
    Watermarks Marks,
    long BoostPages,
    IReadOnlyList<Block> Free,
    IReadOnlyList<Block> OnCpuLists)
{
    /// <summary>The frame behind the zone's last one.</summary>
    public Pfn End => Start.Plus(SpannedPages);

    /// <summary>The free lists, as an allocator would tell of them.</summary>
    public BuddyReport Report()
    {
        CountPerOrder counts = default;
        foreach (Block block in Free)
        {
            counts[block.Order.Value]++;
        }

        return new BuddyReport(counts.PageCount(), in counts);
    }
}

/// <summary>What was written down of all zones at one moment.</summary>
/// <param name="Label">Its name.</param>
/// <param name="Zones">Those that have frames, lowest first.</param>
internal sealed record KernelSnapshot(string Label, IReadOnlyList<ZoneSnapshot> Zones);
