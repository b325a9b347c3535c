using System.Text;

namespace MmVerify.Grader;

/// <summary>
/// Where results go. They are written aside and renamed, so that a file is there as a whole or not at all.
/// </summary>
internal sealed class OutputFolder
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly string path;

    private OutputFolder(string path) => this.path = path;

    /// <summary>Makes sure, before long work begins, that results can be written.</summary>
    /// <exception cref="BadArgumentException">They cannot.</exception>
    public static OutputFolder Check(string path)
    {
        try
        {
            bool isNew = !Directory.Exists(path);
            Directory.CreateDirectory(path);
            string probe = Path.Combine(path, $".mmverify-{Environment.ProcessId}");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
            if (isNew)
            {
                Directory.Delete(path);
            }

            return new OutputFolder(path);
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new BadArgumentException($"--out {path}: cannot be written to: {exception.Message}");
        }
    }

    /// <summary>A folder inside, which is made when something is written.</summary>
    public OutputFolder In(string name) => new(PathOf(name));

    public string PathOf(string name) => Path.Combine(path, name);

    public void Write(params ReadOnlySpan<(string Name, string Text)> files)
    {
        Directory.CreateDirectory(path);
        foreach ((string name, string text) in files)
        {
            File.WriteAllText(Aside(name), text, Utf8);
        }

        foreach ((string name, _) in files)
        {
            File.Move(Aside(name), PathOf(name), overwrite: true);
        }
    }

    private string Aside(string name) => PathOf($".{name}.{Environment.ProcessId}.tmp");
}
