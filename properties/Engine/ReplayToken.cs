using System.Buffers.Text;
using MmVerify.Spec;

namespace MmVerify.Properties;

/// <summary>
/// One program as a word: <c>Buddy1-…</c>, the chapter, the version of the format, and the program itself
/// with two bytes of checksum, in base64url. It holds the program and not a seed, so it stays true when
/// generators change. <c>Vmalloc1own-…</c> is a program that ran above the submission's own page allocator.
/// </summary>
public static class ReplayToken
{
    /// <summary>The longest token that is read. Unit: characters.</summary>
    public const int MaxLength = 1 << 20;

    private const char Version = '1';
    private const string Own = "own";

    /// <summary>Names a program.</summary>
    public static string Of<TSetup, TOperation, TReply, TModel>(
        Chapter<TSetup, TOperation, TReply, TModel> chapter, Program<TSetup, TOperation> program)
        where TSetup : class
        where TOperation : class, IOperation
        where TReply : struct, IReply<TReply>
        where TModel : class, IModel<TSetup, TOperation, TReply>
    {
        var writer = new WireWriter();
        chapter.Write(writer, program);
        ushort checksum = Checksum(writer.Written);
        writer.Byte((byte)(checksum >> 8));
        writer.Byte((byte)(checksum & 0xff));
        return $"{chapter.Name}{Version}-{Base64Url.EncodeToString(writer.Written)}";
    }

    /// <summary>The same program, above the submission's own page allocator.</summary>
    public static string AboveOwnPages(string token) => token.Insert(token.IndexOf('-'), Own);

    /// <summary>Whether the program ran above the submission's own page allocator.</summary>
    public static bool IsAboveOwnPages(string token) =>
        token.IndexOf('-') is > 0 and int dash && token[..dash].EndsWith(Version + Own);

    /// <summary>The chapter that a token names.</summary>
    /// <exception cref="FormatException">It is no token; the message says why.</exception>
    public static Chapter ChapterOf(string token)
    {
        int dash = token.IndexOf('-') - (IsAboveOwnPages(token) ? Own.Length : 0);
        if (dash < 2 || token.Length > MaxLength || token[dash - 1] != Version)
        {
            throw new FormatException(
                "a replay token looks like Buddy1-AAEABAID…: chapter, format version 1, dash, program");
        }

        string name = token[..(dash - 1)];
        return Chapters.Find(name)
            ?? throw new FormatException($"there is no chapter {new Fault(name, "", null)}");
    }

    /// <summary>The program that a token names.</summary>
    /// <exception cref="FormatException">It is no token of the chapter; the message says why.</exception>
    public static Program<TSetup, TOperation> Read<TSetup, TOperation, TReply, TModel>(
        Chapter<TSetup, TOperation, TReply, TModel> chapter, string token)
        where TSetup : class
        where TOperation : class, IOperation
        where TReply : struct, IReply<TReply>
        where TModel : class, IModel<TSetup, TOperation, TReply>
    {
        if (ChapterOf(token) != chapter)
        {
            throw new FormatException($"the token is not one of chapter {chapter.Name}");
        }

        byte[] bytes;
        try
        {
            bytes = Base64Url.DecodeFromChars(token.AsSpan(token.IndexOf('-') + 1));
        }
        catch (FormatException exception)
        {
            throw new FormatException(
                "the part behind the dash is not base64url: was a character lost in copying?", exception);
        }

        ReadOnlySpan<byte> body = bytes.AsSpan(0, Math.Max(0, bytes.Length - 2));
        if (bytes.Length < 2 || Checksum(body) != ((bytes[^2] << 8) | bytes[^1]))
        {
            throw new FormatException("the token's checksum is wrong: was a character lost in copying?");
        }

        try
        {
            var reader = new WireReader(body);
            Program<TSetup, TOperation> program = chapter.ReadProgram(ref reader);
            return reader.IsAtEnd ? program : throw new WireException("there is more behind the program");
        }
        catch (WireException exception)
        {
            throw new FormatException($"the token does not hold a program: {exception.Message}", exception);
        }
    }

    // Fletcher's: order matters and every single changed byte is seen.
    private static ushort Checksum(ReadOnlySpan<byte> bytes)
    {
        int low = 0;
        int high = 0;
        foreach (byte value in bytes)
        {
            low = (low + value) % 255;
            high = (high + low) % 255;
        }

        return (ushort)((high << 8) | low);
    }
}
