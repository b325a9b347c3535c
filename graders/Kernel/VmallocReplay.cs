using System.Text.Json;
using MmVerify.Spec;

namespace MmVerify.Grader;

/// <summary>
/// Takes the vmalloc of a kernel for an allocator of areas. A recording has one JSON value in each line:
/// first <c>{"busy": [[start, end, what]]}</c>, the areas that are there, guards included; then
/// <c>["a", bytes, address]</c>, <c>["f", address]</c> and <c>["purge"]</c>. Addresses are counted from
/// VMALLOC_START.
/// </summary>
internal sealed class VmallocReplay
{
    private const string View = "vmalloc and vfree, beside the areas that were there before";

    private const string Frames = "a recording tells of addresses, and not of frames and page tables";
    private const string Done = "an event is told of what was done";

    private static readonly VmallocChapter Chapter = VmallocChapter.Instance;

    private static readonly Dictionary<string, string> NotJudged = new()
    {
        ["VMALLOC-CONTIGUOUS"] = Frames,
        ["VMALLOC-BACKED"] = Frames,
        ["VMALLOC-ROUNDS-UP"] = Frames,
        ["VMALLOC-BEATS-FRAGMENTATION"] = Frames,
        ["VMALLOC-TO-PAGE"] = Frames,
        ["VMALLOC-OTHERS-UNTOUCHED"] = Frames,
        ["VMALLOC-NO-LEAK"] = Frames,
        ["VMALLOC-FREE-UNMAPS"] = Frames,
        ["VMALLOC-FREE-RETURNS"] = Frames,
        ["VMALLOC-CLEAN-FAILURE"] = Frames,
        ["VMALLOC-LOWER-LAYER-RESPECTED"] = Frames,
        ["VMALLOC-REFUSES"] = "no request of the recording is refused",
        ["VMALLOC-REFUSAL-CHANGES-NOTHING"] = "no request of the recording is refused",
        ["VMALLOC-NO-THROW"] = Done,
        ["VMALLOC-TERMINATES"] = Done,
    };

    private static readonly ulong Judged = LawBits.AllBut(Chapter, NotJudged.Keys);

    private readonly string path;
    private readonly EventJudge<VmallocSetup, VmallocOperation, VmallocReply, VmallocModel> judge =
        new(Chapter, VmallocSetup.Flat(VmallocSetup.MostFrames, VmallocSetup.MostPages));

    private long farAreas;
    private long purges;

    private VmallocReplay(string path) => this.path = path;

    /// <summary>Judges a recording.</summary>
    /// <exception cref="BadArgumentException">It cannot be used; the message says where and why.</exception>
    public static (ReplayedChapter Chapter, int Events) Run(string path)
    {
        var replay = new VmallocReplay(path);
        int events = 0;
        foreach ((int number, string text) in RecordingText.LinesOf(path))
        {
            events++;
            replay.Read(number, text);
        }

        ReplayedChapter judged = ReplayedChapter.Of(
            Chapter, View, replay.judge.Witnesses, replay.judge.Breaches, NotJudged, replay.Notes());
        return (judged, events);
    }

    private IEnumerable<ReplayNote> Notes() =>
    [
        new(farAreas, "areas that were there before lie above the addresses that are looked at"),
        new(purges, "times the kernel gave freed addresses back for use: until then it uses none of them, "
            + "so that it does not take the lowest place"),
        ReplayNote.OfUnseen(judge.Unseen),
    ];

    private void Read(int number, string text)
    {
        try
        {
            using JsonDocument line = JsonDocument.Parse(text);
            if (line.RootElement.ValueKind == JsonValueKind.Object)
            {
                Hold(number, line.RootElement.GetProperty("busy"));
            }
            else
            {
                See(number, line.RootElement);
            }
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException
            or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            throw RecordingText.Bad(path, number, $"is no line of a vmalloc recording: {exception.Message}");
        }
    }

    private void Hold(int number, JsonElement busy)
    {
        foreach (JsonElement area in busy.EnumerateArray())
        {
            ulong start = area[0].GetUInt64();
            ulong end = area[1].GetUInt64();
            if (end >= VmallocSetup.MostPages * (ulong)Page.SizeBytes || end < start + Page.SizeBytes)
            {
                farAreas++;
                continue;
            }

            Allocate(number, end - start - Page.SizeBytes, start, 0);
        }
    }

    private void See(int number, JsonElement line)
    {
        switch (line[0].GetString())
        {
            case var _ when !judge.CanSee():
                break;
            case "a":
                Allocate(number, NumberIn(line[1]), NumberIn(line[2]), Judged);
                break;
            case "f":
                VirtAddr address = VmallocSetup.UsualStart.PlusBytes(NumberIn(line[1]));
                var reply = new VmallocReply(Outcome.Done, address);
                judge.Do(number, new VmallocOperation.FreeAt(address), reply, Judged);
                break;
            case "purge":
                purges++;
                break;
            case "vmalloc":
                break;
            default:
                throw new FormatException("the kind of event");
        }
    }

    private static ulong NumberIn(JsonElement cell) =>
        RecordingText.Number(cell.GetString() ?? "", long.MaxValue) ?? throw new FormatException($"{cell}");

    private void Allocate(int number, ulong bytes, ulong offset, ulong laws) => judge.Do(
        number,
        new VmallocOperation.Allocate(bytes),
        new VmallocReply(Outcome.Done, VmallocSetup.UsualStart.PlusBytes(offset), IsLoan: true),
        laws);
}
