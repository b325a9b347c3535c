using System.Globalization;
using MmVerify.Spec;

namespace MmVerify.Properties;

/// <summary>
/// Draws which frames are free and which step holds the others, after each step of a history.
/// </summary>
public static class BuddyPictures
{
    /// <summary>One picture for creation and one for each step.</summary>
    /// <param name="program">What was asked.</param>
    /// <param name="replies">What was answered, creation's reply first.</param>
    /// <param name="lastIsWrong">Whether the block that the last step is about is to be marked.</param>
    public static IReadOnlyList<Picture> Draw(
        Program<BuddySetup, BuddyOperation> program, ReadOnlySpan<BuddyReply> replies, bool lastIsWrong)
    {
        var model = new BuddyModel();
        model.Start(program.Setup);
        var held = new SortedDictionary<ulong, (Block Block, int Step)>();
        var pictures = new List<Picture>();
        for (int i = -1; i < replies.Length - 1; i++)
        {
            BuddyReply reply = replies[i + 1];
            BuddyOperation operation = i < 0 ? BuddyChapter.Instance.Creation : program.Operations[i];
            if (i >= 0 && reply.Outcome.Kind == OutcomeKind.Done && model.Follow(operation, in reply))
            {
                Note(held, reply, i);
            }

            bool isWrong = lastIsWrong && i == replies.Length - 2 && i >= 0 && !reply.Outcome.IsEnd
                && (reply.IsLoan || operation is not BuddyOperation.Allocate);
            string caption = i < 0
                ? $"Create: {reply.Report}"
                : string.Create(CultureInfo.InvariantCulture, $"#{i} {operation} -> {reply}");
            pictures.Add(new Picture(caption, Blocks(program.Setup, held, isWrong ? reply.Block : null)));
        }

        return pictures;
    }

    private static void Note(
        SortedDictionary<ulong, (Block Block, int Step)> held, BuddyReply reply, int step)
    {
        if (reply.IsLoan)
        {
            held[reply.Block.Start.Value] = (reply.Block, step);
        }
        else
        {
            held.Remove(reply.Block.Start.Value);
        }
    }

    private static List<PictureBlock> Blocks(
        BuddySetup setup, SortedDictionary<ulong, (Block Block, int Step)> held, Block? wrong)
    {
        var blocks = new List<PictureBlock>();
        Pfn at = setup.Memory.First;
        foreach (FrameRange range in setup.Memory.Ranges)
        {
            if (range.Start > at)
            {
                blocks.Add(new(at.Value, (long)(range.Start.Value - at.Value), PictureKind.Hole, ""));
            }

            at = range.Start;
            foreach ((Block block, int step) in held.Values
                .Where(one => range.Start <= one.Block.Start && one.Block.Start < range.End))
            {
                AddFree(blocks, setup.MaxOrder, at, block.Start);
                blocks.Add(new(block.Start.Value, block.PageCount, PictureKind.Held, $"#{step}"));
                at = block.End;
            }

            AddFree(blocks, setup.MaxOrder, at, range.End);
            at = range.End;
        }

        if (wrong is Block marked && marked.Start <= setup.Memory.End)
        {
            blocks.Add(new(marked.Start.Value, marked.PageCount, PictureKind.Wrong, "!"));
        }

        return blocks;
    }

    // The free blocks as they are when merged: the largest aligned one that fits, again and again.
    private static void AddFree(List<PictureBlock> blocks, Order maxOrder, Pfn start, Pfn end)
    {
        while (start < end)
        {
            var order = new Order(0);
            while (order < maxOrder && start.IsAlignedTo(order.Up())
                && start.Plus(order.Up().PageCount) <= end)
            {
                order = order.Up();
            }

            blocks.Add(new(start.Value, order.PageCount, PictureKind.Free, ""));
            start = start.Plus(order.PageCount);
        }
    }
}
