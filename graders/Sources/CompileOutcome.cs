using MmVerify.Compiler;

namespace MmVerify.Grader;

/// <summary>What may be spent on one compilation.</summary>
/// <param name="CpuTime">Processor time: the measure of "too much work", the same on a busy machine.</param>
/// <param name="WallTime">The backstop for a compiler that waits instead of working.</param>
public sealed record CompileBudget(TimeSpan CpuTime, TimeSpan WallTime)
{
    /// <summary>Ten seconds of work, where an ordinary submission takes one; two minutes in all.</summary>
    public static CompileBudget Default { get; } = new(TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(2));
}

/// <summary>How a compilation ended: with an answer, or without one and why.</summary>
public abstract record CompileOutcome
{
    private CompileOutcome()
    {
    }

    /// <summary>The compiler answered; the answer may consist of errors.</summary>
    /// <param name="Answer">What it said.</param>
    public sealed record Answered(CompileAnswer Answer) : CompileOutcome;

    /// <summary>
    /// The sources are built so that the compiler cannot cope with them: the submission's fault.
    /// </summary>
    /// <param name="Reason">What happened, in a sentence.</param>
    public sealed record TooMuch(string Reason) : CompileOutcome;

    /// <summary>The compiler ended without an answer; only a control can tell whose fault that is.</summary>
    internal sealed record Died : CompileOutcome;

    /// <summary>The compiler waited or spoke nonsense: nobody's fault until someone has looked.</summary>
    /// <param name="Reason">What happened, in a sentence.</param>
    public sealed record Failed(string Reason) : CompileOutcome;
}
