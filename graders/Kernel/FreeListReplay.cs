using MmVerify.Spec;

namespace MmVerify.Grader;

/// <summary>
/// Takes the free lists of a kernel's zone for a buddy allocator: what leaves them is handed out, what comes
/// to them is given back. Who holds it meanwhile, the list of a CPU or somebody beyond, makes no difference.
/// </summary>
internal sealed class FreeListReplay
{
    private const string View = "the free lists of each zone: what leaves them, and what comes to them";

    private static readonly BuddyChapter Chapter = BuddyChapter.Instance;

    private static readonly Dictionary<string, string> NotJudged = new()
    {
        ["BUDDY-EXACT-SIZE"] = "an event tells the order of the block, and not what was asked for",
        ["BUDDY-FAILS-ONLY-WHEN-FULL"] =
            "a kernel refuses because of its watermarks, long before its lists are empty: see Zones",
        ["BUDDY-RESTORES"] = "at no time is everything given back",
        ["BUDDY-WRONG-ORDER-FREE"] =
            "a kernel may split a block that is handed out, and gets it back in parts (split_page)",
        ["BUDDY-REFUSES"] = "an event tells that there was no block, and not the reason",
        ["BUDDY-REFUSAL-CHANGES-NOTHING"] = "the free lists are known at each snapshot, not at each refusal",
        ["BUDDY-COST"] = "an event tells nothing of steps",
        ["BUDDY-NO-THROW"] = "an event is told of what was done",
        ["BUDDY-TERMINATES"] = "an event is told of what was done",
    };

    private static readonly ulong OfReports = LawBits.Of(
        Chapter, "BUDDY-MERGE", "BUDDY-CONSERVES");

    private static readonly ulong OfEvents = LawBits.AllBut(Chapter, NotJudged.Keys) & ~OfReports;

    private readonly EventJudge<BuddySetup, BuddyOperation, BuddyReply, BuddyModel> judge;
    private readonly long heldBefore;
    private long regrouped;

    private FreeListReplay(ZoneSnapshot zone, MemoryMap memory)
    {
        judge = new(Chapter, new BuddySetup(memory, Order.Max));
        var free = new HashSet<Pfn>(zone.Free.SelectMany(static block => block.Frames));
        foreach (FrameRange range in memory.Ranges)
        {
            for (Pfn frame = range.Start; frame < range.End; frame = frame.Plus(1))
            {
                if (!free.Contains(frame))
                {
                    heldBefore++;
                    Take(0, new Block(frame, new Order(0)), 0);
                }
            }
        }
    }

    /// <summary>Judges a recording.</summary>
    public static ReplayedChapter Run(PageRecording recording)
    {
        FreeListReplay[] zones = [.. recording.First.Zones
            .Select((zone, i) => new FreeListReplay(zone, recording.Maps[i]))];
        foreach (PageEvent told in recording.Events)
        {
            if (told.Kind == PageEventKind.Snapshot)
            {
                Compare(recording, told, zones);
            }
            else if (told.Kind != PageEventKind.Refused)
            {
                zones[recording.ZoneOf(told.Block.Start)].See(told);
            }
        }

        long[] witnesses = new long[Chapter.Laws.Count];
        foreach (FreeListReplay zone in zones)
        {
            for (int i = 0; i < witnesses.Length; i++)
            {
                witnesses[i] += zone.judge.Witnesses[i];
            }
        }

        return ReplayedChapter.Of(
            Chapter,
            View,
            witnesses,
            [.. zones.SelectMany(static zone => zone.judge.Breaches)],
            NotJudged,
            NotesOf(recording, zones));
    }

    private static IEnumerable<ReplayNote> NotesOf(PageRecording recording, FreeListReplay[] zones) =>
    [
        new(
            zones.Sum(static zone => zone.heldBefore),
            "frames were held when the recording began, nobody knows in which blocks"),
        new(
            zones.Sum(static zone => zone.regrouped),
            "blocks came back that had been taken as parts, or as part of a larger one"),
        new(
            recording.Events.Count(static told => told.Kind == PageEventKind.Refused),
            "requests were refused before they came to the free lists"),
        ReplayNote.OfUnseen(zones.Sum(static zone => zone.judge.Unseen)),
    ];

    private static void Compare(PageRecording recording, PageEvent told, FreeListReplay[] zones)
    {
        if (recording.SnapshotOf(told) is not KernelSnapshot snapshot)
        {
            return;
        }

        for (int i = 0; i < zones.Length; i++)
        {
            ZoneKind kind = recording.First.Zones[i].Kind;
            if (snapshot.Zones.FirstOrDefault(zone => zone.Kind == kind) is ZoneSnapshot known)
            {
                zones[i].Compare(told.Line, known);
            }
        }
    }

    private void See(PageEvent told)
    {
        if (!judge.CanSee())
        {
            return;
        }

        if (told.Kind == PageEventKind.Taken)
        {
            Take(told.Line, told.Block, OfEvents);
        }
        else if (told.Kind == PageEventKind.Returned
            || (told.Kind == PageEventKind.Freed && !told.IsOfCpuLists))
        {
            if (judge.Model.ClaimOf(told.Block) != BuddyClaim.Held && IsAllHeld(told.Block))
            {
                regrouped++;
                Regroup(told);
            }

            GiveBack(told.Line, told.Block, OfEvents);
        }
    }

    private bool IsAllHeld(Block block)
    {
        Block frames = block with { Order = new Order(0) };
        return block.Frames.All(frame => HolderOf(frames with { Start = frame }) is not null);
    }

    // The block that is handed out and has a frame in it.
    private Block? HolderOf(Block frame) => judge.Model.Exists(frame) && !judge.Model.IsFree(frame)
        ? judge.Model.ClaimOf(frame) == BuddyClaim.Held ? frame : judge.Model.FirstHeldIn(frame)
        : null;

    // What is held in other blocks is held in this one and single frames: the model is told so.
    private void Regroup(PageEvent told)
    {
        var single = new Order(0);
        foreach (Pfn frame in told.Block.Frames)
        {
            if (HolderOf(new Block(frame, single)) is Block holder)
            {
                GiveBack(told.Line, holder, 0);
                foreach (Pfn other in holder.Frames)
                {
                    if (other < told.Block.Start || other >= told.Block.End)
                    {
                        Take(told.Line, new Block(other, single), 0);
                    }
                }
            }
        }

        Take(told.Line, told.Block, 0);
    }

    private void Take(int line, Block block, ulong laws) => judge.Do(
        line,
        new BuddyOperation.Allocate(block.Order),
        new BuddyReply(Outcome.Done, block, IsLoan: true),
        laws);

    private void GiveBack(int line, Block block, ulong laws) =>
        judge.Do(line, new BuddyOperation.FreeAt(block), new BuddyReply(Outcome.Done, block), laws);

    // A request that is refused changes nothing, so that what the lists are can be told with it.
    private void Compare(int line, ZoneSnapshot known)
    {
        BuddyReport report = known.Report();
        var nothing = new Block(default, new Order(0));
        var reply = new BuddyReply(Outcome.Of(Errno.EINVAL), nothing, in report, 0, false);
        judge.Compare(line, new BuddyOperation.FreeAt(nothing), reply, OfReports);
    }
}
