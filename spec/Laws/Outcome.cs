using System.Globalization;

namespace MmVerify.Spec;

/// <summary>How one operation ended.</summary>
public enum OutcomeKind : byte
{
    /// <summary>It did what was asked.</summary>
    Done,

    /// <summary>It answered that it will not: the errno says why.</summary>
    Refused,

    /// <summary>It was never asked: the handle it needs came to nothing.</summary>
    Skipped,

    /// <summary>An exception escaped from it.</summary>
    Threw,

    /// <summary>It did not return.</summary>
    Hung,

    /// <summary>It took its process down.</summary>
    Crashed,
}

/// <summary>
/// What is known of an exception, a hang or a crash: plain text, bounded and without control characters.
/// </summary>
/// <param name="What">The exception's type, or how the process ended.</param>
/// <param name="Message">What it said, perhaps nothing.</param>
/// <param name="Place">The submission's file and line, <c>BuddyAllocator.cs:31</c>, or null when
/// unknown.</param>
public sealed record Fault(string What, string Message, string? Place)
{
    /// <summary>The longest text that is kept of each part. Unit: characters.</summary>
    public const int MaxLength = 400;

    private const int MaxBytes = 4 * (MaxLength + 1);

    /// <summary>
    /// Makes a fault of foreign text: cut to <see cref="MaxLength"/>, control characters replaced.
    /// </summary>
    public static Fault FromForeign(string? what, string? message, string? place) =>
        new(Clean(what) ?? "?", Clean(message) ?? "", Clean(place));

    /// <summary>Reads a fault.</summary>
    /// <exception cref="WireException">It is none.</exception>
    public static Fault Read(ref WireReader reader)
    {
        string? what = reader.Text(MaxBytes);
        string? message = reader.Text(MaxBytes);
        return FromForeign(what, message, reader.Text(MaxBytes));
    }

    /// <inheritdoc/>
    public override string ToString() =>
        What + (Message.Length == 0 ? "" : ": " + Message) + (Place is null ? "" : " at " + Place);

    private static string? Clean(string? text)
    {
        if (text is null)
        {
            return null;
        }

        string cut = text.Length <= MaxLength ? text : string.Concat(text.AsSpan(0, MaxLength), "…");
        return string.Create(cut.Length, cut, static (target, source) =>
        {
            for (int i = 0; i < target.Length; i++)
            {
                target[i] = IsPlain(source[i]) ? source[i] : ' ';
            }
        });
    }

    // Format characters turn text around (U+202E) and lone surrogates cannot be written as UTF-8.
    private static bool IsPlain(char c) => char.GetUnicodeCategory(c) is not (UnicodeCategory.Control
        or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}

/// <summary>How one operation ended, with what is known of the reason.</summary>
/// <param name="Kind">How.</param>
/// <param name="Errno">Why it was refused; <see cref="Errno.None"/> otherwise.</param>
/// <param name="Fault">What is known when it threw, hung or crashed; null otherwise.</param>
public readonly record struct Outcome(OutcomeKind Kind, Errno Errno = Errno.None, Fault? Fault = null)
{
    private const int MaxErrno = 4095;

    /// <summary>It did what was asked.</summary>
    public static Outcome Done => default;

    /// <summary>It was never asked.</summary>
    public static Outcome Skipped => new(OutcomeKind.Skipped);

    /// <summary>Whether nothing more can be asked of this instance.</summary>
    public bool IsEnd => Kind is OutcomeKind.Threw or OutcomeKind.Hung or OutcomeKind.Crashed;

    /// <summary>It refused, or, for <see cref="Errno.None"/>, did what was asked.</summary>
    public static Outcome Of(Errno errno) =>
        errno == Errno.None ? Done : new Outcome(OutcomeKind.Refused, errno);

    /// <summary>Reads an outcome.</summary>
    /// <exception cref="WireException">It is none.</exception>
    public static Outcome Read(ref WireReader reader)
    {
        var kind = (OutcomeKind)reader.Number(0, (long)OutcomeKind.Crashed);
        return kind switch
        {
            OutcomeKind.Refused => new Outcome(kind, (Errno)reader.Number(1, MaxErrno)),
            OutcomeKind.Threw or OutcomeKind.Hung or OutcomeKind.Crashed =>
                new Outcome(kind, Fault: Fault.Read(ref reader)),
            _ => new Outcome(kind),
        };
    }

    /// <summary>Writes the outcome.</summary>
    public void Write(WireWriter writer)
    {
        writer.Byte((byte)Kind);
        if (Kind == OutcomeKind.Refused)
        {
            writer.Number((ulong)Errno);
        }
        else if (IsEnd)
        {
            writer.Text(Fault?.What);
            writer.Text(Fault?.Message);
            writer.Text(Fault?.Place);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        OutcomeKind.Done => "ok",
        OutcomeKind.Refused => $"{Errno}",
        OutcomeKind.Skipped => "skipped",
        OutcomeKind.Threw => $"threw {Fault}",
        OutcomeKind.Hung => $"hung: {Fault}",
        _ => $"crashed: {Fault}",
    };
}
