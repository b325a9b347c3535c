namespace MmVerify.Grader;

/// <summary>
/// No sandbox of the wanted strength can be made here; the message says what to do about it.
/// </summary>
public sealed class SandboxUnavailableException(string message, IReadOnlyList<SandboxTrial> trials)
    : Exception(message)
{
    /// <summary>Each tier that was tried, and why it was not enough.</summary>
    public IReadOnlyList<SandboxTrial> Trials { get; } = trials;
}
