using System.Globalization;
using System.Text;
using MmVerify.Spec;
using static MmVerify.Spec.VmallocOperation;

namespace MmVerify.Properties;

/// <summary>
/// The lecture's example, carried out: memory of which every other frame is taken, where 64 KiB in one piece
/// cannot be had and 64 KiB of pages can. Then how addresses come and go, and what is undone when a page
/// cannot be mapped. What it tells is read from the lower calls: any implementation can play it.
/// </summary>
public sealed class VmallocScene
{
    private const int Frames = 32;
    private const int AddressPages = 12;
    private const int FailingPages = 3;
    private const int FailingCall = 6;
    private const ulong LargeBytes = 1 << 16;
    private const int CaptionWidth = 30;
    private const int ShownPages = 4;

    private static readonly (string Caption, VmallocOperation Operation)[] Acts =
    [
        ("A asks for 8192 bytes", new Allocate(8192)),
        ("B asks for 1 byte", new Allocate(1)),
        ("C asks for 4097 bytes", new Allocate(4097)),
        ("B gives back", new Free(1)),
        ("D asks for 100 bytes", new Allocate(100)),
        ("C gives back", new Free(2)),
        ("D gives back", new Free(4)),
        ("E asks for 28672 bytes", new Allocate(28672)),
    ];

    private readonly VmallocReply[] large = new VmallocReply[3];
    private readonly VmallocReply[] acts = new VmallocReply[Acts.Length + 1];
    private readonly VmallocReply[] failure = new VmallocReply[2];
    private readonly Errno oneBlock;

    /// <summary>Plays the scene.</summary>
    /// <param name="create">How to make the allocator.</param>
    public VmallocScene(VmallocFactory create)
    {
        oneBlock = Fragmented(LargeSetup.Memory).Allocate(Order.ForBytes((long)LargeBytes)).Errno;
        new VmallocDriver(create, Fragmented).Run(
            new(LargeSetup, [new Allocate(LargeBytes), new Free(0)]), large);
        var driver = new VmallocDriver(create, static memory => new PlainPages(memory));
        driver.Run(new(SmallSetup, [.. Acts.Select(static act => act.Operation)]), acts);
        driver.Run(new(SmallSetup, [new Allocate(FailingPages * Page.SizeBytes, FailingCall)]), failure);
        if (large.Concat(acts).Any(static reply => reply.Outcome.Kind != OutcomeKind.Done)
            || failure[1].Outcome.IsEnd)
        {
            throw new ArgumentException("the allocator cannot play the scene", nameof(create));
        }
    }

    private static VmallocSetup SmallSetup => VmallocSetup.Flat(Frames, AddressPages);

    private static VmallocSetup LargeSetup => VmallocSetup.Flat(Frames, Frames);

    /// <summary>Memory frame by frame: what others have, what is free, and what vmalloc takes.</summary>
    public string Memory()
    {
        char[] none = new string('.', Frames).ToCharArray();
        char[] others = [.. Enumerable.Range(0, Frames).Select(static frame => IsOthers(frame) ? '#' : '.')];
        char[] taken = [.. others];
        foreach (Pfn frame in FramesOf(large[1]))
        {
            taken[(int)frame.Value] = 'v';
        }

        var text = new StringBuilder();
        Line(text, "at first", none, $"{Frames} frames are free");
        int left = others.Count(static one => one == '.');
        Line(text, "after a day", others, $"{left} frames are free, none beside another");
        Line(text, $"one block of {LargeBytes} bytes", others, $"{oneBlock}");
        Line(text, $"vmalloc of {LargeBytes} bytes", taken, $"{large[1].Address}");
        Line(text, "vfree", others, $"{large[2].Outcome}");
        return text.ToString();
    }

    /// <summary>Which frames the pages of that area are: the first ones, the last, and the guard.</summary>
    public string Pages()
    {
        Pfn[] frames = [.. FramesOf(large[1])];
        var area = new VmallocArea(large[1].Address, frames.Length);
        var text = new StringBuilder();
        foreach (int page in Enumerable.Range(0, ShownPages).Append(frames.Length - 1))
        {
            text.Append(page > ShownPages ? "…\n" : "");
            string line = $"page {page,2}   {area.Page(page)}   {frames[page]}";
            text.Append(CultureInfo.InvariantCulture, $"{line}\n");
        }

        return text.Append(CultureInfo.InvariantCulture, $"guard     {area.Guard}   not mapped\n").ToString();
    }

    /// <summary>Addresses page by page while areas come and go.</summary>
    public string Addresses()
    {
        var text = new StringBuilder();
        VmallocArea range = SmallSetup.Range;
        char[] shown = new string(' ', AddressPages).ToCharArray();
        Strip(text, "at first", shown);
        for (int act = 0; act < Acts.Length; act++)
        {
            VmallocReply reply = acts[act + 1];
            int first = (int)range.IndexOf(reply.Address);
            if (Acts[act].Operation is Allocate request)
            {
                shown.AsSpan(first, (int)request.PageCount).Fill(Acts[act].Caption[0]);
                shown[first + request.PageCount] = '-';
            }
            else
            {
                var given = (Allocate)Acts[((Free)Acts[act].Operation).Of].Operation;
                shown.AsSpan(first, (int)given.PageCount + 1).Fill(' ');
            }

            Strip(text, Acts[act].Caption, shown);
        }

        return text.ToString();
    }

    /// <summary>Each lower call of a request of which one fails, and what is undone.</summary>
    public string Failure()
    {
        var text = new StringBuilder($"Allocate({FailingPages * Page.SizeBytes})\n");
        foreach (LowerCall call in failure[1].Calls.All)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {call}\n");
        }

        return text.Append(CultureInfo.InvariantCulture, $"{failure[1].Outcome}\n").ToString();
    }

    private static bool IsOthers(int frame) => frame % 2 == 1;

    // Everything is taken, and every other frame comes back.
    private static PlainPages Fragmented(MemoryMap memory)
    {
        var pages = new PlainPages(memory);
        for (long frame = 0; frame < memory.PageCount; frame++)
        {
            pages.Allocate(new Order(0));
        }

        for (int frame = 0; frame < memory.PageCount; frame++)
        {
            if (!IsOthers(frame))
            {
                pages.Free(new Block(new Pfn((ulong)frame), new Order(0)));
            }
        }

        return pages;
    }

    private static IEnumerable<Pfn> FramesOf(VmallocReply reply) => reply.Calls.All.ToArray()
        .Where(static call => call.Kind == LowerCallKind.Map && call.Errno == Errno.None)
        .OrderBy(static call => call.Page.Value)
        .Select(static call => call.Block.Start);

    private static void Line(StringBuilder text, string caption, char[] frames, string what) => text.Append(
        CultureInfo.InvariantCulture, $"{caption.PadRight(CaptionWidth)}{new string(frames)}   {what}\n");

    private static void Strip(StringBuilder text, string caption, char[] pages) => text.Append(
        CultureInfo.InvariantCulture,
        $"{caption.PadRight(CaptionWidth)}|{string.Join('|', pages.Select(static page => $" {page} "))}|\n");
}
