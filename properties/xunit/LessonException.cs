// Runners put the type's name before the message of every exception that is not of this namespace.
namespace Xunit.Sdk;

/// <summary>
/// A law that does not hold or a property that was falsified: the message is all there is to say.
/// </summary>
/// <param name="message">The lesson, several lines.</param>
/// <param name="cause">The exception that brought it about, or null; its frames are shown.</param>
public sealed class LessonException(string message, Exception? cause = null) : Exception(message)
{
    private static readonly string[] OwnFrames =
        ["InvokeStub_", "MmVerify.Xunit.", "FsCheck.", "--- End of stack trace"];

    /// <summary>
    /// The frames of the cause that are the caller's, or, without a cause, those above the suite's own.
    /// </summary>
    public override string? StackTrace => cause is null
        ? WithoutOwn(base.StackTrace, static (frames, isOwn) => frames.Where(frame => !isOwn(frame)))
        : WithoutOwn(cause.StackTrace, static (frames, isOwn) => frames.TakeWhile(frame => !isOwn(frame)));

    private static string? WithoutOwn(
        string? trace, Func<IEnumerable<string>, Func<string, bool>, IEnumerable<string>> choose) =>
        trace is null ? null
        : string.Join('\n', choose(trace.Split('\n'), static frame => OwnFrames.Any(frame.Contains)));
}
