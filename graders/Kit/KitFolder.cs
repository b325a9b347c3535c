using System.Text;

namespace MmVerify.Grader;

/// <summary>
/// Where a kit goes. It is written aside and renamed, so that it is there as a whole or not at all.
/// </summary>
internal sealed class KitFolder
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private KitFolder(string path) => Path = path;

    public string Path { get; }

    /// <summary>Makes sure that nothing of anybody's is overwritten.</summary>
    /// <exception cref="BadArgumentException">Something is there.</exception>
    public static KitFolder Check(string path)
    {
        string full = System.IO.Path.GetFullPath(path.Length > 0 ? path : ".").TrimEnd('/');
        bool isTaken = File.Exists(full)
            || (Directory.Exists(full) && Directory.EnumerateFileSystemEntries(full).Any());
        return isTaken
            ? throw new BadArgumentException(
                $"--out {path}: is not empty; name a folder that is not there yet, or empty this one")
            : new KitFolder(full);
    }

    /// <exception cref="BadArgumentException">It cannot be written.</exception>
    public void Write(IEnumerable<KitFile> files)
    {
        string aside = $"{Path}.{Environment.ProcessId}.tmp";
        try
        {
            foreach (KitFile file in files)
            {
                string path = System.IO.Path.Combine(aside, file.Path);
                Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
                File.WriteAllText(path, file.Text, Utf8);
            }

            if (Directory.Exists(Path))
            {
                Directory.Delete(Path);
            }

            Directory.Move(aside, Path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (Directory.Exists(aside))
            {
                Directory.Delete(aside, recursive: true);
            }

            throw new BadArgumentException($"--out {Path}: cannot be written: {exception.Message}");
        }
    }
}
