using System.Globalization;
using MmVerify.Spec;

namespace MmVerify.Properties;

/// <summary>
/// Draws the zones as a strip: free stretches bear the name of their zone, the others the step that holds
/// them.
/// </summary>
public static class ZonesPictures
{
    /// <summary>One picture for creation and one for each step.</summary>
    /// <param name="program">What was asked.</param>
    /// <param name="replies">What was answered, creation's reply first.</param>
    /// <param name="lastIsWrong">Whether the block that the last step is about is to be marked.</param>
    public static IReadOnlyList<Picture> Draw(
        Program<ZonesSetup, ZonesOperation> program, ReadOnlySpan<ZonesReply> replies, bool lastIsWrong)
    {
        var model = new ZonesModel();
        model.Start(program.Setup);
        var held = new SortedDictionary<Pfn, (Block Block, int Step)>();
        var pictures = new List<Picture>();
        for (int i = -1; i < replies.Length - 1; i++)
        {
            ZonesReply reply = replies[i + 1];
            ZonesOperation operation = i < 0 ? ZonesChapter.Instance.Creation : program.Operations[i];
            if (i >= 0 && reply.Outcome.Kind == OutcomeKind.Done && model.Follow(operation, in reply))
            {
                Note(held, reply, i);
            }

            bool isWrong = lastIsWrong && i == replies.Length - 2 && i >= 0 && !reply.Outcome.IsEnd
                && (reply.IsLoan || operation is not ZonesOperation.Allocate);
            string caption = i < 0
                ? $"Create: {reply.Report}"
                : string.Create(CultureInfo.InvariantCulture, $"#{i} {operation} -> {reply}: {reply.Report}");
            pictures.Add(new Picture(caption, Blocks(program.Setup, held, isWrong ? reply.Block : null)));
        }

        return pictures;
    }

    private static void Note(
        SortedDictionary<Pfn, (Block Block, int Step)> held, ZonesReply reply, int step)
    {
        if (reply.IsLoan)
        {
            held[reply.Block.Start] = (reply.Block, step);
        }
        else
        {
            held.Remove(reply.Block.Start);
        }
    }

    private static List<PictureBlock> Blocks(
        ZonesSetup setup, SortedDictionary<Pfn, (Block Block, int Step)> held, Block? wrong)
    {
        var blocks = new List<PictureBlock>();
        Pfn at = setup.Memory.First;
        foreach (FrameRange range in setup.Memory.Ranges)
        {
            Add(blocks, at, range.Start, PictureKind.Hole, "");
            at = range.Start;
            foreach ((Block block, int step) in held.Values
                .Where(one => range.Start <= one.Block.Start && one.Block.Start < range.End))
            {
                AddFree(blocks, setup.Layout, at, block.Start);
                Add(blocks, block.Start, block.End, PictureKind.Held, $"#{step}");
                at = block.End;
            }

            AddFree(blocks, setup.Layout, at, range.End);
            at = range.End;
        }

        if (wrong is Block marked && marked.Start <= setup.Memory.End)
        {
            blocks.Add(new(marked.Start.Value, marked.PageCount, PictureKind.Wrong, "!"));
        }

        return blocks;
    }

    private static void AddFree(List<PictureBlock> blocks, ZoneLayout layout, Pfn start, Pfn end)
    {
        foreach (ZoneLimit limit in layout.Limits)
        {
            Pfn last = limit.End < end ? limit.End : end;
            Add(blocks, start, last, PictureKind.Free, $"{limit.Kind}");
            start = last > start ? last : start;
        }
    }

    private static void Add(List<PictureBlock> blocks, Pfn start, Pfn end, PictureKind kind, string label)
    {
        if (start < end)
        {
            blocks.Add(new(start.Value, (long)(end.Value - start.Value), kind, label));
        }
    }
}
