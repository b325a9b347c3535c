using System.Diagnostics;
using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using MmVerify.Spec;

namespace MmVerify.Host;

/// <summary>
/// Loads one class of a submission and carries out the programs that it is sent. It judges nothing.
/// </summary>
public static class SubmissionServer
{
    private const int MaxNameBytes = 1000;
    private const int SendAbove = 64 << 10;

    /// <summary>Serves until the input ends.</summary>
    /// <param name="input">Where messages come from.</param>
    /// <param name="output">Where answers go.</param>
    /// <param name="report">What holds in this process.</param>
    /// <returns>The exit code.</returns>
    public static int Serve(Stream input, Stream output, LockdownReport report)
    {
        HostFrame.Write(output, HostFrameKind.Hello, Encoding.UTF8.GetBytes($"{report}"));
        ProgramRunner? runner = null;
        byte[] buffer = new byte[1 << 16];
        try
        {
            while (true)
            {
                HostFrameKind kind = HostFrame.Read(input, ref buffer, out int length);
                switch (kind)
                {
                    case HostFrameKind.Load:
                        runner = Load(input, output, buffer.AsSpan(0, length));
                        break;
                    case HostFrameKind.Run when runner is not null:
                        Run(runner, output, buffer.AsSpan(0, length));
                        break;
                    default:
                        return 2;
                }
            }
        }
        catch (EndOfStreamException)
        {
            return 0;
        }
    }

    private static ProgramRunner? Load(Stream input, Stream output, ReadOnlySpan<byte> names)
    {
        var reader = new WireReader(names);
        string chapter = reader.Text(MaxNameBytes) ?? "";
        string type = reader.Text(MaxNameBytes) ?? "";
        string buddy = reader.Text(MaxNameBytes) ?? "";
        byte[] image = [];
        HostFrame.Read(input, ref image, out int length);
        try
        {
            Fuel.Fill(long.MaxValue);
            var context = new AssemblyLoadContext("submission");
            using var stream = new MemoryStream(image, 0, length);
            Assembly submission = context.LoadFromStream(stream);
            Type implementation = submission.GetType(type, throwOnError: true)!;
            Type? below = buddy.Length == 0 ? null : submission.GetType(buddy, throwOnError: true);
            ProgramRunner runner = Chapters.Find(chapter)!.NewRunner(implementation, below);
            HostFrame.Write(output, HostFrameKind.Loaded, []);
            return runner;
        }
        catch (Exception exception)
        {
            Exception cause = exception is TargetInvocationException { InnerException: Exception inner }
                ? inner
                : exception;
            HostFrame.Write(
                output, HostFrameKind.NotLoaded, Encoding.UTF8.GetBytes($"{Guard.Explain(cause)}"));
            return null;
        }
    }

    private static void Run(ProgramRunner runner, Stream output, ReadOnlySpan<byte> request)
    {
        var reader = new WireReader(request);
        bool eachForItself = reader.Byte() != 0;
        long count = reader.Number(0, int.MaxValue);
        var replies = new WireWriter();
        var alive = new LifeSigns(output);
        Action send = eachForItself ? () => Send(output, replies) : alive.Note;
        for (long i = 0; i < count; i++)
        {
            runner.Run(ref reader, replies, send);
            if (!eachForItself && replies.Length > SendAbove)
            {
                Send(output, replies);
            }
        }

        if (replies.Length > 0)
        {
            Send(output, replies);
        }

        HostFrame.Write(output, HostFrameKind.Done, []);
    }

    private static void Send(Stream output, WireWriter replies)
    {
        HostFrame.Write(output, HostFrameKind.Replies, replies.Written);
        replies.Clear();
    }

    // A slow submission is no hung one: while operations return, the judge hears of it.
    private sealed class LifeSigns(Stream output)
    {
        private const int OperationsBetweenLooks = 16;
        private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

        private readonly Stopwatch sinceLast = Stopwatch.StartNew();
        private int operations;

        public void Note()
        {
            if (++operations % OperationsBetweenLooks == 0 && sinceLast.Elapsed > Interval)
            {
                HostFrame.Write(output, HostFrameKind.Alive, []);
                sinceLast.Restart();
            }
        }
    }
}
