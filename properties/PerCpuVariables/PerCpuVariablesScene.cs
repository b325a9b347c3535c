using System.Globalization;
using System.Text;
using MmVerify.Spec;
using static MmVerify.Spec.PerCpuVariablesOperation;

namespace MmVerify.Properties;

/// <summary>
/// A counter of which each CPU has a copy, a task that holds on to its CPU, and two tasks that add while they
/// change places. Any implementation can play it.
/// </summary>
/// <param name="create">How to make the variables.</param>
public sealed class PerCpuVariablesScene(PerCpuVariablesFactory create)
{
    private const int CaptionWidth = 40;
    private const int AnswerWidth = 10;
    private const int CopiesWidth = 14;

    private static readonly (string Caption, PerCpuVariablesOperation Operation)[] Acts =
    [
        ("task 0 adds 1", new Add(0, 0)),
        ("task 1 adds 5", new Add(1, 0, 5)),
        ("the scheduler moves both", new Swap(0, 1)),
        ("task 0 adds 1: to another copy", new Add(0, 0)),
        ("task 0 gets it, and stays where it is", new Get(0, 0)),
        ("the scheduler would like to move it", new Swap(0, 1)),
        ("task 0 writes 10", new Write(0, 0, 10)),
        ("a function that it calls gets it, too", new Get(0, 0)),
        ("that function puts it", new Put(0)),
        ("task 0 would like to sleep", new Sleep(0, 1)),
        ("task 0 puts it", new Put(0)),
        ("task 0 sleeps", new Sleep(0, 1)),
        ("how much is it together?", new Sum(0, 0)),
    ];

    /// <summary>What the copies and the preempt count of task 0 are, step by step.</summary>
    public string Life()
    {
        PerCpuVariablesReply[] replies = Run([.. Acts.Select(static act => act.Operation)]);
        var text = new StringBuilder();
        Row(text, "", "answer", "CPU 0  CPU 1", "task 0");
        for (int act = 0; act < Acts.Length; act++)
        {
            PerCpuVariablesReply reply = replies[act + 1];
            PerCpuVariablesState state = reply.State;
            string answer = PerCpuVariablesReply.Tell(reply.Kind, new(reply.Outcome, reply.Value));
            string copies = string.Create(
                CultureInfo.InvariantCulture, $"{state.Copy(0, 0),5}  {state.Copy(0, 1),5}");
            string pinned = state.Counts[0] == 0 ? "" : $", preempt count {state.Counts[0]}";
            Row(text, Acts[act].Caption, answer, copies, $"on CPU {state.Places[0]}{pinned}");
        }

        return text.ToString();
    }

    /// <summary>A task adds, is stopped and moved, and the one that takes its CPU adds there.</summary>
    /// <param name="steps">After how many steps it is stopped.</param>
    public string Race(int steps)
    {
        var together = new Concurrently(new([[new Add(0, 0)], [new Swap(1, 0), new Add(1, 0)]], steps));
        PerCpuVariablesReply[] replies = Run([together]);
        IReadOnlyList<string> story = new PerCpuVariablesPrograms().Story(together, in replies[^1]);
        return $"{string.Join('\n', story)}\n\nthe copies: {replies[^1].State.Copy(0, 0)} and "
            + $"{replies[^1].State.Copy(0, 1)}, together {replies[^1].State.Sum(0)}\n";
    }

    private static void Row(StringBuilder text, string caption, string answer, string copies, string task)
    {
        string line = $"{caption,-CaptionWidth}{answer,-AnswerWidth}{copies,-CopiesWidth}  {task}";
        text.Append(CultureInfo.InvariantCulture, $"{line.TrimEnd()}\n");
    }

    private PerCpuVariablesReply[] Run(PerCpuVariablesOperation[] operations)
    {
        var replies = new PerCpuVariablesReply[operations.Length + 1];
        new PerCpuVariablesDriver(create).Run(new(new(2, 1), operations), replies);
        return Array.TrueForAll(replies, static reply => !reply.Outcome.IsEnd)
            ? replies
            : throw new InvalidOperationException("the variables cannot play the scene");
    }
}
