using MmVerify.Compiler;

namespace MmVerify.Grader;

/// <summary>
/// A throw-away folder of ours in which tools build and run what is measured. Nothing is written beside the
/// submission, nothing is inherited from folders above, and all of it is deleted at the end, on Ctrl-C too.
/// </summary>
/// <remarks>
/// Sources are numbered: no name that a student chose becomes a path or a pattern of a tool.
/// </remarks>
internal sealed class Workspace : IDisposable
{
    private readonly ScratchFolder folder = new();
    private readonly EventHandler whenInterrupted;

    /// <summary>Lays a workspace out.</summary>
    /// <param name="subject">What is measured.</param>
    /// <param name="optimize">Whether its code is fast rather than true to its lines.</param>
    public Workspace(MeasuredSubject subject, bool optimize)
    {
        Subject = subject;
        whenInterrupted = (_, _) => folder.Dispose();
        AppDomain.CurrentDomain.ProcessExit += whenInterrupted;
        foreach (string name in (string[])[".config", "Submission", "Tests", "suite", "tmp", "home", "out"])
        {
            Directory.CreateDirectory(PathOf(name));
        }

        foreach (string name in WorkspaceFiles.SuiteAssemblies)
        {
            File.Copy(
                Path.Combine(AppContext.BaseDirectory, name + ".dll"), PathOf("suite", name + ".dll"));
        }

        Write("Directory.Build.props", WorkspaceFiles.NothingInherited);
        Write("Directory.Build.targets", WorkspaceFiles.NothingInherited);
        Write("Directory.Packages.props", EmbeddedText.Of("Directory.Packages.props"));
        Write(".config/dotnet-tools.json", EmbeddedText.Of("dotnet-tools.json"));
        Write(
            "Submission/Submission.csproj",
            WorkspaceFiles.SubjectProject(subject, PathOf("suite"), optimize));
        Write("Tests/Tests.csproj", WorkspaceFiles.TestProject(PathOf("suite")));
        Write("Tests/Laws.cs", WorkspaceFiles.TestClasses(subject));
        foreach ((int index, SourceFile source) in subject.Sources.Index())
        {
            File.WriteAllBytes(PathOf("Submission", NameOf(index)), source.Content.ToArray());
        }
    }

    /// <summary>What is measured.</summary>
    public MeasuredSubject Subject { get; }

    /// <summary>Where it is.</summary>
    public string Root => folder.Path;

    /// <summary>A path in it.</summary>
    public string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    /// <summary>Writes a text into it.</summary>
    public void Write(string name, string text) => File.WriteAllText(PathOf(name), text);

    /// <summary>The source of which a tool speaks; null when it is none of the subject's.</summary>
    /// <param name="path">The path that the tool names, absolute or not.</param>
    public SourceFile? SourceAt(string path)
    {
        string name = path[(path.LastIndexOf('/') + 1)..];
        for (int i = 0; i < Subject.Sources.Count; i++)
        {
            if (name == NameOf(i))
            {
                return Subject.Sources[i];
            }
        }

        return null;
    }

    /// <summary>
    /// Opens what a tool has written. The code under test ran beside it: neither a link nor a pipe is opened,
    /// and nothing that is larger than it can be.
    /// </summary>
    /// <exception cref="UnmeasuredException">It is not there, or not what it should be.</exception>
    public byte[] ReadBack(string path, long mostBytes, string what)
    {
        for (string at = path; at.Length > Root.Length; at = Path.GetDirectoryName(at)!)
        {
            if (new FileInfo(at).LinkTarget is not null)
            {
                throw new UnmeasuredException($"{what} is behind a link", isOurs: true);
            }
        }

        var file = new FileInfo(path);
        return !file.Exists || file.Length == 0
            ? throw new UnmeasuredException($"there is no {what}", isOurs: true)
            : file.Length > mostBytes
            ? throw new UnmeasuredException(
                $"{what} has {file.Length} bytes; {mostBytes} are read", isOurs: true)
            : File.ReadAllBytes(path);
    }

    /// <summary>Deletes it.</summary>
    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= whenInterrupted;
        folder.Dispose();
    }

    private static string NameOf(int index) => $"S{index:0000}.cs";
}
