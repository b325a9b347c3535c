using System.Text;

namespace MmVerify.Grader;

/// <summary>Reads rubrics from files.</summary>
public static class RubricFile
{
    /// <summary>The name of the one that is shipped, in this folder.</summary>
    public const string DefaultName = "default.yaml";

    /// <summary>The largest file that is read; one that names everything has a tenth of it.</summary>
    public const int MostBytes = 64 << 10;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>Reads a file.</summary>
    /// <param name="path">Its path.</param>
    /// <exception cref="BadArgumentException">It cannot be read as a rubric; up to ten errors with their
    /// places are in the message, one in each line.</exception>
    public static Rubric Read(string path)
    {
        string text = TextOf(path);
        var errors = new RubricErrors();
        return Parse(text, errors) is Rubric rubric && !errors.Any
            ? rubric
            : throw new BadArgumentException(errors.Told(path));
    }

    /// <summary>The text of the one that is shipped.</summary>
    public static string ShippedText() => EmbeddedText.Of(DefaultName);

    /// <summary>Reads a text.</summary>
    /// <returns>The rubric, or null where there are errors.</returns>
    internal static Rubric? Parse(string text, RubricErrors errors)
    {
        RubricNode? root = RubricYaml.Read(text, errors);
        if (errors.Any)
        {
            return null;
        }

        root ??= new RubricNode.Mapping(1, 1, []);
        new RubricCheck(errors).Check(root, RubricKeys.Root);
        return errors.Any ? null : new RubricMaker(errors).Make((RubricNode.Mapping)root);
    }

    internal static Rubric Shipped()
    {
        var errors = new RubricErrors();
        return Parse(ShippedText(), errors) is Rubric rubric && !errors.Any
            ? rubric
            : throw new InvalidOperationException(errors.Told(DefaultName));
    }

    private static string TextOf(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            byte[] bytes = new byte[MostBytes + 1];
            int length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return length > MostBytes
                ? throw new BadArgumentException($"{path}: larger than {MostBytes:#,0} bytes; no rubric is")
                : Strict.GetString(bytes, 0, length).TrimStart('\ufeff');
        }
        catch (DecoderFallbackException)
        {
            throw new BadArgumentException($"{path}: it is not text in UTF-8");
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or ArgumentException
                or NotSupportedException)
        {
            throw new BadArgumentException($"{path}: it cannot be read: {exception.Message}");
        }
    }
}
