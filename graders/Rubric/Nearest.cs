namespace MmVerify.Grader;

/// <summary>Guesses which word was meant.</summary>
internal static class Nearest
{
    private const int LongestLookedAt = 60;

    /// <summary>Suggests the known word that differs least, if little; otherwise says nothing.</summary>
    public static string Suggestion(string word, IEnumerable<string> known)
    {
        if (word.Length > LongestLookedAt)
        {
            return "";
        }

        string typed = word.ToUpperInvariant();
        (string Word, int Distance)? best = null;
        foreach (string candidate in known)
        {
            int distance = Distance(typed, candidate.ToUpperInvariant());
            if (distance <= Math.Max(2, candidate.Length / 3) && distance < (best?.Distance ?? int.MaxValue))
            {
                best = (candidate, distance);
            }
        }

        return best is { Word: var meant } ? $"; did you mean {meant}?" : "";
    }

    // How many letters must be put in, left out or changed; V. Levenshtein, 1965, in one row.
    private static int Distance(string one, string other)
    {
        int[] row = [.. Enumerable.Range(0, other.Length + 1)];
        for (int i = 1; i <= one.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.Length; j++)
            {
                int changed = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(changed, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[other.Length];
    }
}
