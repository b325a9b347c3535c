using System.CommandLine;
using System.Globalization;

namespace MmVerify.Grader;

/// <summary><c>mmverify kernel</c>: what real kernels did, before the same laws.</summary>
internal static class KernelCommand
{
    private const string SlabsStart = "begin,";
    private const string EventsStart = "pages-";
    private const string SnapshotsStart = "snapshots-";
    private const string EventsEnd = ".csv.gz";
    private const string SnapshotsEnd = ".jsonl.gz";

    private static readonly Argument<string> Recording = new("FILE")
    {
        Description = "The recording: events of a page allocator (pages-*.csv), of SLUB (lines that start "
            + "with begin), or of vmalloc (JSON lines); packed by gzip or plain.",
    };

    private static readonly Option<string?> Snapshots = new("--snapshots")
    {
        Description = "The snapshots of its free lists; otherwise the file beside it whose name starts "
            + "with snapshots- in the place of pages-.",
        HelpName = "FILE",
    };

    private static readonly Option<bool> Json = new("--json")
    {
        Description = "Prints [{chapter, view, laws: [{id, verdict, steps, line, text}], notes}].",
    };

    public static Command Make()
    {
        var replay = new Command(
            "replay",
            """
            Judges what a real kernel did, recorded event by event, by the laws. Exit code 1: one is broken.

            Example:
              mmverify kernel replay pages-6.12-256-1.csv.gz
            """)
        {
            Recording, Snapshots, Json,
        };
        replay.SetAction(static parsed => Run(parsed));
        return new Command("kernel", "Puts recordings of real kernels before the laws.") { replay };
    }

    private static int Run(ParseResult parsed)
    {
        string path = parsed.GetValue(Recording)!;
        (IReadOnlyList<ReplayedChapter> chapters, int events) = Judge(path, parsed.GetValue(Snapshots));
        if (parsed.GetValue(Json))
        {
            Console.Out.Write(GradeJson.WriteAny(chapters.Select(static chapter => new
            {
                chapter.Chapter,
                chapter.View,
                Laws = chapter.Laws.Select(static law => new
                {
                    law.Id,
                    Verdict = WordOf(law.Verdict),
                    law.Steps,
                    law.Line,
                    law.Text,
                }),
                chapter.Notes,
            })));
        }
        else
        {
            foreach (ReplayedChapter chapter in chapters)
            {
                Print(chapter);
            }

            Console.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{path}: {events:#,0} events, {chapters.Count(static one => one.IsBroken)} "
                    + $"of {chapters.Count} chapters with a broken law"));
        }

        return chapters.Any(static chapter => chapter.IsBroken)
            ? CommandLine.BelowDemand
            : CommandLine.Success;
    }

    private static (IReadOnlyList<ReplayedChapter> Chapters, int Events) Judge(
        string path, string? snapshots)
    {
        (int _, string first) = RecordingText.LinesOf(path).FirstOrDefault();
        if (first is null)
        {
            throw new BadArgumentException($"{path}: is empty");
        }

        if (first[0] == '{' || first.StartsWith(SlabsStart, StringComparison.Ordinal))
        {
            (ReplayedChapter chapter, int lines) =
                first[0] == '{' ? VmallocReplay.Run(path) : SlabReplay.Run(path);
            return ([chapter], lines);
        }

        PageRecording recording = PageRecording.Read(path, snapshots ?? BesideOf(path));
        return ([ZoneReplay.Run(recording), FreeListReplay.Run(recording)], recording.Events.Count);
    }

    private static string BesideOf(string path)
    {
        string name = Path.GetFileName(path);
        if (!name.StartsWith(EventsStart, StringComparison.Ordinal))
        {
            throw new BadArgumentException(
                $"{path}: the name does not start with {EventsStart}; --snapshots names the file with the "
                    + "snapshots of the free lists");
        }

        string tag = name[EventsStart.Length..];
        tag = tag.EndsWith(EventsEnd, StringComparison.Ordinal)
            ? tag[..^EventsEnd.Length] + SnapshotsEnd
            : Path.ChangeExtension(tag, ".jsonl");
        return Path.Combine(Path.GetDirectoryName(path) ?? "", SnapshotsStart + tag);
    }

    private static string WordOf(ReplayVerdict verdict) => verdict switch
    {
        ReplayVerdict.Holds => "holds",
        ReplayVerdict.Broken => "broken",
        ReplayVerdict.Silent => "silent",
        _ => "unknown",
    };

    private static void Print(ReplayedChapter chapter)
    {
        Console.Out.WriteLine($"{chapter.Chapter}: {chapter.View}");
        int width = chapter.Laws.Max(static law => law.Id.Length);
        foreach (ReplayedLaw law in chapter.Laws)
        {
            string text = law.Verdict switch
            {
                ReplayVerdict.Holds =>
                    string.Create(CultureInfo.InvariantCulture, $"{law.Steps,9:#,0} steps"),
                ReplayVerdict.Broken =>
                    string.Create(CultureInfo.InvariantCulture, $"line {law.Line}: {Plain.Text(law.Text)}"),
                ReplayVerdict.Silent => "no step of which it speaks",
                _ => law.Text,
            };
            string word = law.Verdict == ReplayVerdict.Broken ? "BROKEN" : WordOf(law.Verdict);
            Console.Out.WriteLine($"  {law.Id.PadRight(width)}  {word,-7}  {text}");
        }

        foreach (ReplayNote note in chapter.Notes)
        {
            Console.Out.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"  {note.Count,9:#,0} {note.What}"));
        }

        Console.Out.WriteLine();
    }
}
