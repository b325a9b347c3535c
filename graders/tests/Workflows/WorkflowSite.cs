using System.Diagnostics;

namespace MmVerify.Grader.Tests;

/// <summary>The folders of a run, empty at first, and what the runner says of itself.</summary>
internal sealed class WorkflowSite : IDisposable
{
    // What surrounds this test concerns its own programs, and none of the workflow's.
    private static readonly string[] OfThisTest =
        ["MSBUILD", "VSTEST", "MMVERIFY", "DOTNET_HOST", "GITHUB_", "RUNNER_"];

    private static readonly string[] NotSources =
        [".git", "artifacts", "bin", "obj", "node_modules", "mmverify-out"];

    private readonly string root = Directory.CreateTempSubdirectory("mmverify-workflow-").FullName;

    public WorkflowSite()
    {
        Directory.CreateDirectory(Workspace);
        Directory.CreateDirectory(Temp);
    }

    public string Workspace => Path.Combine(root, "work");

    public string Temp => Path.Combine(root, "temp");

    /// <summary>The repository that the workflow belongs to.</summary>
    public string Own { get; set; } = Repository.Root;

    public string Find(string name) => name switch
    {
        "runner.temp" => Temp,
        "github.repository" => "student/allocator",
        "github.ref" => "refs/heads/main",
        _ => throw new InvalidOperationException($"{name} is not known here"),
    };

    /// <summary>The suite is fetched once and stays, as in the folder of a runner of one's own.</summary>
    public void CheckOut(IReadOnlyDictionary<string, string> with)
    {
        Assert.Equal("false", with["persist-credentials"]);
        string target = Path.Combine(Workspace, with.GetValueOrDefault("path", ""));
        if (with.ContainsKey("repository"))
        {
            if (!Directory.Exists(target))
            {
                Copy(Repository.Root, target, "*");
            }

            return;
        }

        string pattern = with.GetValueOrDefault("sparse-checkout", "*");
        Assert.Equal(pattern == "*", with.GetValueOrDefault("sparse-checkout-cone-mode", "true") == "true");
        if (Directory.Exists(target))
        {
            Directory.Delete(target, recursive: true);
        }

        Copy(Own, target, pattern);
    }

    public Process Start(
        string program,
        IEnumerable<string> arguments,
        IEnumerable<KeyValuePair<string, string>> variables,
        IEnumerable<string> paths,
        string? folder = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder ?? Workspace,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string name in start.Environment.Keys.ToArray()
            .Where(static name => OfThisTest.Any(name.StartsWith)))
        {
            start.Environment.Remove(name);
        }

        start.Environment["GITHUB_ACTIONS"] = "true";
        start.Environment["GITHUB_WORKSPACE"] = Workspace;
        start.Environment["RUNNER_TEMP"] = Temp;
        foreach ((string name, string value) in variables)
        {
            start.Environment[name] = value;
        }

        start.Environment["PATH"] = string.Join(':', [.. paths, start.Environment["PATH"]!]);
        return Process.Start(start)!;
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    private static void Copy(string from, string to, string pattern)
    {
        Directory.CreateDirectory(to);
        foreach (string path in Directory.EnumerateFiles(from, pattern))
        {
            File.Copy(path, Path.Combine(to, Path.GetFileName(path)));
        }

        foreach (string folder in Directory.EnumerateDirectories(from)
            .Where(static path => !NotSources.Contains(Path.GetFileName(path))))
        {
            Copy(folder, Path.Combine(to, Path.GetFileName(folder)), pattern);
        }
    }
}
