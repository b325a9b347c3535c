using System.Globalization;

namespace MmVerify.Grader;

/// <summary>
/// What a reader wants to know and no grade holds: who handed in, for which assignment, when. Each comes from
/// <c>--set KEY=VALUE</c> or else from the environment variable of that name. Nothing comes from the clock,
/// so that grading again gives the same text.
/// </summary>
internal sealed class ReportSettings
{
    /// <summary>How a moment is written, always in UTC.</summary>
    public const string InstantForm = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    private const int MaxLength = 2_000;

    // The first nine are the names by which the autograders of classroom50 are told, wiki,
    // Advanced-Autograding.
    private static readonly string[] Known =
    [
        "CLASSROOM", "ASSIGNMENT", "ASSIGNMENT_TYPE", "OWNER", "USERNAME", "SUBMISSION_TAG",
        "COMMIT_URL", "RELEASE_URL", "REVIEW_URL", "DATETIME", "GRADED_AT",
    ];

    private readonly Dictionary<string, string> given = [];
    private readonly Func<string, string?> environment;

    /// <summary>Takes what was given.</summary>
    /// <param name="pairs">Pairs such as <c>OWNER=alice</c>.</param>
    /// <param name="environment">The environment variables.</param>
    /// <exception cref="BadArgumentException">One is no pair, or of no use here.</exception>
    public ReportSettings(IReadOnlyList<string> pairs, Func<string, string?> environment)
    {
        this.environment = environment;
        foreach (string pair in pairs)
        {
            int equals = pair.IndexOf('=');
            string key = equals < 0 ? pair : pair[..equals];
            if (equals < 0 || !Known.Contains(key))
            {
                throw new BadArgumentException(
                    $"--set {pair}: expected KEY=VALUE with a KEY among {string.Join(", ", Known)}");
            }

            given[key] = pair[(equals + 1)..];
        }
    }

    /// <summary>One of them; null when it was not given, or is empty.</summary>
    /// <exception cref="BadArgumentException">It is no line of text.</exception>
    public string? Find(string key)
    {
        string? value = given.GetValueOrDefault(key) ?? environment(key);
        return string.IsNullOrEmpty(value) ? null
            : value.Length > MaxLength || ShownText.Plain(value, MaxLength) != value || value.Contains('\n')
                ? throw new BadArgumentException(
                    $"{key}: is no line of at most {MaxLength} characters that can be shown")
            : value;
    }

    /// <summary>One of them that is a moment; null when it was not given.</summary>
    /// <exception cref="BadArgumentException">It is none.</exception>
    public DateTimeOffset? FindInstant(string key) => Find(key) is not string value ? null
        : DateTimeOffset.TryParseExact(
            value, InstantForm, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal,
            out DateTimeOffset instant) ? instant
        : throw new BadArgumentException($"{key}: {value} is no moment such as 2026-06-01T14:32:01Z");
}
