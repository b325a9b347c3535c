using System.Globalization;
using System.Text;
using MmVerify.Spec;
using static MmVerify.Spec.SlabOperation;

namespace MmVerify.Properties;

/// <summary>
/// The lecture's example, carried out: a thousand inodes from a cache, and the same from kmalloc. Then what
/// is found of an overrun and of a write after a free, and two CPUs at one list. What it tells is read from
/// answers: any implementation can play it.
/// </summary>
public sealed class SlabScene
{
    private const int Inodes = 1000;
    private const int InodeBytes = 600;
    private const int Frames = 1024;
    private const int LifeFrames = 32;

    private static readonly SlabOperation[] Mistakes =
    [
        new CreateCache(0, 20, 0, CacheFlags.RedZone | CacheFlags.Poison),
        new Allocate(0),
        new Allocate(0),
        new Overrun(1, 0),
        new Free(1),
        new WriteFreed(1, 3),
        new Validate(0),
    ];

    private const int CaptionWidth = 34;
    private const int AnswerWidth = 16;

    private static readonly (string Caption, SlabOperation[] Operations)[] Acts =
    [
        ("a cache: it has no slab yet", [new CreateCache(0, Page.SizeBytes)]),
        ("an object: a slab is taken", [new Allocate(0)]),
        ("seven more fill it", [.. Enumerable.Repeat(new Allocate(0), 7)]),
        ("one more: a second slab", [new Allocate(0)]),
        ("three of the first are given back", [new Free(2), new Free(4), new Free(6)]),
        ("the one of the second as well", [new Free(9)]),
        ("shrunk: an empty slab goes", [new Shrink(0)]),
        ("two objects: no frame is taken", [new Allocate(0), new Allocate(0)]),
    ];

    private readonly SlabReply[] cached = new SlabReply[Inodes + 3];
    private readonly SlabReply[] plain = new SlabReply[Inodes + 1];
    private readonly SlabReply[] mistakes = new SlabReply[Mistakes.Length + 1];

    /// <summary>Plays the scene.</summary>
    /// <param name="create">How to make the allocator.</param>
    public SlabScene(SlabFactory create)
    {
        var driver = new SlabDriver(create, static memory => new PlainPages(memory));
        SlabOperation[] inodes =
        [
            new CreateCache(0, InodeBytes, 0, CacheFlags.None, IsConstructed: true),
            .. Enumerable.Repeat(new Allocate(0), Inodes),
            new UsageOf(0),
        ];
        driver.Run(new(SlabSetup.Flat(Frames), inodes), cached);
        driver.Run(
            new(SlabSetup.Flat(Frames), [.. Enumerable.Repeat(new Kmalloc(InodeBytes), Inodes)]), plain);
        driver.Run(new(SlabSetup.Flat(1), Mistakes), mistakes);
        if (cached.Concat(plain).Concat(mistakes).Any(static reply => !reply.IsDone))
        {
            throw new ArgumentException("the allocator cannot play the scene", nameof(create));
        }
    }

    /// <summary>Every size around the classes, and the bytes that it gets.</summary>
    public static string Sizes()
    {
        var text = new StringBuilder("asked for    may use\n");
        foreach (ulong bytes in new ulong[] { 0, 1, 8, 9, 64, 65, 96, 97, 129, 193, 600, 8192, 8193, 70_000 })
        {
            text.Append(CultureInfo.InvariantCulture, $"{bytes,9}    {KmallocSizes.UsableFor(bytes),7}\n");
        }

        return text.ToString();
    }

    /// <summary>How SLUB cuts slabs, for machines of some processors.</summary>
    public static string Geometry()
    {
        var text = new StringBuilder("object    2 CPUs             8 CPUs\n");
        foreach (long bytes in new long[] { 8, 64, 192, 256, 512, 600, 1024, 2048, 4096 })
        {
            text.Append(CultureInfo.InvariantCulture, $"{bytes,6}    {Cut(bytes, 2)}    {Cut(bytes, 8)}\n");
        }

        return text.ToString();
    }

    /// <summary>Who did what when, where two CPUs change a list at once.</summary>
    /// <param name="create">How to make the allocator.</param>
    public static string Story(SlabFactory create)
    {
        var programs = new SlabPrograms();
        var step = new Concurrently(0, new(
            [[new Allocate(0), new Allocate(0)], [new Allocate(0), new Allocate(0), new FreeOwn(0)]], 3));
        var driver = new SlabDriver(create, static memory => new PlainPages(memory));
        var replies = new SlabReply[5];
        driver.Run(
            new(SlabSetup.Flat(4), [new CreateCache(0, 1024), new Allocate(0), new Free(1), step]), replies);
        return string.Join('\n', programs.Story(step, in replies[4])) + "\n";
    }

    /// <summary>A few objects of a page each, step by step, and their slabs: <c>#</c> is in use.</summary>
    /// <param name="create">How to make the allocator.</param>
    public static string Life(SlabFactory create)
    {
        SlabOperation[] operations = [.. Acts.SelectMany(static act => act.Operations)];
        var replies = new SlabReply[operations.Length + 1];
        var driver = new SlabDriver(create, static memory => new PlainPages(memory));
        driver.Run(new(SlabSetup.Flat(LifeFrames), operations), replies);
        var text = new StringBuilder($"{"",-CaptionWidth}{"answer",-AnswerWidth}slabs\n");
        var model = new SlabModel();
        model.Start(SlabSetup.Flat(LifeFrames));
        model.Follow(SlabChapter.Instance.Creation, in replies[0]);
        int step = 0;
        foreach ((string caption, SlabOperation[] asked) in Acts)
        {
            foreach (SlabOperation operation in asked)
            {
                model.Follow(operation, in replies[++step]);
            }

            string answer = replies[step].IsLoan ? $"{replies[step].Address}" : $"{replies[step].Outcome}";
            string slabs = string.Join("   ", model.Slabs.Select(PictureOf));
            string line = $"{caption,-CaptionWidth}{answer,-AnswerWidth}{slabs}";
            text.Append(CultureInfo.InvariantCulture, $"{line.TrimEnd()}\n");
        }

        return text.ToString();
    }

    /// <summary>What a thousand inodes take, from their cache and from kmalloc.</summary>
    public string Thousand()
    {
        SlabUsage usage = cached[^1].Seen.Usage!.Value;
        long slabs = cached.Count(static reply => reply.Calls.FramesTaken > 0);
        long pages = plain.Sum(static reply => reply.Calls.FramesTaken);
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture, $"{Inodes} inodes of {InodeBytes} bytes are {Needed} pages\n");
        text.Append(
            CultureInfo.InvariantCulture,
            $"cache     {usage.ActiveObjects} of {usage.TotalObjects} objects, {slabs} slabs, ");
        text.Append(CultureInfo.InvariantCulture, $"{usage.PageCount} pages, constructed {Built}\n");
        text.Append(
            CultureInfo.InvariantCulture, $"kmalloc   {plain[1].Value} bytes for each, {pages} pages\n");
        return text.ToString();
    }

    /// <summary>What is found of an overrun, and of a write after a free.</summary>
    public string Damage()
    {
        var text = new StringBuilder();
        for (int i = 0; i < Mistakes.Length; i++)
        {
            SlabReply reply = mistakes[i + 1];
            string told = string.Join(", ", reply.Seen.Reports.Select(static one => $"{one.Fault}"));
            string reported = told.Length == 0 ? "" : $"   reports {told}";
            text.Append(CultureInfo.InvariantCulture, $"{Mistakes[i]} -> {reply.Outcome}{reported}\n");
        }

        return text.ToString();
    }

    private static long Needed => Page.CountFor((long)Inodes * InodeBytes);

    private long Built => cached.Sum(static reply => reply.Seen.Constructed.Length);

    // Each object has a page to itself.
    private static string PictureOf(HeldSlab slab) => $"{slab.Block.Start} " + string.Concat(
        slab.Block.Frames.Select(frame => slab.Objects.Any(one => one.Start.ToPfn() == frame) ? '#' : '.'));

    private static string Cut(long bytes, int cpus)
    {
        Order order = SlabGeometry.OrderFor(bytes, cpus)!.Value;
        return string.Create(
            CultureInfo.InvariantCulture, $"{order}, {SlabGeometry.ObjectsIn(order, bytes),3} in it");
    }
}
