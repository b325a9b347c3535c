using System.Globalization;
using System.Text;
using MmVerify.Spec;

namespace MmVerify.Properties;

/// <summary>
/// The life of a frame, what happens when two CPUs take a reference at once, and what it costs to describe
/// every frame of a memory. Any implementation can play it.
/// </summary>
/// <param name="create">How to make the page frame database.</param>
public sealed class PagesScene(PagesFactory create)
{
    private const int CaptionWidth = 42;
    private const int AnswerWidth = 14;
    private const long Kibibyte = 1024;
    private const long Mebibyte = 1024 * Kibibyte;
    private const long Gibibyte = 1024 * Mebibyte;

    // The size of struct page in the book of the lecture, and on x86-64 today.
    private const int BytesInTheBook = 40;
    private const int BytesToday = 64;

    private static readonly Pfn Frame = new(0);

    private static readonly (string Caption, PagesOperation Operation)[] Acts =
    [
        ("the allocator hands it to process 7", new PagesOperation.Claim(Frame, 7)),
        ("a page table maps it", new PagesOperation.Map(Frame)),
        ("the allocation's reference is dropped", new PagesOperation.Put(Frame)),
        ("the process forks: a second mapping", new PagesOperation.Map(Frame)),
        ("a disk reads it: a reference meanwhile", new PagesOperation.Get(Frame)),
        ("somebody writes to it", new PagesOperation.SetFlag(Frame, PageFlags.Dirty)),
        ("the child ends", new PagesOperation.Unmap(Frame)),
        ("the parent ends", new PagesOperation.Unmap(Frame)),
        ("the disk is done", new PagesOperation.Put(Frame)),
        ("somebody drops it once more", new PagesOperation.Put(Frame)),
    ];

    /// <summary>What describing every frame costs: a row for each size of memory.</summary>
    public static string Costs()
    {
        var text = new StringBuilder();
        text.Append(
            $"{"memory",-10}{"frames",14}{$"at {BytesInTheBook} bytes",16}{$"at {BytesToday} bytes",16}\n");
        foreach (long memory in new[] { 256 * Mebibyte, 16 * Gibibyte, 1024 * Gibibyte })
        {
            long frames = memory / Page.SizeBytes;
            string before = Size(frames * BytesInTheBook);
            string today = Size(frames * BytesToday);
            text.Append(
                CultureInfo.InvariantCulture, $"{Size(memory),-10}{frames,14:#,0}{before,16}{today,16}\n");
        }

        text.Append(
            CultureInfo.InvariantCulture,
            $"{"of it",-10}{"",14}{Share(BytesInTheBook),16}{Share(BytesToday),16}\n");
        return text.ToString();
    }

    /// <summary>The life of a frame, act by act.</summary>
    /// <exception cref="InvalidOperationException">The implementation cannot play it.</exception>
    public string Life()
    {
        PagesReply[] replies = Play([.. Acts.Select(static act => act.Operation)]);
        var text = new StringBuilder();
        text.Append($"{"",-CaptionWidth}{"answer",-AnswerWidth}the frame\n");
        for (int act = 0; act < Acts.Length; act++)
        {
            PagesReply reply = replies[act + 1];
            string answer = PagesReply.Tell(reply.Kind, new Answer(reply.Outcome, reply.Value));
            text.Append($"{Acts[act].Caption,-CaptionWidth}{answer,-AnswerWidth}{reply.States[0]}\n");
        }

        return text.ToString();
    }

    /// <summary>Two CPUs take a reference to a frame that has one, access by access.</summary>
    /// <param name="turns">Who is at work when.</param>
    /// <exception cref="InvalidOperationException">The implementation cannot play it.</exception>
    public string TwoGets(params int[] turns)
    {
        var both = new PagesOperation.Concurrently(
            new([[new PagesOperation.Get(Frame)], [new PagesOperation.Get(Frame)]], [.. turns]));
        PagesReply[] replies = Play([new PagesOperation.Claim(Frame, 7), both]);
        IEnumerable<string> lines = new PagesPrograms().Story(both, in replies[2]);
        return string.Join('\n', lines) + $"\n\nafterwards: {replies[2].States[0]}\n";
    }

    private PagesReply[] Play(PagesOperation[] operations)
    {
        var replies = new PagesReply[operations.Length + 1];
        var program = new Program<PagesSetup, PagesOperation>(PagesSetup.Flat(1), operations);
        int count = new PagesDriver(create).Run(program, replies);
        return count == replies.Length && replies[1].Outcome.Kind == OutcomeKind.Done
            ? replies
            : throw new InvalidOperationException("the page frame database cannot play the scene");
    }

    private static string Size(long bytes)
    {
        (long unit, string name) = bytes >= 1024 * Gibibyte ? (1024 * Gibibyte, "TB")
            : bytes >= Gibibyte ? (Gibibyte, "GB")
            : (Mebibyte, "MB");
        return string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)unit:0.##} {name}");
    }

    private static string Share(int bytes) => string.Create(
        CultureInfo.InvariantCulture, $"{100.0 * bytes / Page.SizeBytes:0.###} %");
}
