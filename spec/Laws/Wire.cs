using System.Buffers.Binary;
using System.Text;

namespace MmVerify.Spec;

/// <summary>Bytes that are not what they claim to be.</summary>
/// <param name="what">What is wrong.</param>
public sealed class WireException(string what) : Exception(what);

/// <summary>
/// Writes programs and replies as bytes, for replay tokens and for the process that runs a submission.
/// Numbers are little-endian base 128, so that the small ones that are usual take one byte.
/// </summary>
public sealed class WireWriter
{
    private byte[] bytes = new byte[1 << 12];

    /// <summary>What was written since the last <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> Written => bytes.AsSpan(0, Length);

    /// <summary>How much was written. Unit: bytes.</summary>
    public int Length { get; private set; }

    /// <summary>Starts anew.</summary>
    public void Clear() => Length = 0;

    /// <summary>Writes one byte.</summary>
    public void Byte(byte value)
    {
        Reserve(1);
        bytes[Length++] = value;
    }

    /// <summary>Writes a number.</summary>
    public void Number(ulong value)
    {
        Reserve(10);
        while (value >= 0x80)
        {
            bytes[Length++] = (byte)((value & 0x7f) | 0x80);
            value >>= 7;
        }

        bytes[Length++] = (byte)value;
    }

    /// <summary>Writes a number that may be negative: the sign is the lowest bit.</summary>
    public void Signed(long value) => Number(unchecked((ulong)((value << 1) ^ (value >> 63))));

    /// <summary>Writes a text, or that there is none.</summary>
    public void Text(string? value)
    {
        if (value is null)
        {
            Number(0);
            return;
        }

        int count = Encoding.UTF8.GetByteCount(value);
        Number((ulong)count + 1);
        Reserve(count);
        Length += Encoding.UTF8.GetBytes(value, bytes.AsSpan(Length));
    }

    /// <summary>
    /// Writes four bytes at a place that was written before, for a length that is known only at the end.
    /// </summary>
    public void PatchInt32(int at, int value) =>
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at, 4), value);

    private void Reserve(int count)
    {
        if (bytes.Length - Length < count)
        {
            Array.Resize(ref bytes, Math.Max(bytes.Length * 2, Length + count));
        }
    }
}

/// <summary>Reads what <see cref="WireWriter"/> wrote, and trusts none of it.</summary>
/// <param name="bytes">The bytes.</param>
public ref struct WireReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> bytes = bytes;
    private int position;

    /// <summary>Whether everything was read.</summary>
    public readonly bool IsAtEnd => position == bytes.Length;

    /// <summary>Reads one byte.</summary>
    /// <exception cref="WireException">Nothing is left.</exception>
    public byte Byte() => position < bytes.Length
        ? bytes[position++]
        : throw new WireException("the data ends too early");

    /// <summary>Reads a number.</summary>
    /// <exception cref="WireException">It is cut off or does not fit 64 bits.</exception>
    public ulong Number()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte part = Byte();
            if (shift == 63 && part > 1)
            {
                break;
            }

            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }

        throw new WireException("a number is too long");
    }

    /// <summary>Reads a number that must lie within bounds.</summary>
    /// <exception cref="WireException">It does not.</exception>
    public long Number(long least, long most)
    {
        ulong value = Number();
        return value <= long.MaxValue && (long)value >= least && (long)value <= most
            ? (long)value
            : throw new WireException($"{value} is not between {least} and {most}");
    }

    /// <summary>Reads a number that may be negative.</summary>
    /// <exception cref="WireException">It is cut off.</exception>
    public long Signed()
    {
        ulong value = Number();
        return unchecked((long)(value >> 1) ^ -(long)(value & 1));
    }

    /// <summary>Reads a text of bounded length, or that there is none.</summary>
    /// <exception cref="WireException">It is longer, cut off, or not UTF-8.</exception>
    public string? Text(int maxBytes)
    {
        int count = (int)Number(0, maxBytes + 1L) - 1;
        if (count < 0)
        {
            return null;
        }

        if (count > bytes.Length - position)
        {
            throw new WireException("a text is cut off");
        }

        string value = Encoding.UTF8.GetString(bytes.Slice(position, count));
        position += count;
        return value;
    }
}
