using MmVerify.Spec;

namespace MmVerify.Xunit;

/// <summary>
/// Passes on what is asked and notes how far it got, for whoever waits in vain for an answer.
/// </summary>
/// <typeparam name="TSetup">The chapter's setup.</typeparam>
/// <typeparam name="TOperation">The chapter's operations.</typeparam>
/// <typeparam name="TReply">The chapter's replies.</typeparam>
/// <param name="inner">The driver of the implementation.</param>
/// <param name="watch">Is told of every step.</param>
internal sealed class NotingDriver<TSetup, TOperation, TReply>(
    IDriver<TSetup, TOperation, TReply> inner, Watch watch)
    : IDriver<TSetup, TOperation, TReply>
    where TReply : struct, IReply<TReply>
{
    private readonly Dictionary<string, string> unwritten = [];
    private volatile bool isAbandoned;
    private volatile int step;

    /// <summary>The step that is being carried out; -1 is creation.</summary>
    public int Step => step;

    /// <summary>What methods have said when they are not written yet, and where.</summary>
    public IReadOnlyList<string> Unwritten =>
        [.. unwritten.Select(static one => $"{one.Value} ({one.Key})")];

    /// <summary>Ends the examination at its next step, should there still be one.</summary>
    public void Abandon() => isAbandoned = true;

    /// <inheritdoc/>
    public void Start(TSetup setup, out TReply reply)
    {
        Note(-1);
        inner.Start(setup, out reply);
        Learn(reply.Outcome);
    }

    /// <inheritdoc/>
    public void Do(TOperation operation, ReadOnlySpan<TReply> earlier, out TReply reply)
    {
        Note(earlier.Length - 1);
        inner.Do(operation, earlier, out reply);
        Learn(reply.Outcome);
    }

    private void Note(int number)
    {
        if (isAbandoned)
        {
            throw new OperationCanceledException("nobody waits for this examination any more");
        }

        step = number;
        watch.Beat();
    }

    private void Learn(Outcome outcome)
    {
        if (outcome.Fault is { What: nameof(NotImplementedException), Place: string place } fault)
        {
            unwritten.TryAdd(place, fault.Message ?? "write this");
        }
    }
}
