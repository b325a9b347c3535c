using System.Globalization;
using MmVerify.Spec;

namespace MmVerify.Properties;

/// <summary>Draws every frame with its count, after each step of a history.</summary>
public static class PagesPictures
{
    /// <summary>One picture for creation and one for each step.</summary>
    /// <param name="program">What was asked.</param>
    /// <param name="replies">What was answered, creation's reply first.</param>
    /// <param name="lastIsWrong">Whether the frame that the last step is about is to be marked.</param>
    public static IReadOnlyList<Picture> Draw(
        Program<PagesSetup, PagesOperation> program, ReadOnlySpan<PagesReply> replies, bool lastIsWrong)
    {
        var pictures = new List<Picture>();
        PageStates states = PageStates.None;
        for (int i = -1; i < replies.Length - 1; i++)
        {
            PagesReply reply = replies[i + 1];

            // A step without answer tells nothing of the frames, which are shown as they were.
            states = reply.Outcome.IsEnd ? states : reply.States;
            string caption = i < 0
                ? $"Create -> {reply}"
                : string.Create(CultureInfo.InvariantCulture, $"#{i} {program.Operations[i]} -> {reply}");
            bool isWrong = lastIsWrong && i == replies.Length - 2 && i >= 0;
            Pfn? wrong = isWrong ? program.Operations[i].Frame : null;
            pictures.Add(new Picture(caption, Boxes(program.Setup, states, wrong)));
        }

        return pictures;
    }

    private static List<PictureBlock> Boxes(PagesSetup setup, PageStates states, Pfn? wrong)
    {
        var boxes = new List<PictureBlock>();
        Pfn at = setup.Memory.First;
        for (int place = 0; place < setup.Frames.Count; place++)
        {
            Pfn frame = setup.Frames[place];
            if (frame > at)
            {
                boxes.Add(new(at.Value, (long)(frame.Value - at.Value), PictureKind.Hole, ""));
            }

            PageState state = place < states.Count ? states[place] : PageState.Free;
            boxes.Add(new(
                frame.Value,
                1,
                state == PageState.Free ? PictureKind.Free : PictureKind.Held,
                state == PageState.Free ? "" : LabelOf(state)));
            at = frame.Plus(1);
        }

        if (wrong is Pfn marked && setup.PlaceOf(marked) >= 0)
        {
            boxes.Add(new(marked.Value, 1, PictureKind.Wrong, "!"));
        }

        return boxes;
    }

    private static string LabelOf(PageState state) => state == PageState.Reserved ? "R"
        : string.Create(CultureInfo.InvariantCulture, $"{state.Count}");
}
