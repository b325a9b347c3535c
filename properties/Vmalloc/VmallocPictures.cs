using System.Globalization;
using MmVerify.Spec;

namespace MmVerify.Properties;

/// <summary>
/// Draws the range of addresses page by page after each step of a history: areas with the step that handed
/// them out, their guards as holes, and free pages.
/// </summary>
public static class VmallocPictures
{
    /// <summary>One picture for creation and one for each step.</summary>
    /// <param name="program">What was asked.</param>
    /// <param name="replies">What was answered, creation's reply first.</param>
    /// <param name="lastIsWrong">Whether what the last step is about is to be marked.</param>
    public static IReadOnlyList<Picture> Draw(
        Program<VmallocSetup, VmallocOperation> program, ReadOnlySpan<VmallocReply> replies, bool lastIsWrong)
    {
        var pictures = new List<Picture>();
        var areas = new SortedDictionary<ulong, (int Step, VmallocArea Area)>();
        var accounts = new LowerAccounts();
        for (int i = -1; i < replies.Length - 1; i++)
        {
            VmallocReply reply = replies[i + 1];
            VmallocArea? asked = null;
            if (i >= 0 && program.Operations[i] is VmallocOperation.Allocate request && reply.IsLoan)
            {
                asked = new VmallocArea(
                    reply.Address, Math.Min(request.PageCount, program.Setup.Range.PageCount));
                areas[reply.Address.Value] = (i, asked.Value);
            }
            else if (i >= 0 && reply.Outcome.Kind == OutcomeKind.Done
                && (program.Operations[i].Kind & VmallocOperation.Kinds.Frees) != 0
                && areas.Remove(reply.Address.Value, out (int Step, VmallocArea Area) freed))
            {
                asked = freed.Area;
            }

            string caption = i < 0
                ? $"Create -> {reply}"
                : string.Create(CultureInfo.InvariantCulture, $"#{i} {program.Operations[i]} -> {reply}");
            bool isWrong = lastIsWrong && i == replies.Length - 2;
            accounts.Add(reply.Calls);
            asked = Stray(accounts, areas) ?? asked ?? new VmallocArea(reply.Address.PageStart, 1);
            pictures.Add(
                new Picture(caption, Pages(program.Setup.Range, areas.Values, isWrong ? asked : null)));
        }

        return pictures;
    }

    // A page that this step mapped, or left mapped, for no area.
    private static VmallocArea? Stray(
        LowerAccounts accounts, SortedDictionary<ulong, (int Step, VmallocArea Area)> areas)
    {
        foreach (VirtAddr page in accounts.ChangedPages())
        {
            if (accounts.FrameAt(page) is not null && !areas.Values.Any(one => one.Area.HasPage(page)))
            {
                return new VmallocArea(page, 1);
            }
        }

        return null;
    }

    // What lies outside of the range, or over what was drawn before, is not drawn: the reply tells of it.
    private static List<PictureBlock> Pages(
        VmallocArea range, IEnumerable<(int Step, VmallocArea Area)> areas, VmallocArea? wrong)
    {
        var blocks = new List<PictureBlock>();
        ulong at = 0;
        foreach ((int step, VmallocArea area) in areas)
        {
            long first = range.IndexOf(area.Start);
            if (first < (long)at || first >= range.PageCount || area.PageCount < 1)
            {
                continue;
            }

            Add(blocks, at, (ulong)first, PictureKind.Free, "");
            ulong end = (ulong)Math.Min(first + area.PageCount, range.PageCount);
            string label = string.Create(CultureInfo.InvariantCulture, $"#{step}");
            Add(blocks, (ulong)first, end, PictureKind.Held, label);
            at = Math.Min(end + 1, (ulong)range.PageCount);
            Add(blocks, end, at, PictureKind.Hole, "");
        }

        Add(blocks, at, (ulong)range.PageCount, PictureKind.Free, "");
        if (wrong is VmallocArea shown && range.HasPage(shown.Start))
        {
            ulong start = (ulong)range.IndexOf(shown.Start);
            ulong count = (ulong)Math.Clamp(shown.PageCount, 1, range.PageCount - (long)start);
            Add(blocks, start, start + count, PictureKind.Wrong, "!");
        }

        return blocks;
    }

    private static void Add(List<PictureBlock> blocks, ulong from, ulong to, PictureKind kind, string label)
    {
        if (from < to)
        {
            blocks.Add(new PictureBlock(from, (long)(to - from), kind, label));
        }
    }
}
