namespace MmVerify.Host;

/// <summary>What became of one attempt of the canary.</summary>
public enum CanaryOutcome
{
    /// <summary>The attempt was refused.</summary>
    Blocked,

    /// <summary>The attempt succeeded, which this tier is known to allow and which harms nobody.</summary>
    Known,

    /// <summary>The attempt succeeded: a submission could do the same.</summary>
    Open,
}

/// <summary>One attempt of the canary and its outcome.</summary>
/// <param name="Attempt">What was tried, in a word.</param>
/// <param name="Outcome">Whether it was refused.</param>
/// <param name="Detail">The errno of the refusal, or what was reached.</param>
public sealed record CanaryFinding(string Attempt, CanaryOutcome Outcome, string Detail)
{
    /// <summary>Reads the line that <see cref="ToString"/> writes.</summary>
    /// <exception cref="FormatException">The line has another form.</exception>
    public static CanaryFinding Parse(string line)
    {
        string[] parts = line.Split(' ', 3);
        return parts.Length == 3 && Enum.TryParse(parts[1], ignoreCase: true, out CanaryOutcome outcome)
            ? new(parts[0], outcome, parts[2])
            : throw new FormatException($"'{line}' is no finding of the canary.");
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Attempt} {Outcome.ToString().ToLowerInvariant()} {Detail}";
}
