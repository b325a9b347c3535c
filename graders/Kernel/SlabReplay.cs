using System.Globalization;
using MmVerify.Spec;

namespace MmVerify.Grader;

/// <summary>
/// Takes a kernel's SLUB for a slab allocator. A recording has one event in each line: <c>begin,size</c>, a
/// cache of objects of that size; <c>a,address,frame</c>, an object was handed out, in the slab that starts
/// at that frame; <c>f,address</c>, it was given back; <c>end</c>. Addresses are hexadecimal. When frames are
/// taken and given back is not told: they are taken when an object is first handed out of them, and a slab in
/// which nothing is handed out may be gone.
/// </summary>
internal sealed class SlabReplay
{
    private const string View = "caches of one object size each, on one CPU";
    private const string Frames = "a recording does not tell when frames are taken and given back";
    private const string Bytes = "a recording tells of addresses, and not of bytes";
    private const string Done = "an event is told of what was done";

    private const int Cpus = 1;
    private const int Name = 0;
    private const ulong HighestByte = PageEventFile.HighestFrame * Page.SizeBytes;

    private static readonly SlabChapter Chapter = SlabChapter.Instance;

    private static readonly Dictionary<string, string> NotJudged = new()
    {
        ["SLAB-OTHERS-UNTOUCHED"] = Bytes,
        ["SLAB-ACCOUNT"] = "a recording does not tell what a cache says of itself",
        ["SLAB-DESTROY-BUSY"] = "a recording does not tell whether the cache was ended",
        ["SLAB-NO-LEAK"] = Frames,
        ["SLAB-LOWER-LAYER-RESPECTED"] = Frames,
        ["SLAB-NO-THROW"] = Done,
        ["SLAB-TERMINATES"] = Done,
    };

    // A cache says nothing of itself, so that no room follows from it.
    private static readonly SlabUsage Untold = new(0, 0, 0);

    private static readonly ulong Judged = LawBits.AllBut(Chapter, NotJudged.Keys);
    private static readonly ulong OfGrowth = LawBits.Of(Chapter, "SLAB-GROWS-ONLY-WHEN-FULL");

    private readonly EventJudge<SlabSetup, SlabOperation, SlabReply, SlabModel> judge =
        new(Chapter, SlabSetup.Flat(SlabSetup.MostFrames));

    private readonly HashSet<Block> known = [];
    private int cache = SlabOperation.Kmalloced;
    private Order order;
    private bool isOpen;
    private long emptied;
    private long again;

    private SlabReplay()
    {
    }

    /// <summary>Judges a recording.</summary>
    /// <exception cref="BadArgumentException">It cannot be used; the message says where and why.</exception>
    public static (ReplayedChapter Chapter, int Events) Run(string path)
    {
        var replay = new SlabReplay();
        int events = 0;
        foreach ((int number, string text) in RecordingText.LinesOf(path))
        {
            events++;
            if (!replay.Read(number, text.Split(',')))
            {
                throw RecordingText.Bad(path, number, "is no event of a slab recording, or has no cache");
            }
        }

        ReplayedChapter judged = ReplayedChapter.Of(
            Chapter, View, replay.judge.Witnesses, replay.judge.Breaches, NotJudged, replay.Notes());
        return (judged, events);
    }

    private static ulong? Address(string text) =>
        ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong address)
            && address is > 0 and <= HighestByte
            ? address
            : null;

    private static LowerCalls CallsOf(LowerCallKind kind, IEnumerable<Block> blocks) =>
        new([.. blocks.Select(block => new LowerCall(kind, default, block, Errno.None))]);

    private IEnumerable<ReplayNote> Notes() =>
    [
        new(emptied, "times a slab in which nothing was handed out may have been given back when the next "
            + "was taken: room in it is not counted"),
        new(again, "times such a slab was used again, and nobody knows whether its frames were taken anew"),
        ReplayNote.OfUnseen(judge.Unseen),
    ];

    private bool Read(int line, string[] cells)
    {
        switch (cells)
        {
            case ["begin", var text] when !isOpen
                && RecordingText.Number(text, (ulong)CacheSetup.MostBytes) is ulong size and > 0:
                Begin(line, (long)size);
                return true;
            case ["a", var text, var head] when isOpen && Address(text) is ulong address
                && RecordingText.Number(head, PageEventFile.HighestFrame) is ulong frame:
                Allocate(line, new PhysAddr(address), new Block(new Pfn(frame), order));
                return true;
            case ["f", var text] when isOpen && Address(text) is ulong address:
                Free(line, new PhysAddr(address));
                return true;
            case ["end"] when isOpen:
                End(line);
                return true;
            default:
                return false;
        }
    }

    private void Begin(int line, long size)
    {
        isOpen = true;
        known.Clear();
        var wish = new SlabOperation.CreateCache(Name, size);
        order = SlabGeometry.OrderFor(
            SlabGeometry.SlotBytes(wish.Setup(static _ => { })), Cpus, KernelSeries.Linux61)!.Value;
        if (judge.CanSee())
        {
            cache++;
            Do(line, wish, LowerCalls.None, 0);
        }
    }

    private void Allocate(int line, PhysAddr start, Block block)
    {
        if (!judge.CanSee())
        {
            return;
        }

        LowerCalls calls = LowerCalls.None;
        ulong laws = Judged;
        if (!judge.Model.Slabs.Any(slab => slab.Block == block))
        {
            calls = CallsOf(LowerCallKind.Take, [block]);
            if (known.Add(block))
            {
                LetEmptyOnesGo(line);
            }
            else
            {
                again++;
                laws &= ~OfGrowth;
            }
        }

        Do(line, new SlabOperation.Allocate(Name), calls, laws, start);
    }

    private void Free(int line, PhysAddr start)
    {
        if (judge.CanSee())
        {
            Do(line, new SlabOperation.FreeAt(Name, start), LowerCalls.None, Judged, start);
        }
    }

    private void End(int line)
    {
        isOpen = false;
        if (judge.CanSee())
        {
            LowerCalls calls =
                CallsOf(LowerCallKind.GiveBack, judge.Model.Slabs.Select(static slab => slab.Block));
            Do(line, new SlabOperation.Destroy(Name), calls, 0);
        }
    }

    private void LetEmptyOnesGo(int line)
    {
        Block[] empty =
            [.. judge.Model.Slabs.Where(static slab => !slab.IsInUse).Select(static slab => slab.Block)];
        emptied += empty.Length;
        Do(line, new SlabOperation.Shrink(Name), CallsOf(LowerCallKind.GiveBack, empty), 0);
    }

    private void Do(int line, SlabOperation operation, LowerCalls calls, ulong laws, PhysAddr start = default)
    {
        var reply = new SlabReply(Outcome.Done, cache, start, IsLoan: operation.IsAllocation)
        {
            Seen = new SlabSeen { Calls = calls, Usage = Untold },
        };
        judge.Do(line, operation, reply, laws);
    }
}
