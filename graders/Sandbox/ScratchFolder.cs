using System.Globalization;
using MmVerify.Host;

namespace MmVerify.Grader;

/// <summary>
/// A temporary folder that other users can read and that does not outlive the judge for long.
/// </summary>
/// <remarks>
/// A judge that is killed cannot tidy up, so its name says whose folder it is, and the next judge of the same
/// user deletes what belongs to nobody any more.
/// </remarks>
internal sealed class ScratchFolder : IDisposable
{
    private const string Prefix = "mmverify-";

    private const UnixFileMode ReadableByAll =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    internal ScratchFolder()
    {
        string owner = $"{Prefix}{Environment.ProcessId}-{StartOf(Environment.ProcessId)}-";
        Path = Directory.CreateTempSubdirectory(owner).FullName;
        _ = NativeCalls.ChangeMode(Path, ReadableByAll);
    }

    /// <summary>Where it is.</summary>
    internal string Path { get; }

    /// <summary>When a process started, in ticks since boot; null when there is no such process.</summary>
    internal static long? StartOf(int process)
    {
        try
        {
            return CanaryBait.StartOf(File.ReadAllText($"/proc/{process}/stat"));
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Deletes the folders of this user whose judge has gone.</summary>
    internal static void Sweep()
    {
        string temp = System.IO.Path.GetTempPath();
        foreach (string path in Directory.EnumerateDirectories(temp, Prefix + "*-*-*"))
        {
            // In a folder that all may write, a name proves nothing: only what we own is ours to delete.
            if (IsAbandoned(System.IO.Path.GetFileName(path)) && NativeCalls.IsOwnedByThisUser(path))
            {
                Delete(path);
            }
        }
    }

    public void Dispose() => Delete(Path);

    private static bool IsAbandoned(string name)
    {
        string[] parts = name[Prefix.Length..].Split('-');
        return int.TryParse(parts[0], CultureInfo.InvariantCulture, out int process)
            && long.TryParse(parts[1], CultureInfo.InvariantCulture, out long start)
            && StartOf(process) != start;
    }

    private static void Delete(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Another judge is sweeping as well, or the next one will.
        }
    }
}
