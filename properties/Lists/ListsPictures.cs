using System.Globalization;
using MmVerify.Spec;

namespace MmVerify.Properties;

/// <summary>
/// Draws every list as a row of boxes, the head first and then whoever the next links lead to, after each
/// step of a history; behind the lists the nodes that no head leads to.
/// </summary>
public static class ListsPictures
{
    /// <summary>One picture for creation and one for each step.</summary>
    /// <param name="program">What was asked.</param>
    /// <param name="replies">What was answered, creation's reply first.</param>
    /// <param name="lastIsWrong">Whether the place where a list gets lost in the last step is to be
    /// marked.</param>
    public static IReadOnlyList<Picture> Draw(
        Program<ListsSetup, ListsOperation> program, ReadOnlySpan<ListsReply> replies, bool lastIsWrong)
    {
        var pictures = new List<Picture>();
        ListsLinks links = ListsLinks.None;
        for (int i = -1; i < replies.Length - 1; i++)
        {
            ListsReply reply = replies[i + 1];

            // A step without answer tells nothing of the links, which are shown as they were.
            links = reply.Outcome.IsEnd ? links : reply.Links;
            string caption = i < 0
                ? $"Create -> {reply}"
                : string.Create(CultureInfo.InvariantCulture, $"#{i} {program.Operations[i]} -> {reply}");
            pictures.Add(new Picture(caption, Boxes(links, lastIsWrong && i == replies.Length - 2)));
        }

        return pictures;
    }

    // Each list has room for all nodes, so that a box is where it was as long as its list is as it was.
    private static List<PictureBlock> Boxes(ListsLinks links, bool isWrong)
    {
        var boxes = new List<PictureBlock>();
        var reached = new HashSet<int>();
        ulong? lost = null;
        ulong at = 0;
        foreach (int head in links.Heads)
        {
            IReadOnlyList<int> way = links.From(head, isBackwards: false, out int end);
            IReadOnlyList<int> back = links.From(head, isBackwards: true, out int start);
            boxes.Add(Box(at, links.NameOf(head)));
            foreach (int node in way)
            {
                boxes.Add(Box(boxes[^1].Start + 1, links.NameOf(node)));
                reached.Add(node);
            }

            bool isRing = end == head && start == head && way.SequenceEqual(back.Reverse());
            lost ??= isRing ? null : boxes[^1].Start;
            ulong next = at + (ulong)links.Nodes + 1;
            Fill(boxes, boxes[^1].Start + 1, next);
            at = next;
        }

        foreach (int node in Enumerable.Range(links.Lists, links.Nodes).Except(reached))
        {
            boxes.Add(new PictureBlock(at++, 1, PictureKind.Free, $"{links.NameOf(node)}"));
        }

        Fill(boxes, at, (ulong)((links.Lists * (links.Nodes + 1)) + links.Nodes));
        if (isWrong && lost is ulong place)
        {
            boxes.Add(new PictureBlock(place, 1, PictureKind.Wrong, "!"));
        }

        return boxes;
    }

    private static PictureBlock Box(ulong at, NodeName name) => new(at, 1, PictureKind.Held, $"{name}");

    private static void Fill(List<PictureBlock> boxes, ulong from, ulong to)
    {
        if (from < to)
        {
            boxes.Add(new PictureBlock(from, (long)(to - from), PictureKind.Hole, ""));
        }
    }
}
