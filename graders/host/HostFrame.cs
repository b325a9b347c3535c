using System.Buffers.Binary;

namespace MmVerify.Host;

/// <summary>What a message between the judge and the process that runs a submission is.</summary>
public enum HostFrameKind : byte
{
    /// <summary>From the host, first of all: the report of the lockdown, as text.</summary>
    Hello = (byte)'H',

    /// <summary>From the judge: the names of the chapter and of the class that is to be examined.</summary>
    Load = (byte)'L',

    /// <summary>From the judge, next: the bytes of the submission's assembly.</summary>
    Image = (byte)'I',

    /// <summary>From the host: the class is loaded.</summary>
    Loaded = (byte)'O',

    /// <summary>From the host: the class cannot be loaded; the reason, as text.</summary>
    NotLoaded = (byte)'E',

    /// <summary>
    /// From the judge: programs to carry out, each reply to be sent for itself or all together.
    /// </summary>
    Run = (byte)'R',

    /// <summary>From the host: the replies of some of the programs, or of one step.</summary>
    Replies = (byte)'P',

    /// <summary>
    /// From the host, now and then: one more operation returned, there is just nothing to send yet.
    /// </summary>
    Alive = (byte)'A',

    /// <summary>From the host: every program was carried out.</summary>
    Done = (byte)'D',
}

/// <summary>
/// One message: its length, its kind, its content. The judge reads what hostile code may have written, so the
/// length is bounded before anything is reserved for it.
/// </summary>
public static class HostFrame
{
    /// <summary>The longest content. Unit: bytes.</summary>
    public const int MaxLength = 16 << 20;

    private const int HeaderLength = 5;

    /// <summary>Writes a message and sends it.</summary>
    public static void Write(Stream stream, HostFrameKind kind, ReadOnlySpan<byte> content)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        BinaryPrimitives.WriteInt32LittleEndian(header, content.Length);
        header[^1] = (byte)kind;
        stream.Write(header);
        stream.Write(content);
        stream.Flush();
    }

    /// <summary>Reads a message.</summary>
    /// <param name="stream">Where from.</param>
    /// <param name="buffer">Where the content goes; it grows when it must.</param>
    /// <param name="length">How long the content is.</param>
    /// <returns>What the message is.</returns>
    /// <exception cref="EndOfStreamException">The stream ended.</exception>
    /// <exception cref="InvalidDataException">The message is longer than allowed.</exception>
    public static HostFrameKind Read(Stream stream, ref byte[] buffer, out int length)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        stream.ReadExactly(header);
        length = BinaryPrimitives.ReadInt32LittleEndian(header);
        if (length is < 0 or > MaxLength)
        {
            throw new InvalidDataException($"a message of {length} bytes, more than {MaxLength}");
        }

        if (buffer.Length < length)
        {
            buffer = new byte[Math.Max(length, Math.Min(MaxLength, buffer.Length * 2))];
        }

        stream.ReadExactly(buffer.AsSpan(0, length));
        return (HostFrameKind)header[^1];
    }
}
