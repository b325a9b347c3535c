using System.Text;
using MmVerify.Host;
using MmVerify.Spec;

namespace MmVerify.Grader;

/// <summary>What is run: one class of a compiled submission.</summary>
/// <param name="Chapter">The chapter whose contract it implements.</param>
/// <param name="TypeName">Its full name in metadata.</param>
/// <param name="Image">The assembly.</param>
public sealed record SubmissionImage(Chapter Chapter, string TypeName, ReadOnlyMemory<byte> Image)
{
    /// <summary>
    /// The submission's buddy allocator that stands below, by its full name in metadata; null for the plain
    /// page allocator.
    /// </summary>
    public string? BuddyTypeName { get; init; }
}

/// <summary>
/// The process that runs a submission came to an end, or was ended, while an answer was awaited.
/// </summary>
/// <param name="outcome">Whether it hung or crashed, in words that can be shown.</param>
public sealed class SubmissionEndedException(Outcome outcome) : Exception($"{outcome}")
{
    /// <summary>Whether it hung or crashed.</summary>
    public Outcome Outcome => outcome;
}

/// <summary>
/// One sandboxed process with one class of a submission loaded, from the judge's side. The judge sends
/// programs and reads replies; who does not answer in time is ended.
/// </summary>
public sealed class SubmissionHost : IDisposable
{
    private readonly SandboxedProcess process;
    private readonly Watchdog watchdog;
    private byte[] buffer = new byte[1 << 16];

    /// <summary>Starts a process and loads a class.</summary>
    /// <param name="sandbox">Where.</param>
    /// <param name="image">What.</param>
    /// <param name="patience">How long an answer may take.</param>
    /// <exception cref="SubmissionEndedException">Loading threw, hung or crashed.</exception>
    public SubmissionHost(Sandbox sandbox, SubmissionImage image, Patience patience)
    {
        process = sandbox.Start(SandboxedProgram.Host with { Arguments = ["serve"], Limits = Limits });
        watchdog = new Watchdog(process, patience);
        try
        {
            Expect(HostFrameKind.Hello, out string hello);
            sandbox.Require(LockdownReport.Parse(hello));
            var names = new WireWriter();
            names.Text(image.Chapter.Name);
            names.Text(image.TypeName);
            names.Text(image.BuddyTypeName ?? "");
            Send(HostFrameKind.Load, names.Written);
            Send(HostFrameKind.Image, image.Image.Span);
            if (Receive(out ReadOnlySpan<byte> why) != HostFrameKind.Loaded)
            {
                throw new SubmissionEndedException(new Outcome(
                    OutcomeKind.Threw,
                    Fault: Fault.FromForeign("loading the class", Encoding.UTF8.GetString(why), null)));
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    // Processor time is watched by the judge, answer by answer: a long examination must not end by it.
    private static LockdownLimits Limits => LockdownLimits.ForSubmission with { CpuSeconds = 3600 };

    /// <summary>What the submission has printed, bounded.</summary>
    public string Console => process.Console;

    /// <summary>Processor time that the process has used.</summary>
    public TimeSpan CpuTime => process.CpuTime;

    /// <summary>Sends a message.</summary>
    /// <exception cref="SubmissionEndedException">Nobody takes it.</exception>
    public void Send(HostFrameKind kind, ReadOnlySpan<byte> content)
    {
        using Watchdog.Watch watch = watchdog.Start();
        try
        {
            HostFrame.Write(process.Input, kind, content);
        }
        catch (IOException)
        {
            throw Ended();
        }
    }

    /// <summary>Reads the next message.</summary>
    /// <param name="content">Its content, until the next message is read.</param>
    /// <exception cref="SubmissionEndedException">There is none, or it is not what a host sends.</exception>
    public HostFrameKind Receive(out ReadOnlySpan<byte> content)
    {
        using Watchdog.Watch watch = watchdog.Start();
        try
        {
            HostFrameKind kind = HostFrame.Read(process.Output, ref buffer, out int length);
            content = buffer.AsSpan(0, length);
            return kind;
        }
        catch (InvalidDataException exception)
        {
            process.Kill(exception.Message);
            throw new SubmissionEndedException(new Outcome(
                OutcomeKind.Crashed, Fault: Fault.FromForeign("sent " + exception.Message, "", null)));
        }
        catch (Exception exception) when (exception is IOException or EndOfStreamException)
        {
            throw Ended();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        watchdog.Dispose();
        process.Dispose();
    }

    private void Expect(HostFrameKind kind, out string text)
    {
        HostFrameKind got = Receive(out ReadOnlySpan<byte> content);
        text = Encoding.UTF8.GetString(content);
        if (got != kind)
        {
            throw new InvalidOperationException($"the host sent {got} instead of {kind}");
        }
    }

    private SubmissionEndedException Ended()
    {
        if (watchdog.Verdict is string hung)
        {
            return new SubmissionEndedException(
                new Outcome(OutcomeKind.Hung, Fault: new Fault(hung, "", null)));
        }

        process.WaitForExit(TimeSpan.FromSeconds(10));
        string death = process.HasExited ? process.DescribeDeath() : "it closed its connection";
        process.Kill();
        return new SubmissionEndedException(
            new Outcome(OutcomeKind.Crashed, Fault: Fault.FromForeign(death, "", null)));
    }
}
