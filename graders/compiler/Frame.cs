using System.Buffers.Binary;
using System.Text;

namespace MmVerify.Compiler;

/// <summary>One message on a stream: its length in four bytes, then its fields.</summary>
internal static class Frame
{
    public static void Write(Stream stream, Action<BinaryWriter> fields)
    {
        using MemoryStream payload = new();
        using BinaryWriter writer = new(payload, Encoding.UTF8);
        fields(writer);
        writer.Flush();
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, (int)payload.Length);
        stream.Write(length);
        payload.WriteTo(stream);
    }

    /// <exception cref="InvalidDataException">The message is longer than allowed or is not what was
    /// expected.</exception>
    /// <exception cref="EndOfStreamException">The stream ended before the message did.</exception>
    public static T Read<T>(Stream stream, int limit, Func<FrameReader, T> fields)
    {
        Span<byte> prefix = stackalloc byte[sizeof(int)];
        stream.ReadExactly(prefix);
        int length = BinaryPrimitives.ReadInt32LittleEndian(prefix);
        if (length < 0 || length > limit)
        {
            throw new InvalidDataException($"a message of {length} bytes, where at most {limit} are allowed");
        }

        byte[] payload = new byte[length];
        stream.ReadExactly(payload);
        FrameReader reader = new(payload);
        T message = fields(reader);
        reader.MustBeAtEnd();
        return message;
    }

    public static void WriteText(this BinaryWriter writer, string text) =>
        writer.WriteBytes(Encoding.UTF8.GetBytes(text));

    public static void WriteBytes(this BinaryWriter writer, ReadOnlySpan<byte> bytes)
    {
        writer.Write(bytes.Length);
        writer.Write(bytes);
    }

    public static void WriteList<T>(
        this BinaryWriter writer,
        IReadOnlyList<T> items,
        Action<BinaryWriter, T> one)
    {
        writer.Write(items.Count);
        foreach (T item in items)
        {
            one(writer, item);
        }
    }
}
