using System.Globalization;
using MmVerify.Spec;

namespace MmVerify.Properties;

/// <summary>
/// Draws every frame after each step of a history: in use by the step that handed it out, on the list of a
/// CPU, or free.
/// </summary>
public static class PerCpuPictures
{
    /// <summary>One picture for creation and one for each step.</summary>
    /// <param name="program">What was asked.</param>
    /// <param name="replies">What was answered, creation's reply first.</param>
    /// <param name="lastIsWrong">Whether the page that the last step is about is to be marked.</param>
    public static IReadOnlyList<Picture> Draw(
        Program<PerCpuSetup, PerCpuOperation> program, ReadOnlySpan<PerCpuReply> replies, bool lastIsWrong)
    {
        var pictures = new List<Picture>();
        var users = new SortedDictionary<Pfn, string>();
        PerCpuLists lists = PerCpuLists.None;
        for (int i = -1; i < replies.Length - 1; i++)
        {
            PerCpuReply reply = replies[i + 1];

            // A step without answer tells nothing of the lists, which are shown as they were.
            lists = reply.Outcome.Kind > OutcomeKind.Refused ? lists : reply.Lists;
            if (i >= 0)
            {
                Note(users, i, program.Operations[i], in reply);
            }

            string caption = i < 0
                ? $"Create -> {reply}"
                : string.Create(CultureInfo.InvariantCulture, $"#{i} {program.Operations[i]} -> {reply}");
            bool isWrong = lastIsWrong && i >= 0 && i == replies.Length - 2
                && program.Operations[i].Kind != PerCpuOperation.Kinds.Concurrently;
            pictures.Add(
                new Picture(caption, Boxes(program.Setup.Memory, users, lists, isWrong ? reply.Page : null)));
        }

        return pictures;
    }

    private static void Note(
        SortedDictionary<Pfn, string> users, int step, PerCpuOperation operation, in PerCpuReply reply)
    {
        string label = string.Create(CultureInfo.InvariantCulture, $"#{step}");
        if (operation is PerCpuOperation.Concurrently { What: var what })
        {
            // Whoever freed a page at once with others freed what an earlier step had handed out.
            for (int call = 0; call < reply.History.Calls.Length; call++)
            {
                Note(users, label, what.Calls[call].Operation, reply.History.Calls[call].Answer, reply.Page);
            }
        }
        else
        {
            var answer = new Answer(reply.Outcome, unchecked((long)reply.Page.Value));
            Note(users, label, operation, answer, reply.Page);
        }
    }

    private static void Note(
        SortedDictionary<Pfn, string> users,
        string label,
        PerCpuOperation operation,
        Answer answer,
        Pfn freed)
    {
        if (answer.Outcome.Kind != OutcomeKind.Done)
        {
            return;
        }

        if (operation is PerCpuOperation.Allocate)
        {
            users[new Pfn(unchecked((ulong)answer.Value))] = label;
        }
        else if (operation is PerCpuOperation.Free or PerCpuOperation.FreeAt)
        {
            users.Remove(operation is PerCpuOperation.FreeAt at ? at.Page : freed);
        }
    }

    private static List<PictureBlock> Boxes(
        MemoryMap memory, SortedDictionary<Pfn, string> users, PerCpuLists lists, Pfn? wrong)
    {
        var owners = new Dictionary<Pfn, string>();
        for (int cpu = 0; cpu < lists.CpuCount; cpu++)
        {
            foreach (Pfn page in lists[cpu])
            {
                owners[page] = string.Create(CultureInfo.InvariantCulture, $"c{cpu}");
            }
        }

        var boxes = new List<PictureBlock>();
        Pfn at = memory.First;
        foreach (FrameRange range in memory.Ranges)
        {
            if (range.Start > at)
            {
                boxes.Add(new(at.Value, (long)(range.Start.Value - at.Value), PictureKind.Hole, ""));
            }

            for (at = range.Start; at < range.End; at = at.Plus(1))
            {
                boxes.Add(owners.TryGetValue(at, out string? list)
                    ? new(at.Value, 1, PictureKind.Free, list)
                    : users.TryGetValue(at, out string? user)
                        ? new(at.Value, 1, PictureKind.Held, user)
                        : new(at.Value, 1, PictureKind.Free, ""));
            }
        }

        if (wrong is Pfn marked && memory.Ranges.Any(range => marked >= range.Start && marked < range.End))
        {
            boxes.Add(new(marked.Value, 1, PictureKind.Wrong, "!"));
        }

        return boxes;
    }
}
