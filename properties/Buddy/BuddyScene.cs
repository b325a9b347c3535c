using System.Globalization;
using System.Text;
using MmVerify.Spec;

namespace MmVerify.Properties;

/// <summary>
/// The lecture's example, carried out: a memory of 1024 K in units of 64 K, five requests, and everything
/// given back in the same order. What it tells follows from the answers alone: any allocator can play it.
/// </summary>
public sealed class BuddyScene
{
    /// <summary>The smallest block. Unit: K.</summary>
    public const int UnitSize = 64;

    private const int Units = 16;
    private const int Whole = 4;
    private const int FreeOfD = 9;

    private readonly BuddyReply[] replies;
    private readonly IReadOnlyList<Picture> pictures;

    /// <summary>Plays the scene.</summary>
    /// <param name="create">How to make the allocator.</param>
    public BuddyScene(BuddyFactory create)
    {
        BuddyOperation[] operations =
        [
            .. Requests.Select(static request => BuddyChapter.AllocateOf(request.Order.Value)),
            .. Requests.Select(static (_, step) => BuddyChapter.FreeOf(step)),
        ];
        var program = new Program<BuddySetup, BuddyOperation>(BuddySetup.Flat(Units, Whole), operations);
        var driver = new BuddyDriver(create);
        replies = new BuddyReply[operations.Length + 1];
        int count = driver.Run(program, replies);
        if (count < replies.Length || replies.Any(static reply => reply.Outcome.Kind != OutcomeKind.Done))
        {
            throw new ArgumentException("the allocator cannot play the scene", nameof(create));
        }

        pictures = BuddyPictures.Draw(program, replies, lastIsWrong: false);
    }

    /// <summary>The requests, in order.</summary>
    public static IReadOnlyList<SceneRequest> Requests { get; } =
        [new('A', 37), new('B', 67), new('C', 112), new('D', 7), new('E', 150)];

    /// <summary>Memory after each request and return, with the waste inside and outside of blocks.</summary>
    public string Lecture()
    {
        var text = new StringBuilder();
        text.Append($"{"",-18}{"",SceneStrip.Width}{"inside",8}{"outside",9}\n");
        for (int moment = 0; moment < pictures.Count; moment++)
        {
            Picture picture = pictures[moment];
            text.Append($"{CaptionOf(moment),-18}{SceneStrip.Of(picture)}");
            text.Append($"{WasteInside(picture),8}{WasteOutside(picture),9}\n");
        }

        return text.ToString();
    }

    /// <summary>The halvings when all five blocks are handed out, one line for each order.</summary>
    public string Tree()
    {
        Picture picture = pictures[Requests.Count];
        var text = new StringBuilder();
        for (int order = Whole; order >= 0; order--)
        {
            text.Append($"order {order}   {SceneStrip.Level(picture, 1 << order)}\n");
        }

        return text.ToString();
    }

    /// <summary>What the same requests cost in fixed blocks, alone or in a row, and as buddies.</summary>
    public static string Beside()
    {
        const string Row = "{0,-10}{1,8}{2,24}{3,24}{4,24}\n";
        var text = new StringBuilder();
        text.AppendFormat(
            CultureInfo.InvariantCulture,
            Row,
            "",
            "asked",
            "one fixed block",
            "fixed blocks in a row",
            "buddy");
        foreach (SceneRequest request in Requests)
        {
            text.AppendFormat(
                CultureInfo.InvariantCulture,
                Row,
                request.Name,
                Kibi(request.Size),
                request.Units > 1 ? "cannot" : Cost(request.Size, UnitSize),
                Cost(request.Size, request.Units * UnitSize),
                Cost(request.Size, (int)request.Order.PageCount * UnitSize));
        }

        IReadOnlyList<SceneRequest> small = [.. Requests.Where(static request => request.Units == 1)];
        text.AppendFormat(
            CultureInfo.InvariantCulture,
            Row,
            "together",
            Kibi(Requests.Sum(static request => request.Size)),
            Cost(small.Sum(static request => request.Size), small.Count * UnitSize),
            Total(static request => request.Units),
            Total(static request => (int)request.Order.PageCount));
        return text.ToString();
    }

    /// <summary>The first request, halving by halving.</summary>
    public string Split()
    {
        Block wanted = replies[1].Block;
        SceneRequest request = Requests[0];
        var text = new StringBuilder();
        text.Append($"{request.Name} asks for {request.Size} K: a block of {wanted.Order}\n");
        for (int order = OrderOfFree(pictures[0], wanted); order > wanted.Order.Value; order--)
        {
            var whole = new Block(wanted.Start.AlignedDownTo(new Order(order)), new Order(order));
            var half = new Block(wanted.Start.AlignedDownTo(whole.Order.Down()), whole.Order.Down());
            text.Append($"  {whole.Order}   {Range(whole),-5} is too large: halve it, ");
            text.Append($"{Range(half.Buddy)} stays free\n");
        }

        text.Append($"  {wanted.Order}   {Range(wanted),-5} is handed out\n");
        return text.ToString();
    }

    /// <summary>What happens when D is given back, buddy by buddy, with frame numbers in binary.</summary>
    public string Merge()
    {
        Block block = replies[FreeOfD].Block;
        Picture before = pictures[FreeOfD - 1];
        var text = new StringBuilder();
        text.Append($"{Requests[3].Name} gives back {Range(block)}, a block of {block.Order}\n");
        while (block.Order.Value < Whole && IsFree(before, block.Buddy))
        {
            var merged = new Block(block.Start.AlignedDownTo(block.Order.Up()), block.Order.Up());
            text.Append($"  {Flip(block)}   is free: together {Range(merged)}\n");
            block = merged;
        }

        text.Append($"  {Flip(block)}   is not free as a whole: ");
        text.Append($"{Range(block)} stays as it is\n");
        return text.ToString();
    }

    private static string Flip(Block block)
    {
        var bit = new Pfn((ulong)block.PageCount);
        return $"{block.Order}   {Bits(block.Start)} ^ {Bits(bit)} = {Bits(block.Buddy.Start)}";
    }

    private static string Bits(Pfn frame) => Convert.ToString((long)frame.Value, 2).PadLeft(4, '0');

    private static string Range(Block block) => block.PageCount == 1
        ? $"{block.Start.Value}"
        : $"{block.Start.Value}-{block.End.Value - 1}";

    private static bool IsFree(Picture picture, Block block) => picture.Blocks.Any(one =>
        one.Kind == PictureKind.Free && one.Start == block.Start.Value && one.Length == block.PageCount);

    private static int OrderOfFree(Picture picture, Block part) => Enumerable.Range(0, Whole + 1)
        .Select(static order => new Order(order))
        .Single(order => IsFree(picture, new Block(part.Start.AlignedDownTo(order), order))).Value;

    private static string CaptionOf(int moment)
    {
        if (moment == 0)
        {
            return "at first";
        }

        SceneRequest request = Requests[(moment - 1) % Requests.Count];
        return request.Name + (moment <= Requests.Count ? $" asks for {request.Size}" : " gives back");
    }

    private static int WasteInside(Picture picture) => picture.Blocks
        .Where(static block => block.Kind == PictureKind.Held)
        .Sum(static block => ((int)block.Length * UnitSize) - SceneStrip.RequestOf(block).Size);

    // What is free but not part of the largest free block.
    private static int WasteOutside(Picture picture)
    {
        int[] sizes = [.. picture.Blocks
            .Where(static block => block.Kind == PictureKind.Free)
            .Select(static block => (int)block.Length * UnitSize)];
        return sizes.Sum() - sizes.DefaultIfEmpty().Max();
    }

    private static string Total(Func<SceneRequest, int> units) =>
        Cost(Requests.Sum(static request => request.Size), Requests.Sum(units) * UnitSize);

    private static string Cost(int asked, int taken) => $"{Kibi(taken)}, {Kibi(taken - asked)} lost";

    private static string Kibi(int size) => $"{size} K";
}

/// <summary>Who asks for how much.</summary>
/// <param name="Name">One letter.</param>
/// <param name="Size">How much. Unit: K.</param>
public sealed record SceneRequest(char Name, int Size)
{
    /// <summary>The units it fills, the last one perhaps only in part.</summary>
    public int Units => (Size + BuddyScene.UnitSize - 1) / BuddyScene.UnitSize;

    /// <summary>The smallest order that is large enough, where a unit is a page.</summary>
    public Order Order => Order.ForBytes((long)Units * Page.SizeBytes);
}
