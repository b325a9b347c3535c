namespace MmVerify.Spec;

/// <summary>What one call of a concurrent step came to.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Value">What it answered where it was done; 0 where there is nothing to answer.</param>
public readonly record struct Answer(Outcome Outcome, long Value = 0)
{
    /// <summary>An answer that says no more than whether it was done.</summary>
    public static Answer Of(Errno errno) => new(Outcome.Of(errno));

    /// <summary>An answer of yes or no.</summary>
    public static Answer Of(Result<bool> result) =>
        result.TryGet(out bool value) ? new(Outcome.Done, value ? 1 : 0) : Of(result.Errno);
}
