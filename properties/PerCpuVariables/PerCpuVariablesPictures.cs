using System.Globalization;
using MmVerify.Spec;

namespace MmVerify.Properties;

/// <summary>Draws every copy of every variable after each step of a history, CPU by CPU.</summary>
public static class PerCpuVariablesPictures
{
    private const int LongestLabel = 4;

    /// <summary>One picture for creation and one for each step.</summary>
    /// <param name="program">What was asked.</param>
    /// <param name="replies">What was answered, creation's reply first.</param>
    /// <param name="lastIsWrong">Whether what the last step changed is to be marked.</param>
    public static IReadOnlyList<Picture> Draw(
        Program<PerCpuVariablesSetup, PerCpuVariablesOperation> program,
        ReadOnlySpan<PerCpuVariablesReply> replies,
        bool lastIsWrong)
    {
        var pictures = new List<Picture>();
        var before = PerCpuVariablesState.First(program.Setup);
        for (int i = -1; i < replies.Length - 1; i++)
        {
            PerCpuVariablesReply reply = replies[i + 1];

            // A step without answer tells nothing of the copies, which are shown as they were.
            PerCpuVariablesState now = reply.Outcome.Kind > OutcomeKind.Refused ? before : reply.State;
            string caption = i < 0
                ? $"Create -> {reply}"
                : string.Create(CultureInfo.InvariantCulture, $"#{i} {program.Operations[i]} -> {reply}");
            bool isWrong = lastIsWrong && i == replies.Length - 2;
            pictures.Add(new Picture(caption, Boxes(program.Setup, before, now, isWrong)));
            before = now;
        }

        return pictures;
    }

    private static List<PictureBlock> Boxes(
        PerCpuVariablesSetup setup, PerCpuVariablesState before, PerCpuVariablesState now, bool isWrong)
    {
        var boxes = new List<PictureBlock>();
        for (int i = 0; i < setup.Cpus * setup.Variables; i++)
        {
            long copy = i < now.Copies.Length ? now.Copies[i] : setup.Initial;
            string label = string.Create(CultureInfo.InvariantCulture, $"{copy}");
            boxes.Add(new(
                (ulong)i,
                1,
                copy == setup.Initial ? PictureKind.Free : PictureKind.Held,
                label.Length > LongestLabel ? "…" : label));
        }

        for (int i = 0; i < boxes.Count && isWrong; i++)
        {
            if (i < now.Copies.Length && i < before.Copies.Length && now.Copies[i] != before.Copies[i])
            {
                boxes.Add(new((ulong)i, 1, PictureKind.Wrong, "!"));
                break;
            }
        }

        return boxes;
    }
}
