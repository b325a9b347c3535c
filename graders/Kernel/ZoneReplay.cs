using MmVerify.Spec;

namespace MmVerify.Grader;

/// <summary>
/// Takes a kernel for an allocator with zones: what it handed out for which request, and what it refused.
/// Frames on the lists of CPUs are not free, as for the kernel when it compares with its marks; the moment
/// before one of them is handed out it becomes free.
/// </summary>
internal sealed class ZoneReplay
{
    private const string View = "all zones together: what was asked for, handed out and refused";

    // How far the count that a kernel compares with its marks may be off, for each CPU: Linux mm/vmstat.c,
    // calculate_normal_threshold. Unit: pages.
    private const long MostDrift = 125;

    // Linux mm/page_alloc.c, boost_watermark: watermark_boost_factor 15000, at least a pageblock.
    private const long LeastBoost = 512;

    // How many numbers are tried for min_free_kbytes, in fours, from the least that there can be.
    private const int MostTrials = 64;
    private const int KibiBytesOfPage = 4;

    private static readonly ZonesChapter Chapter = ZonesChapter.Instance;

    private static readonly Dictionary<string, string> NotJudged = new()
    {
        ["ZONE-ACCOUNT"] = "the free pages are known at each snapshot, not after each step; "
            + "there BUDDY-CONSERVES compares them",
        ["ZONE-FREED-HOME"] = "the free pages are known at each snapshot, not after each step",
        ["ZONE-RESERVES"] = "a snapshot does not tell the reserves",
        ["ZONE-WAKE"] = "no event tells that kswapd was asked to wake",
        ["ZONE-REFUSES"] = "an event tells that there was no block, and not the reason",
        ["ZONE-REFUSAL-CHANGES-NOTHING"] = "the free pages are known at each snapshot, not after each step",
        ["ZONE-NO-THROW"] = "an event is told of what was done",
        ["ZONE-TERMINATES"] = "an event is told of what was done",
    };

    private static readonly ulong OfReports = LawBits.Of(Chapter, "ZONE-WATERMARKS");

    // A kernel whose marks are raised for a while may refuse what these laws ask for.
    private static readonly ulong OfLackingMarks = LawBits.Of(
        Chapter, "ZONE-PLACEMENT", "ZONE-FALLBACK-ORDER", "ZONE-SERVES", "ZONE-ATOMIC-DEEPER");

    private static readonly ulong OfKeptMarks = LawBits.Of(
        Chapter, "ZONE-MIN-KEPT", "ZONE-ATOMIC-LIMIT", "ZONE-LOWMEM-RESERVE");

    private static readonly ulong OfPlaces = LawBits.Of(
        Chapter, "ZONE-SOUND", "ZONE-HOLE", "ZONE-NO-CROSSING", "ZONE-NEVER-HIGHER");

    private static readonly ulong OfFlags = LawBits.Of(Chapter, "ZONE-BAD-FLAGS");

    private static readonly Order Single = new(0);

    private readonly PageRecording recording;
    private readonly EventJudge<ZonesSetup, ZonesOperation, ZonesReply, ZonesModel> judge;
    private readonly Dictionary<Pfn, Holder> holders = [];
    private readonly long[] mostBoost;
    private readonly string? whyNoMarks;
    private long large;
    private long untoldAllocations;
    private long nearMark;
    private long raised;

    private ZoneReplay(PageRecording recording)
    {
        this.recording = recording;
        mostBoost = [.. recording.First.Zones.Select(MostBoostNow)];
        var memory = new MemoryMap([.. recording.Maps.SelectMany(static map => map.Ranges)
            .Aggregate(new List<FrameRange>(), Join)]);
        ZonesSetup? setup = SetupOf(memory, recording.First);
        whyNoMarks = setup is null ? "no min_free_kbytes gives the marks of the first snapshot" : null;
        judge = new(Chapter, setup ?? new ZonesSetup(memory, ZoneLayout.Amd64, new KibiBytes(0)));
        Fill();
    }

    private enum Holder
    {
        Somebody,
        CpuList,
        FreeList,
    }

    /// <summary>Judges a recording.</summary>
    public static ReplayedChapter Run(PageRecording recording)
    {
        var replay = new ZoneReplay(recording);
        foreach (PageEvent told in recording.Events)
        {
            replay.See(told);
        }

        var notJudged = new Dictionary<string, string>(NotJudged);
        foreach (Law law in Chapter.Laws)
        {
            ulong bit = LawBits.Of(Chapter, law.Id);
            if (replay.whyNoMarks is string why && (bit & (OfLackingMarks | OfKeptMarks | OfReports)) != 0)
            {
                notJudged[law.Id] = why;
            }
        }

        return ReplayedChapter.Of(
            Chapter, View, replay.judge.Witnesses, replay.judge.Breaches, notJudged, replay.Notes());
    }

    private static List<FrameRange> Join(List<FrameRange> ranges, FrameRange next)
    {
        if (ranges.Count > 0 && ranges[^1].End == next.Start)
        {
            ranges[^1] = ranges[^1] with { PageCount = ranges[^1].PageCount + next.PageCount };
        }
        else
        {
            ranges.Add(next);
        }

        return ranges;
    }

    // The marks tell what was to be kept free, up to a few KiB.
    private static ZonesSetup? SetupOf(MemoryMap memory, KernelSnapshot first)
    {
        var tried = new ZonesModel();
        long least = first.Zones.Sum(static zone => zone.Marks.Min);
        for (long pages = least; pages < least + MostTrials; pages++)
        {
            var setup = new ZonesSetup(memory, ZoneLayout.Amd64, new KibiBytes(pages * KibiBytesOfPage));
            tried.Start(setup);
            if (first.Zones.All(zone => tried.WatermarksOf(zone.Kind) == zone.Marks))
            {
                return setup;
            }
        }

        return null;
    }

    // By how much the marks may be raised until the next snapshot.
    private static long MostBoostNow(ZoneSnapshot zone) => zone.BoostPages == 0 ? 0 : MostBoostOf(zone);

    private static long MostBoostOf(ZoneSnapshot zone) =>
        Math.Max(LeastBoost, zone.Marks.High + (zone.Marks.High / 2));

    private static IEnumerable<Block> PiecesOf(Block block)
    {
        var order = new Order(Math.Min(block.Order.Value, ZonesSetup.MaxOrder));
        for (Pfn start = block.Start; start < block.End; start = start.Plus(order.PageCount))
        {
            yield return new Block(start, order);
        }
    }

    private IEnumerable<ReplayNote> Notes() =>
    [
        new(untoldAllocations, "blocks were given back that no event tells of having been handed out: "
            + "held since before the recording, or handed out many at once"),
        new(large, $"blocks above order {ZonesSetup.MaxOrder} were judged by where they lie, "
            + "in pieces, since the contract ends there"),
        new(nearMark, "requests were not compared with marks: the zone was so near to one "
            + "that the kernel's own count, which is not exact, decides"),
        new(raised, "requests were not compared with marks: they may have been raised for a while, "
            + "after blocks of another kind of mobility were taken"),
        ReplayNote.OfUnseen(judge.Unseen),
    ];

    private void Fill()
    {
        foreach (ZoneSnapshot zone in recording.First.Zones)
        {
            foreach (Pfn frame in zone.Free.SelectMany(static block => block.Frames))
            {
                holders[frame] = Holder.FreeList;
            }

            foreach (Pfn frame in zone.OnCpuLists.SelectMany(static block => block.Frames))
            {
                holders[frame] = Holder.CpuList;
            }
        }

        foreach (FrameRange range in judge.Model.Setup.Memory.Ranges)
        {
            for (Pfn frame = range.Start; frame < range.End; frame = frame.Plus(1))
            {
                if (HolderOf(frame) != Holder.FreeList)
                {
                    Hold(0, frame);
                }
            }
        }
    }

    private Holder HolderOf(Pfn frame) => holders.GetValueOrDefault(frame);

    private void See(PageEvent told)
    {
        switch (told.Kind)
        {
            case var _ when !judge.CanSee():
                break;
            case PageEventKind.Snapshot:
                Compare(told);
                break;
            case PageEventKind.Stolen:
                int zone = recording.ZoneOf(told.Block.Start);
                mostBoost[zone] = MostBoostOf(recording.First.Zones[zone]);
                break;
            case PageEventKind.Refused:
                Judge(told, new ZonesReply(Outcome.Of(Errno.ENOMEM), default), 0);
                break;
            case PageEventKind.Allocated:
                Allocate(told);
                break;
            case PageEventKind.Freed:
                Free(told);
                break;
            case PageEventKind.Taken:
                Move(told, Holder.FreeList, Holder.CpuList);
                break;
            case PageEventKind.Returned:
                Move(told, Holder.CpuList, Holder.FreeList);
                break;
        }
    }

    private void Compare(PageEvent told)
    {
        if (recording.SnapshotOf(told) is not KernelSnapshot snapshot)
        {
            return;
        }

        ZonesReport report = default;
        for (int i = 0; i < mostBoost.Length; i++)
        {
            ZoneKind kind = recording.First.Zones[i].Kind;
            if (snapshot.Zones.FirstOrDefault(zone => zone.Kind == kind) is ZoneSnapshot known)
            {
                mostBoost[i] = MostBoostNow(known);
                report.Tell(kind, known.Marks);
            }
        }

        var reply = new ZonesReply(Outcome.Of(Errno.EINVAL), default) { Report = report };
        if (whyNoMarks is null)
        {
            judge.Compare(told.Line, new ZonesOperation.FreeAt(default), reply, OfReports);
        }
    }

    // What was on the list of a CPU becomes free just before it is handed out; what was in somebody's hands
    // does not, and ZONE-SOUND tells.
    private void Allocate(PageEvent told)
    {
        foreach (Pfn frame in told.Block.Frames)
        {
            if (HolderOf(frame) == Holder.CpuList)
            {
                LetGo(told.Line, frame);
            }

            holders[frame] = Holder.Somebody;
        }

        large += told.Block.Order.Value > ZonesSetup.MaxOrder ? 1 : 0;
        foreach (Block piece in PiecesOf(told.Block))
        {
            var reply = new ZonesReply(Outcome.Done, piece, IsLoan: true);
            if (!Judge(told with { Block = piece }, reply, told.Block == piece ? 0 : ~OfPlaces))
            {
                return;
            }

            judge.Do(told.Line, new ZonesOperation.FreeAt(piece), new ZonesReply(Outcome.Done, piece), 0);
            foreach (Pfn frame in piece.Frames)
            {
                Hold(told.Line, frame);
            }
        }
    }

    private bool Judge(PageEvent told, ZonesReply reply, ulong but)
    {
        ulong laws = OfPlaces | OfFlags;
        var request = new ZonesOperation.Allocate(told.Block.Order, told.Flags);
        if (whyNoMarks is null && judge.Model.RequestOf(request) is ZoneRequest known)
        {
            ulong decided = DecidedFor(known);
            laws |= decided & (OfLackingMarks | OfKeptMarks);
        }

        return judge.Do(told.Line, request, reply, laws & ~but);
    }

    // Which laws of marks are not decided by a few pages that the kernel may count otherwise.
    private ulong DecidedFor(ZoneRequest request)
    {
        ZonesModel model = judge.Model;
        bool isNear = false;
        bool isRaised = false;
        for (int i = 0; i < mostBoost.Length; i++)
        {
            ZoneKind zone = recording.First.Zones[i].Kind;
            if (zone <= request.Named)
            {
                Watermarks marks = model.WatermarksOf(zone);
                foreach (long mark in (ReadOnlySpan<long>)[marks.Low, marks.Min, model.MinFor(zone, request)])
                {
                    foreach (long reserve in (ReadOnlySpan<long>)[0, model.Reserve(zone, request.Named)])
                    {
                        long above = model.Spare(zone, request) - mark - reserve;
                        isNear |= Math.Abs(above) <= MostDrift;
                        isRaised |= above > 0 && above <= mostBoost[i] + MostDrift && mostBoost[i] > 0;
                    }
                }
            }
        }

        nearMark += isNear ? 1 : 0;
        raised += isRaised && !isNear ? 1 : 0;
        return isNear ? 0 : isRaised ? OfKeptMarks : OfKeptMarks | OfLackingMarks;
    }

    private void Free(PageEvent told)
    {
        bool isKnown = true;
        foreach (Pfn frame in told.Block.Frames)
        {
            isKnown &= HolderOf(frame) == Holder.Somebody && holders.ContainsKey(frame);
            if (HolderOf(frame) != Holder.FreeList)
            {
                holders[frame] = Holder.CpuList;
            }
        }

        untoldAllocations += isKnown ? 0 : 1;
        if (!told.IsOfCpuLists)
        {
            Move(told, Holder.CpuList, Holder.FreeList);
        }
    }

    private void Move(PageEvent told, Holder from, Holder to)
    {
        foreach (Pfn frame in told.Block.Frames)
        {
            if (from == Holder.FreeList)
            {
                Hold(told.Line, frame);
            }
            else
            {
                LetGo(told.Line, frame);
            }

            holders[frame] = to;
        }
    }

    private void Hold(int line, Pfn frame) => judge.Do(
        line,
        new ZonesOperation.Allocate(Single, Gfp.None),
        new ZonesReply(Outcome.Done, new Block(frame, Single), IsLoan: true),
        0);

    private void LetGo(int line, Pfn frame) => judge.Do(
        line,
        new ZonesOperation.FreeAt(new Block(frame, Single)),
        new ZonesReply(Outcome.Done, new Block(frame, Single)),
        0);
}
