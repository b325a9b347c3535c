using System.Globalization;

namespace MmVerify.Spec;

/// <summary>What is done to a shared word.</summary>
public enum AccessKind : byte
{
    /// <summary>It is read. Linux: <c>atomic_read</c>.</summary>
    Load,

    /// <summary>It is written. Linux: <c>atomic_set</c>.</summary>
    Store,

    /// <summary>Something is added to it. Linux: <c>atomic_fetch_add</c>.</summary>
    FetchAdd,

    /// <summary>Bits of it are set. Linux: <c>atomic_fetch_or</c>.</summary>
    FetchOr,

    /// <summary>Bits of it are kept and the others cleared. Linux: <c>atomic_fetch_and</c>.</summary>
    FetchAnd,

    /// <summary>It is written and what was there is told. Linux: <c>atomic_xchg</c>.</summary>
    Exchange,

    /// <summary>It is written if it is what it should be. Linux: <c>atomic_cmpxchg</c>.</summary>
    CompareExchange,

    /// <summary>No word: a CPU waits for another. Linux: <c>cpu_relax</c>.</summary>
    Relax,
}

/// <summary>One access to a shared word while several CPUs were at work.</summary>
/// <param name="Stamp">When: one counter counts calls, accesses and returns.</param>
/// <param name="Call">Which call made it, as an index into those of the step.</param>
/// <param name="Kind">What was done.</param>
/// <param name="Words">Which words, as an index into what was taken.</param>
/// <param name="Index">Which of them.</param>
/// <param name="Before">What was there.</param>
/// <param name="After">What was there afterwards.</param>
/// <param name="Operand">What was added, or what the word was compared with; otherwise 0.</param>
public readonly record struct WordAccess(
    int Stamp, int Call, AccessKind Kind, int Words, int Index, long Before, long After, long Operand)
{
    /// <summary>The access in words: <c>Load count[2] = 1</c>.</summary>
    /// <param name="name">What the words are called.</param>
    public string Tell(string name)
    {
        string word = string.Create(CultureInfo.InvariantCulture, $"{Kind} {name}[{Index}]");
        return Kind switch
        {
            AccessKind.Relax => "Relax",
            AccessKind.Load => $"{word} = {Number(Before)}",
            AccessKind.CompareExchange when Before != Operand =>
                $"{word} fails: {Number(Before)}, not {Number(Operand)}",
            _ => $"{word} {Number(Before)} -> {Number(After)}",
        };
    }

    private static string Number(long value) => value is > -1000 and < 1000
        ? string.Create(CultureInfo.InvariantCulture, $"{value}")
        : string.Create(CultureInfo.InvariantCulture, $"0x{value:x}");
}
