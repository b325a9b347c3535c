using System.Globalization;

namespace MmVerify.Xunit;

/// <summary>Where FsCheck's random numbers start; with a size, it is one case and not a whole run.</summary>
/// <param name="Seed">The state of the generator.</param>
/// <param name="Gamma">Its increment, an odd number.</param>
/// <param name="Size">The size of the one case; null for a whole run.</param>
internal readonly record struct ReplaySeed(ulong Seed, ulong Gamma, int? Size)
{
    private const ulong UsualGamma = 0x9e3779b97f4a7c15;

    /// <summary>The start of a property that is given none: the same in every run.</summary>
    /// <param name="name">The property's full name, so that two properties do not see the same cases.</param>
    /// <param name="seed">The seed of the run, or null.</param>
    public static ReplaySeed Of(string name, string? seed) =>
        new(RunSettings.Hash($"{name}\n{seed ?? "0"}"), UsualGamma, null);

    /// <summary>Reads <c>seed,gamma</c> or <c>seed,gamma,size</c>, perhaps in brackets.</summary>
    /// <exception cref="FormatException">It is none; the message says why.</exception>
    public static ReplaySeed Parse(string text)
    {
        string[] parts = text.Trim().TrimStart('(').TrimEnd(')').Split(',', StringSplitOptions.TrimEntries);
        if (parts.Length is not (2 or 3))
        {
            throw Wrong(text, "it has " + (parts.Length == 1 ? "one part" : $"{parts.Length} parts"));
        }

        if (!ulong.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed))
        {
            throw Wrong(text, $"the seed '{parts[0]}' is no number from 0 to 2^64 - 1");
        }

        if (!ulong.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out ulong gamma)
            || (gamma & 1) == 0)
        {
            throw Wrong(text, $"the gamma '{parts[1]}' is no odd number");
        }

        if (parts.Length == 2)
        {
            return new ReplaySeed(seed, gamma, null);
        }

        return int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out int size)
            ? new ReplaySeed(seed, gamma, size)
            : throw Wrong(text, $"the size '{parts[2]}' is no whole number");
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Seed},{Gamma}{(Size is int size ? $",{size}" : "")}");

    private static FormatException Wrong(string text, string why) =>
        new($"the replay '{text}' cannot be used: {why}; copy seed,gamma or seed,gamma,size from a failure");
}
