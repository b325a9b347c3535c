namespace MmVerify.Spec;

/// <summary>
/// Words of <see cref="SharedMemory"/>. Each member is one access: nobody comes in between. The names are
/// those of Linux's <c>atomic_t</c>. An index that is no word's throws, as in any array.
/// </summary>
public sealed class SharedWords
{
    private readonly SharedMemory memory;
    private readonly long[] words;

    internal SharedWords(SharedMemory memory, string name, int number, int count)
    {
        this.memory = memory;
        Name = name;
        Number = number;
        words = new long[count];
    }

    /// <summary>What they are called.</summary>
    public string Name { get; }

    /// <summary>How many there are.</summary>
    public int Count => words.Length;

    /// <summary>Their place among all that was taken.</summary>
    internal int Number { get; }

    /// <summary>Reads a word.</summary>
    /// <param name="index">Which word.</param>
    public long Load(int index)
    {
        memory.Pause();
        long value = words[index];
        memory.Cpus?.Note(AccessKind.Load, Number, index, value, value, 0);
        return value;
    }

    /// <summary>Writes a word.</summary>
    /// <param name="index">Which word.</param>
    /// <param name="value">What is there afterwards.</param>
    public void Store(int index, long value) => Write(AccessKind.Store, index, value);

    /// <summary>Writes a word and tells what was there.</summary>
    /// <param name="index">Which word.</param>
    /// <param name="value">What is there afterwards.</param>
    public long Exchange(int index, long value) => Write(AccessKind.Exchange, index, value);

    /// <summary>Adds to a word and tells what was there. It goes round where it overflows.</summary>
    /// <param name="index">Which word.</param>
    /// <param name="addend">What is added, perhaps negative.</param>
    public long FetchAdd(int index, long addend)
    {
        memory.Pause();
        long before = words[index];
        words[index] = unchecked(before + addend);
        memory.Cpus?.Note(AccessKind.FetchAdd, Number, index, before, words[index], addend);
        return before;
    }

    /// <summary>Sets bits of a word and tells what was there.</summary>
    /// <param name="index">Which word.</param>
    /// <param name="bits">The bits that are set.</param>
    public long FetchOr(int index, long bits)
    {
        memory.Pause();
        long before = words[index];
        words[index] = before | bits;
        memory.Cpus?.Note(AccessKind.FetchOr, Number, index, before, words[index], bits);
        return before;
    }

    /// <summary>Clears all bits of a word but some, and tells what was there.</summary>
    /// <param name="index">Which word.</param>
    /// <param name="bits">The bits that stay as they are.</param>
    public long FetchAnd(int index, long bits)
    {
        memory.Pause();
        long before = words[index];
        words[index] = before & bits;
        memory.Cpus?.Note(AccessKind.FetchAnd, Number, index, before, words[index], bits);
        return before;
    }

    /// <summary>Writes a word if it is what it should be, and tells what was there.</summary>
    /// <param name="index">Which word.</param>
    /// <param name="value">What is there afterwards, if it was as expected.</param>
    /// <param name="expected">What has to be there.</param>
    /// <returns>What was there: the word was written if it equals <paramref name="expected"/>.</returns>
    public long CompareExchange(int index, long value, long expected)
    {
        memory.Pause();
        long before = words[index];
        words[index] = before == expected ? value : before;
        memory.Cpus?.Note(AccessKind.CompareExchange, Number, index, before, words[index], expected);
        return before;
    }

    private long Write(AccessKind kind, int index, long value)
    {
        memory.Pause();
        long before = words[index];
        words[index] = value;
        memory.Cpus?.Note(kind, Number, index, before, value, 0);
        return before;
    }
}
