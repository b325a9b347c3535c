namespace MmVerify.Grader;

/// <summary>
/// A started compiler, wherever it runs. The grader gives one that is locked in a sandbox, a test a plain
/// one.
/// </summary>
public interface ICompilerProcess : IDisposable
{
    /// <summary>Where its request is written.</summary>
    Stream Input { get; }

    /// <summary>Where its answer is read.</summary>
    Stream Output { get; }

    /// <summary>The processor time it has used so far; what was last known after its end.</summary>
    TimeSpan CpuTime { get; }

    /// <summary>
    /// Ends it at once, with everything it started. Does nothing when it has ended already.
    /// </summary>
    void Kill();
}
