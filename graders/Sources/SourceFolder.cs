using MmVerify.Compiler;

namespace MmVerify.Grader;

/// <summary>
/// The sources of one submission, read once. Nothing else of the submission is ever looked at: no project, no
/// package, no assembly. Folders named <c>bin</c>, <c>obj</c>, <c>tests</c>, <c>artifacts</c> and those whose
/// name begins with a dot are passed over; files that are not <c>.cs</c> are counted and ignored.
/// </summary>
public sealed class SourceFolder
{
    private SourceFolder(IReadOnlyList<SourceFile> files, int ignoredCount)
    {
        Files = files;
        IgnoredCount = ignoredCount;
    }

    /// <summary>
    /// The sources in ordinal order of their paths, which are relative, with <c>/</c>, and fit to be shown.
    /// </summary>
    public IReadOnlyList<SourceFile> Files { get; }

    /// <summary>How many other files, links and the like lie beside them.</summary>
    public int IgnoredCount { get; }

    /// <summary>Reads a submission: a folder, or a single <c>.cs</c> file.</summary>
    /// <param name="path">Where it is.</param>
    /// <returns>Its sources.</returns>
    /// <exception cref="BadSubmissionException">It cannot be read, or is not what a submission may
    /// be.</exception>
    public static SourceFolder Read(string path)
    {
        string full = Path.GetFullPath(path);
        string shown = Printable.Name(path);
        SourceWalk walk = new();
        if (File.Exists(full))
        {
            walk.SingleFile(new FileInfo(full));
        }
        else if (Directory.Exists(full))
        {
            walk.Folder(new DirectoryInfo(full));
        }
        else
        {
            throw new BadSubmissionException(shown, "no such file or folder", "give the submission's folder");
        }

        return walk.Files.Count == 0
            ? throw new BadSubmissionException(shown, "there is no .cs file in it", "hand in the sources")
            : new SourceFolder(
                [.. walk.Files.OrderBy(static file => file.Path, StringComparer.Ordinal)],
                walk.IgnoredCount);
    }
}
