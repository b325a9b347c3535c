using System.Buffers.Binary;
using System.Text;

namespace MmVerify.Compiler;

/// <summary>
/// Takes the fields out of one message. The other side is never trusted: every length has a cap.
/// </summary>
internal sealed class FrameReader(byte[] payload)
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);
    private int at;

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    public bool Boolean() => Take(1)[0] switch
    {
        0 => false,
        1 => true,
        byte other => throw new InvalidDataException($"{other} where yes or no was expected"),
    };

    public int Count(int limit)
    {
        int count = Int32();
        return count >= 0 && count <= limit
            ? count
            : throw new InvalidDataException($"a count of {count}, where at most {limit} is allowed");
    }

    public ReadOnlySpan<byte> Bytes(int limit) => Take(Count(limit));

    public string Text(int limit = CompileLimits.TextLength)
    {
        const int MostBytesPerCharacter = 3;
        try
        {
            string text = Strict.GetString(Bytes(limit * MostBytesPerCharacter));
            return text.Length <= limit
                ? text
                : throw new InvalidDataException($"a text of {text.Length} characters");
        }
        catch (DecoderFallbackException e)
        {
            throw new InvalidDataException("a text that is not UTF-8", e);
        }
    }

    public T[] List<T>(int limit, Func<FrameReader, T> one)
    {
        T[] items = new T[Count(limit)];
        for (int i = 0; i < items.Length; i++)
        {
            items[i] = one(this);
        }

        return items;
    }

    public void MustBeAtEnd()
    {
        if (at != payload.Length)
        {
            throw new InvalidDataException($"{payload.Length - at} bytes after the end of a message");
        }
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > payload.Length - at)
        {
            throw new InvalidDataException("a message that ends in the middle of a field");
        }

        ReadOnlySpan<byte> taken = payload.AsSpan(at, count);
        at += count;
        return taken;
    }
}
