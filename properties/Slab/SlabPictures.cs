using System.Globalization;
using MmVerify.Spec;

namespace MmVerify.Properties;

/// <summary>
/// Draws memory frame by frame after each step of a history: which blocks are held, and how many objects lie
/// in each.
/// </summary>
public static class SlabPictures
{
    /// <summary>One picture for creation and one for each step.</summary>
    /// <param name="program">What was asked.</param>
    /// <param name="replies">What was answered, creation's reply first.</param>
    /// <param name="lastIsWrong">Whether what the last step is about is to be marked.</param>
    public static IReadOnlyList<Picture> Draw(
        Program<SlabSetup, SlabOperation> program, ReadOnlySpan<SlabReply> replies, bool lastIsWrong)
    {
        var pictures = new List<Picture>();
        var blocks = new SortedDictionary<ulong, Block>();
        var objects = new HashSet<PhysAddr>();
        for (int i = -1; i < replies.Length - 1; i++)
        {
            SlabReply reply = replies[i + 1];
            Follow(blocks, reply.Calls);
            Follow(objects, i < 0 ? null : program.Operations[i], reply);
            string caption = i < 0
                ? $"Create -> {reply}"
                : string.Create(CultureInfo.InvariantCulture, $"#{i} {program.Operations[i]} -> {reply}");
            bool isWrong = lastIsWrong && i == replies.Length - 2;
            pictures.Add(new Picture(
                caption,
                Frames(program.Setup.Memory, blocks.Values, objects, isWrong ? reply.Address : null)));
        }

        return pictures;
    }

    private static void Follow(SortedDictionary<ulong, Block> blocks, LowerCalls calls)
    {
        foreach (ref readonly LowerCall call in calls.All)
        {
            if (call.Errno == Errno.None && call.Kind == LowerCallKind.Take)
            {
                blocks[call.Block.Start.Value] = call.Block;
            }
            else if (call.Errno == Errno.None && call.Kind == LowerCallKind.GiveBack)
            {
                blocks.Remove(call.Block.Start.Value);
            }
        }
    }

    private static void Follow(HashSet<PhysAddr> objects, SlabOperation? operation, SlabReply reply)
    {
        if (operation is null || !reply.IsDone)
        {
            return;
        }

        bool givesUp = (operation.Kind & SlabOperation.Kinds.Frees) != 0 || operation.Lender >= 0;
        bool isUse = (operation.Kind & (SlabOperation.Kinds.Writes | SlabOperation.Kinds.Asks)) != 0;
        if (givesUp && !isUse)
        {
            objects.Remove(reply.From.Value != 0 ? reply.From : reply.Address);
        }

        if (reply.IsLoan)
        {
            objects.Add(reply.Address);
        }
    }

    private static List<PictureBlock> Frames(
        MemoryMap memory, IEnumerable<Block> blocks, HashSet<PhysAddr> objects, PhysAddr? wrong)
    {
        var boxes = new List<PictureBlock>();
        ulong at = memory.First.Value;
        foreach (Block block in blocks.Where(block => block.Start.Value >= memory.First.Value))
        {
            Free(boxes, memory, at, block.Start.Value);
            int count = objects.Count(start =>
                start.ToPfn() >= block.Start && start.ToPfn() < block.End);
            string label = string.Create(CultureInfo.InvariantCulture, $"{count}");
            boxes.Add(new PictureBlock(block.Start.Value, block.PageCount, PictureKind.Held, label));
            at = Math.Max(at, block.End.Value);
        }

        Free(boxes, memory, at, memory.End.Value);
        if (wrong is PhysAddr address && memory.Contains(address.ToPfn()))
        {
            boxes.Add(new PictureBlock(address.ToPfn().Value, 1, PictureKind.Wrong, "!"));
        }

        return boxes;
    }

    private static void Free(List<PictureBlock> boxes, MemoryMap memory, ulong from, ulong to)
    {
        for (ulong at = from; at < to;)
        {
            bool isThere = memory.Contains(new Pfn(at));
            ulong end = at;
            while (end < to && memory.Contains(new Pfn(end)) == isThere)
            {
                end++;
            }

            PictureKind kind = isThere ? PictureKind.Free : PictureKind.Hole;
            boxes.Add(new PictureBlock(at, (long)(end - at), kind, ""));
            at = end;
        }
    }
}
