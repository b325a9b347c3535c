using System.Globalization;
using MmVerify.Properties;
using MmVerify.Spec;

namespace MmVerify.Grader;

/// <summary>
/// Runs one program on a submission, or on a class in this process, and prints what happens.
/// </summary>
internal sealed class ReplayVisitor(string token, Type? inProcess, Sandbox? sandbox, SubmissionImage? image)
    : IChapterVisitor<int>
{
    public int Visit<TSetup, TOperation, TReply, TModel>(
        ChapterPrograms<TSetup, TOperation, TReply, TModel> programs)
        where TSetup : class
        where TOperation : class, IOperation
        where TReply : struct, IReply<TReply>
        where TModel : class, IModel<TSetup, TOperation, TReply>
    {
        Program<TSetup, TOperation> program;
        try
        {
            program = ReplayToken.Read(programs.Chapter, token);
        }
        catch (FormatException exception)
        {
            throw new BadArgumentException(exception.Message);
        }

        if (inProcess is not null)
        {
            var here = new InProcessExecutor<TSetup, TOperation, TReply>(
                programs.Chapter.NewDriver(inProcess));
            here.Run([program], (asked, replies) => Print(programs, asked, replies));
            return CommandLine.Success;
        }

        using var remote = new RemoteExecutor<TSetup, TOperation, TReply, TModel>(
            programs.Chapter, patience => new SubmissionHost(sandbox!, image!, patience));
        remote.Run([program], (asked, replies) => Print(programs, asked, replies));
        return CommandLine.Success;
    }

    private static void Print<TSetup, TOperation, TReply, TModel>(
        ChapterPrograms<TSetup, TOperation, TReply, TModel> programs,
        Program<TSetup, TOperation> program,
        ReadOnlySpan<TReply> replies)
        where TSetup : class
        where TOperation : class, IOperation
        where TReply : struct, IReply<TReply>
        where TModel : class, IModel<TSetup, TOperation, TReply>
    {
        Judge<TSetup, TOperation, TReply, TModel> judge = programs.Chapter.NewJudge();
        int end = judge.Read(program, replies, programs.Chapter.RequiredLaws);
        IReadOnlyList<Picture> pictures = programs.Pictures(program, replies, lastIsWrong: false);
        for (int i = -1; i < replies.Length - 1; i++)
        {
            string operation = i < 0 ? $"Create {program.Setup}"
                : string.Create(CultureInfo.InvariantCulture, $"#{i}  {program.Operations[i]}");
            Console.Out.WriteLine(Plain.Text($"{operation} -> {replies[i + 1]}"));
            if (i <= end && i + 1 < pictures.Count)
            {
                Console.Out.WriteLine("      " + MemoryStrip.Of(pictures[i + 1]));
            }

            foreach (Breach breach in judge.Breaches.Where(breach => breach.StepNumber == i))
            {
                Law law = programs.Chapter.Laws[breach.LawIndex];
                Console.Out.WriteLine($"  ✗ {law.Id}: {law.Statement}");
                Console.Out.WriteLine($"      at        {Plain.Text(breach.Judgement.Culprit)}");
                Console.Out.WriteLine($"      expected  {Plain.Text(breach.Judgement.Expected)}");
                Console.Out.WriteLine($"      actual    {Plain.Text(breach.Judgement.Actual)}");
            }
        }

        Console.Out.WriteLine(judge.Breaches.Count == 0
            ? "\nEvery law that this program speaks of is kept."
            : $"\n{judge.Breaches.Count} law{(judge.Breaches.Count == 1 ? " is" : "s are")} broken.");
    }
}
