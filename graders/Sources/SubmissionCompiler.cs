using System.Diagnostics;
using MmVerify.Compiler;

namespace MmVerify.Grader;

/// <summary>
/// Has a submission compiled by another process, which a few kilobytes of source can make work for ever or
/// die: it is watched and killed, and the grader lives on.
/// </summary>
public static class SubmissionCompiler
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(25);
    private static readonly SourceFile Control = new("Control.cs", "class Control;"u8.ToArray());

    /// <summary>Compiles a submission.</summary>
    /// <param name="sources">What to compile.</param>
    /// <param name="start">Starts the compiler's process, locked in or not.</param>
    /// <param name="budget">When to give up.</param>
    /// <returns>How it ended; the process has ended too.</returns>
    public static CompileOutcome Compile(
        SourceFolder sources,
        Func<ICompilerProcess> start,
        CompileBudget budget)
    {
        CompileOutcome outcome = Once(sources.Files, start, budget);
        if (outcome is not CompileOutcome.Died)
        {
            return outcome;
        }

        // A machine short of memory ends processes too: the submission gets a second chance, and is blamed
        // only where something harmless compiles.
        CompileOutcome again = Once(sources.Files, start, budget);
        if (again is not CompileOutcome.Died)
        {
            return again;
        }

        return Once([Control], start, budget) is CompileOutcome.Answered { Answer.HasImage: true }
            ? new CompileOutcome.TooMuch(
                "the compiler ended without an answer, most likely out of memory; look for very long " +
                "constants and for expressions nested very deep")
            : new CompileOutcome.Failed("the compiler ends without an answer whatever it is given");
    }

    private static CompileOutcome Once(
        IReadOnlyList<SourceFile> sources,
        Func<ICompilerProcess> start,
        CompileBudget budget)
    {
        using ICompilerProcess process = start();

        // A thread of its own: a write to a process that does not read blocks until that process is killed.
        Task<CompileOutcome> talk = Task.Factory.StartNew(
            () => Talk(sources, process),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        CompileOutcome? verdict = Watch(talk, process, budget);
        process.Kill();
        CompileOutcome said = talk.GetAwaiter().GetResult();
        return said is CompileOutcome.Answered || verdict is null ? said : verdict;
    }

    private static CompileOutcome? Watch(Task talk, ICompilerProcess process, CompileBudget budget)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!talk.Wait(Glance))
        {
            if (process.CpuTime > budget.CpuTime)
            {
                return new CompileOutcome.TooMuch(
                    $"the compiler worked for {budget.CpuTime.TotalSeconds:0.#} seconds and was not done; " +
                    "look for expressions nested very deep, very long constants, very many overloads");
            }

            if (watch.Elapsed > budget.WallTime)
            {
                return new CompileOutcome.Failed(
                    $"the compiler gave no answer within {budget.WallTime.TotalSeconds:0.#} seconds, " +
                    $"of which it worked {process.CpuTime.TotalSeconds:0.#}");
            }
        }

        return null;
    }

    private static CompileOutcome Talk(IReadOnlyList<SourceFile> sources, ICompilerProcess process)
    {
        try
        {
            new CompileRequest(sources).Write(process.Input);
            process.Input.Close();
            return new CompileOutcome.Answered(CompileAnswer.Read(process.Output));
        }
        catch (InvalidDataException e)
        {
            return new CompileOutcome.Failed($"the compiler's answer cannot be read: {e.Message}");
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return new CompileOutcome.Died();
        }
    }
}
