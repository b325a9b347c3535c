using MmVerify.Compiler;

namespace MmVerify.Grader;

/// <summary>
/// Walks a submission's folder. Whoever made it may have wanted the walk to leave it, or never to end.
/// </summary>
internal sealed class SourceWalk
{
    private const int MostFolders = 32;
    private const int MostEntries = 20_000;

    private static readonly HashSet<string> PassedOver =
        new(["bin", "obj", "tests", "artifacts"], StringComparer.OrdinalIgnoreCase);

    private static readonly EnumerationOptions Everything = new()
    {
        AttributesToSkip = FileAttributes.None,
        IgnoreInaccessible = false,
    };

    private readonly List<SourceFile> files = [];
    private int entries;
    private long bytes;

    public IReadOnlyList<SourceFile> Files => files;

    public int IgnoredCount { get; private set; }

    public void SingleFile(FileInfo file)
    {
        string shown = Printable.Name(file.Name);
        if (IsLink(file))
        {
            throw new BadSubmissionException(shown, "it is a symbolic link", "give the file itself");
        }

        if (!IsSource(file))
        {
            throw new BadSubmissionException(shown, "it is not a .cs file", "give a folder or a .cs file");
        }

        Add(file, shown);
    }

    public void Folder(DirectoryInfo root) => Folder(root, root.FullName, "", 0);

    private void Folder(DirectoryInfo folder, string root, string prefix, int depth)
    {
        if (depth > MostFolders)
        {
            string what = $"folders are nested more than {MostFolders} deep";
            throw new BadSubmissionException(prefix.TrimEnd('/'), what, "hand in a flatter folder");
        }

        foreach (FileSystemInfo entry in Entries(folder, prefix))
        {
            string shown = prefix + Printable.Name(entry.Name);
            if (shown.Length > CompileLimits.PathLength)
            {
                string what = $"a path of {shown.Length} characters, of {CompileLimits.PathLength} allowed";
                throw new BadSubmissionException(shown[..80] + " ...", what, "use shorter names");
            }

            Entry(entry, root, shown, depth);
        }
    }

    private void Entry(FileSystemInfo entry, string root, string shown, int depth)
    {
        if (IsLink(entry))
        {
            RefuseIfOutside(entry, root, shown);
            IgnoredCount++;
        }
        else if (entry is DirectoryInfo inner)
        {
            if (!PassedOver.Contains(inner.Name) && !inner.Name.StartsWith('.'))
            {
                Folder(inner, root, shown + "/", depth + 1);
            }
        }
        else if (entry is FileInfo file && IsSource(file))
        {
            Add(file, shown);
        }
        else
        {
            IgnoredCount++;
        }
    }

    private List<FileSystemInfo> Entries(DirectoryInfo folder, string prefix)
    {
        List<FileSystemInfo> found = [];
        try
        {
            foreach (FileSystemInfo entry in folder.EnumerateFileSystemInfos("*", Everything))
            {
                found.Add(entry);
                if (++entries > MostEntries)
                {
                    string what = $"there are more than {MostEntries} files";
                    throw new BadSubmissionException(Shown(prefix), what, "hand in the sources alone");
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadSubmissionException(Shown(prefix), "the folder cannot be read", "make it readable");
        }

        found.Sort(static (one, other) => string.CompareOrdinal(one.Name, other.Name));
        return found;
    }

    private void Add(FileInfo file, string shown)
    {
        if (files.Count == CompileLimits.SourceFiles)
        {
            string what = $"there are more than {CompileLimits.SourceFiles} sources";
            throw new BadSubmissionException(shown, what, "hand in your own sources alone");
        }

        byte[] content = SourceContent.Read(file, shown);
        bytes += content.Length;
        if (bytes > CompileLimits.AllSourceBytes)
        {
            string what = $"the sources now have {bytes} bytes, of {CompileLimits.AllSourceBytes} allowed";
            throw new BadSubmissionException(shown, what, "hand in your own sources alone");
        }

        files.Add(new SourceFile(shown, content));
    }

    private static void RefuseIfOutside(FileSystemInfo link, string root, string shown)
    {
        string? target;
        try
        {
            target = link.ResolveLinkTarget(returnFinalTarget: true)?.FullName;
        }
        catch (IOException)
        {
            target = null; // a chain that never ends, or one that cannot be followed
        }

        string home = Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar;
        string reached = target + Path.DirectorySeparatorChar;
        if (!reached.StartsWith(home, StringComparison.Ordinal))
        {
            const string What = "it is a symbolic link whose target is outside the submission";
            throw new BadSubmissionException(shown, What, "hand in the file itself");
        }
    }

    private static bool IsSource(FileInfo file) =>
        file.Extension.Equals(".cs", StringComparison.OrdinalIgnoreCase);

    private static bool IsLink(FileSystemInfo entry) => entry.Attributes.HasFlag(FileAttributes.ReparsePoint);

    private static string Shown(string prefix) => prefix.Length == 0 ? "the submission" : prefix.TrimEnd('/');
}
