namespace MmVerify.Grader;

/// <summary>
/// Where a submission lies in its repository. A grade names files as they lie in the submission, annotations
/// as they lie in the repository.
/// </summary>
internal sealed class SourceRoot
{
    private const int MaxLength = 1_000;

    private readonly string prefix;

    private SourceRoot(string prefix) => this.prefix = prefix;

    /// <summary>The submission is the repository.</summary>
    public static SourceRoot None { get; } = new("");

    /// <summary>Reads <c>--source-root</c>.</summary>
    /// <exception cref="BadArgumentException">It is no path inside a repository.</exception>
    public static SourceRoot Of(string? path)
    {
        if (path is null)
        {
            return None;
        }

        string[] parts = [.. path.Split('/').Where(static part => part is not ("" or "."))];
        return path.StartsWith('/') || path.Length > MaxLength || !parts.All(IsPlain)
            ? throw new BadArgumentException(
                $"--source-root {path}: is no path inside a repository; give one such as submissions/alice")
            : new SourceRoot(string.Concat(parts.Select(static part => part + "/")));
    }

    /// <summary>A file as the repository names it; null when the name leads out of the submission.</summary>
    public string? PathOf(string file) =>
        file.Length is > 0 and <= MaxLength && file.Split('/').All(IsPlain) ? prefix + file : null;

    private static bool IsPlain(string part) =>
        part is not ("" or "." or "..") && !part.Any(static c => char.IsControl(c) || c == '\\');
}
