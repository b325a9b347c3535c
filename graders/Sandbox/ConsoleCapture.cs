using System.Text;

namespace MmVerify.Grader;

/// <summary>
/// Keeps the beginning of what a process writes to its console, and stops one that writes too much.
/// </summary>
internal sealed class ConsoleCapture
{
    /// <summary>How much is kept.</summary>
    internal const int KeptBytes = 64 * 1024;

    /// <summary>How much may be written before the process is killed.</summary>
    internal const int AllowedBytes = 4 * 1024 * 1024;

    private readonly Lock access = new();
    private readonly byte[] kept = new byte[KeptBytes];
    private int keptCount;

    /// <summary>What was kept, with bytes that are no text replaced.</summary>
    internal string Text
    {
        get
        {
            lock (access)
            {
                return Encoding.UTF8.GetString(kept, 0, keptCount);
            }
        }
    }

    /// <summary>Reads until the stream ends.</summary>
    internal void ReadToEnd(Stream console, Action whenTooMuch)
    {
        byte[] buffer = new byte[16 * 1024];
        long total = 0;
        int count;
        while ((count = console.Read(buffer)) > 0)
        {
            total += count;
            Keep(buffer.AsSpan(0, count));
            if (total > AllowedBytes)
            {
                whenTooMuch();
            }
        }
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        lock (access)
        {
            ReadOnlySpan<byte> fitting = bytes[..Math.Min(bytes.Length, KeptBytes - keptCount)];
            fitting.CopyTo(kept.AsSpan(keptCount));
            keptCount += fitting.Length;
        }
    }
}
