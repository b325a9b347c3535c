using System.Globalization;

namespace MmVerify.Spec;

/// <summary>
/// The memory that all CPUs see: words that an implementation takes when it is created, and on which it keeps
/// all of its state. It counts what is taken and every access. Where several CPUs are at work, every access
/// is a place where a CPU may be stopped and another one goes on; between two accesses nobody else runs.
/// Linux: <c>atomic_long_t</c>.
/// </summary>
public sealed class SharedMemory
{
    /// <summary>The size of a word. Unit: bytes.</summary>
    public const int WordSizeBytes = 8;

    /// <summary>The most words that can be taken together.</summary>
    public const long MostWords = 1 << 20;

    /// <summary>The longest name that is kept. Unit: characters.</summary>
    public const int LongestName = 12;

    private readonly List<SharedWords> taken = [];
    private long left = long.MaxValue;

    /// <summary>Words taken so far.</summary>
    public long WordCount { get; private set; }

    /// <summary>Accesses made so far, <see cref="Relax"/> included.</summary>
    public long AccessCount { get; private set; }

    /// <summary>The CPU that asks, from 0. Linux: <c>smp_processor_id</c>.</summary>
    public int CurrentCpu => CpuOfTask is null ? CurrentTask : CpuOfTask[CurrentTask];

    /// <summary>What was taken, in that order.</summary>
    public IReadOnlyList<SharedWords> Taken => taken;

    /// <summary>Who is at work; null while there is just one CPU.</summary>
    internal Cpus? Cpus { get; set; }

    /// <summary>Who asks, from 0, on whatever CPU it runs.</summary>
    internal int CurrentTask => Cpus?.Current ?? OneTask;

    /// <summary>Who asks while one asks at a time.</summary>
    internal int OneTask { get; set; }

    /// <summary>On which CPU each of those who ask runs; null when each stays on its own.</summary>
    internal int[]? CpuOfTask { get; set; }

    /// <summary>Takes words, at first all 0.</summary>
    /// <param name="name">What they are called where a person is told of them: letters and digits.</param>
    /// <param name="count">How many, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not that many.</exception>
    public SharedWords Take(string name, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MostWords - WordCount);
        var words = new SharedWords(this, NameOf(name, taken.Count), taken.Count, count);
        taken.Add(words);
        WordCount += count;
        return words;
    }

    /// <summary>
    /// Says that nothing can be done until another CPU has gone on: to be called in every loop that waits.
    /// Linux: <c>cpu_relax</c>.
    /// </summary>
    public void Relax()
    {
        Count();
        Cpus?.Relax();
    }

    /// <summary>Sets how many accesses may be made from here on. Only the driver calls this.</summary>
    /// <param name="accesses">How many.</param>
    internal void Allow(long accesses) => left = accesses;

    /// <summary>The access is about to be made: the place where a CPU may be stopped.</summary>
    internal void Pause()
    {
        Count();
        Cpus?.Pause();
    }

    /// <summary>Makes a name of foreign text: short, and of letters and digits.</summary>
    /// <param name="name">The text.</param>
    /// <param name="number">What to call it where nothing is left.</param>
    internal static string NameOf(string? name, int number)
    {
        string plain = string.Concat((name ?? "").Where(char.IsAsciiLetterOrDigit).Take(LongestName));
        return plain.Length > 0 ? plain : string.Create(CultureInfo.InvariantCulture, $"words{number}");
    }

    private void Count()
    {
        AccessCount++;
        if (left-- <= 0)
        {
            left = 0;
            throw new OutOfFuelException();
        }
    }
}
