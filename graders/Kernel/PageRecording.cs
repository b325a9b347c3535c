using MmVerify.Spec;

namespace MmVerify.Grader;

/// <summary>
/// What a kernel's page allocator did, from one snapshot of its free lists on: its events, and all snapshots.
/// </summary>
internal sealed class PageRecording
{
    // Linux 6.1 searches again after a steal, and tells of the block that it takes; an interrupt may come in
    // between. Linux 6.12 takes it at once and tells of nothing else.
    private const int FarthestFollower = 16;

    private readonly Dictionary<string, KernelSnapshot> snapshots;

    private PageRecording(
        string path, IReadOnlyList<PageEvent> events, IReadOnlyList<KernelSnapshot> snapshots)
    {
        Path = path;
        Events = [.. WithUntoldTakings(events)];
        this.snapshots = snapshots.GroupBy(static snapshot => snapshot.Label)
            .ToDictionary(static group => group.Key, static group => group.First());
        First = events is [{ Kind: PageEventKind.Snapshot, Label: var label }, ..]
            && this.snapshots.TryGetValue(label, out KernelSnapshot? first)
                ? first
                : throw new BadArgumentException(
                    $"{path}: the first line tells of no snapshot that the other file has");
        foreach (PageEvent one in Events)
        {
            Require(one);
        }

        Maps = [.. First.Zones.Select(MapOf)];
    }

    /// <summary>The file that holds the events.</summary>
    public string Path { get; }

    /// <summary>The events, in their order; a taking that the kernel does not tell of is put in.</summary>
    public IReadOnlyList<PageEvent> Events { get; }

    /// <summary>What the free lists were at first.</summary>
    public KernelSnapshot First { get; }

    /// <summary>
    /// The frames of each zone. Which of those that never appear are the allocator's is not recorded: as many
    /// of them are left out as it was not given, in few rows.
    /// </summary>
    public IReadOnlyList<MemoryMap> Maps { get; }

    /// <summary>Reads a recording.</summary>
    /// <param name="events">The file with the events.</param>
    /// <param name="snapshots">The file with the snapshots.</param>
    /// <exception cref="BadArgumentException">It cannot be used; the message says where and why.</exception>
    public static PageRecording Read(string events, string snapshots) =>
        new(events, PageEventFile.Read(events), SnapshotFile.Read(snapshots));

    /// <summary>The snapshot of which an event tells; null where the file has none of that name.</summary>
    public KernelSnapshot? SnapshotOf(PageEvent told) => snapshots.GetValueOrDefault(told.Label);

    /// <summary>Which of the zones a frame belongs to; -1 for none.</summary>
    public int ZoneOf(Pfn frame)
    {
        for (int i = 0; i < First.Zones.Count; i++)
        {
            if (frame >= First.Zones[i].Start && frame < First.Zones[i].End)
            {
                return i;
            }
        }

        return -1;
    }

    private static IEnumerable<PageEvent> WithUntoldTakings(IReadOnlyList<PageEvent> events)
    {
        int[] steals = [.. events.Index()
            .Where(static told => told.Item.Kind == PageEventKind.Stolen).Select(static told => told.Index)];
        bool isUntold = steals.Count(steal => IsToldSoon(events, steal)) * 2 < steals.Length;
        for (int i = 0; i < events.Count; i++)
        {
            yield return events[i];
            if (isUntold && events[i].Kind == PageEventKind.Stolen)
            {
                yield return events[i] with { Kind = PageEventKind.Taken };
            }
        }
    }

    private static bool IsToldSoon(IReadOnlyList<PageEvent> events, int stolen)
    {
        int end = Math.Min(events.Count, stolen + FarthestFollower);
        for (int i = stolen + 1; i < end; i++)
        {
            if (events[i].Kind == PageEventKind.Taken && events[i].Block.Start == events[stolen].Block.Start)
            {
                return true;
            }
        }

        return false;
    }

    private void Require(PageEvent told)
    {
        bool hasFrames = told.Kind is not (PageEventKind.Snapshot or PageEventKind.Refused);
        if (hasFrames && ZoneOf(told.Block.Start) < 0)
        {
            throw RecordingText.Bad(Path, told.Line, $"{told.Block} is in no zone of the first snapshot");
        }
    }

    private MemoryMap MapOf(ZoneSnapshot zone)
    {
        bool[] isThere = new bool[zone.SpannedPages];
        void Mark(Block block)
        {
            foreach (Pfn frame in block.Frames)
            {
                if (frame >= zone.Start && frame < zone.End)
                {
                    isThere[(int)(frame.Value - zone.Start.Value)] = true;
                }
            }
        }

        foreach (Block block in zone.Free.Concat(zone.OnCpuLists))
        {
            Mark(block);
        }

        foreach (PageEvent one in Events)
        {
            if (one.Kind is not (PageEventKind.Snapshot or PageEventKind.Refused or PageEventKind.Stolen))
            {
                Mark(one.Block);
            }
        }

        LeaveOut(isThere, Math.Max(0, zone.SpannedPages - zone.ManagedPages));
        return new MemoryMap([.. Rows(isThere, true)
            .Select(row => new FrameRange(zone.Start.Plus(row.Start), row.Length))]);
    }

    // The longest rows that never appear go first; what is left of those that never appear is there.
    private static void LeaveOut(bool[] isThere, long count)
    {
        (int Start, int Length)[] unseen =
            [.. Rows(isThere, false).OrderByDescending(static row => row.Length)];
        foreach ((int start, int length) in unseen)
        {
            int left = (int)Math.Min(length, count);
            count -= left;
            isThere.AsSpan(start + left, length - left).Fill(true);
        }
    }

    private static IEnumerable<(int Start, int Length)> Rows(bool[] isThere, bool wanted)
    {
        for (int start = 0; start < isThere.Length;)
        {
            int end = start;
            while (end < isThere.Length && isThere[end] == isThere[start])
            {
                end++;
            }

            if (isThere[start] == wanted)
            {
                yield return (start, end - start);
            }

            start = end;
        }
    }
}
