using System.Globalization;
using MmVerify.Properties;

namespace MmVerify.Xunit;

/// <summary>What the environment says about a whole run.</summary>
/// <param name="Seed">Any text; the same text gives the same run.</param>
/// <param name="Scale">How many cases are tried, as a multiple of what is usual.</param>
/// <param name="Replay">The one case that is to be run: a token of a program, or a property's name and
/// seeds.</param>
/// <param name="CpuLimit">How much CPU time one case may take; zero for as much as it likes, null when not
/// said.</param>
internal sealed record RunSettings(string? Seed, double Scale, string? Replay, TimeSpan? CpuLimit)
{
    /// <summary>The variable that holds <see cref="Seed"/>.</summary>
    public const string SeedVariable = "MMVERIFY_SEED";

    /// <summary>The variable that holds <see cref="Scale"/>.</summary>
    public const string ScaleVariable = "MMVERIFY_TEST_SCALE";

    /// <summary>The variable that holds <see cref="Replay"/>.</summary>
    public const string ReplayVariable = "MMVERIFY_REPLAY";

    /// <summary>The variable that holds <see cref="CpuLimit"/>. Unit: milliseconds.</summary>
    public const string TimeoutVariable = "MMVERIFY_TIMEOUT";

    /// <summary>The settings of this process.</summary>
    public static RunSettings Current => Read(Environment.GetEnvironmentVariable);

    /// <summary>Reads settings.</summary>
    /// <param name="valueOf">The value of a variable, or null.</param>
    /// <exception cref="FormatException">A value is not what it should be; the message says what that
    /// is.</exception>
    public static RunSettings Read(Func<string, string?> valueOf)
    {
        double scale = 1;
        if (valueOf(ScaleVariable) is { Length: > 0 } scaleText
            && !(double.TryParse(scaleText, NumberStyles.Float, CultureInfo.InvariantCulture, out scale)
                && scale is > 0 and < 1e6))
        {
            throw new FormatException(
                $"{ScaleVariable} is '{scaleText}': give a number above 0, such as 0.1 or 10");
        }

        TimeSpan? limit = null;
        if (valueOf(TimeoutVariable) is { Length: > 0 } limitText)
        {
            limit = int.TryParse(
                limitText, NumberStyles.None, CultureInfo.InvariantCulture, out int milliseconds)
                ? TimeSpan.FromMilliseconds(milliseconds)
                : throw new FormatException(
                    $"{TimeoutVariable} is '{limitText}': give whole milliseconds of CPU time, or 0");
        }

        return new RunSettings(
            NotEmpty(valueOf(SeedVariable)), scale, NotEmpty(valueOf(ReplayVariable)), limit);
    }

    /// <summary>How much laws are searched.</summary>
    public ExaminationOptions ToOptions()
    {
        var options = new ExaminationOptions(SeedNumber(ExaminationOptions.DefaultSeed));
        return options with { RandomPrograms = Scaled(options.RandomPrograms) };
    }

    /// <summary>A number of cases, scaled, and at least 1.</summary>
    public int Scaled(int count) => (int)Math.Clamp(Math.Round(count * Scale), 1, int.MaxValue);

    /// <summary>The seed as a number: the number that it is, or a hash of the text.</summary>
    /// <param name="otherwise">The number where no seed was given.</param>
    public ulong SeedNumber(ulong otherwise) =>
        Seed is null ? otherwise
        : ulong.TryParse(Seed, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) ? number
        : Hash(Seed);

    /// <summary>
    /// The same number for the same text in every process, which <c>GetHashCode</c> is not.
    /// </summary>
    /// <remarks>FNV-1a, draft-eastlake-fnv.</remarks>
    public static ulong Hash(string text)
    {
        ulong hash = 14695981039346656037;
        foreach (char c in text)
        {
            hash = unchecked((hash ^ c) * 1099511628211);
        }

        return hash;
    }

    private static string? NotEmpty(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
