using System.Diagnostics;
using System.Text.Json;

namespace MmVerify.Grader;

/// <summary>
/// The pinned tools and the packages of the tests, fetched before anything of a submission is near: this is
/// the one step that may use the network.
/// </summary>
internal static class Toolbox
{
    private const int KeptLines = 12;

    /// <summary>The folder of packages, as NuGet finds it.</summary>
    public static string Packages { get; } =
        Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } chosen
            ? Path.GetFullPath(chosen)
            : Path.Combine(
                Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <summary>Makes sure that the tools and packages are there.</summary>
    /// <exception cref="UnmeasuredException">They cannot be had.</exception>
    public static void Fill(Workspace workspace, Action<string> tell)
    {
        if (Versions().Any(static tool => !Directory.Exists(FolderOf(tool.Name, tool.Version))))
        {
            tell("fetching the tools");
            Dotnet(workspace, "tool", "restore");
        }

        tell("restoring packages");
        Dotnet(workspace, "restore", workspace.PathOf("Tests", "Tests.csproj"), "--verbosity", "quiet");
    }

    /// <summary>The assembly that a tool starts with.</summary>
    /// <param name="package">The tool's package.</param>
    /// <param name="assembly">The assembly's name.</param>
    /// <exception cref="UnmeasuredException">It is not in the package.</exception>
    public static string AssemblyOf(string package, string assembly)
    {
        string tools = FolderOf(package, Versions().Single(tool => tool.Name == package).Version);
        string[] candidates = Directory.Exists(tools)
            ? Directory.GetFiles(tools, assembly, SearchOption.AllDirectories)
            : [];
        return candidates.FirstOrDefault(static path => path.Contains("/net10.0/"))
            ?? throw new UnmeasuredException($"{package} has no {assembly} for .NET 10", isOurs: true);
    }

    /// <summary>The tools of the manifest, and their versions.</summary>
    public static IReadOnlyList<(string Name, string Version)> Versions()
    {
        using var manifest = JsonDocument.Parse(EmbeddedText.Of("dotnet-tools.json"));
        return [.. manifest.RootElement.GetProperty("tools").EnumerateObject()
            .Select(static tool => (tool.Name, tool.Value.GetProperty("version").GetString()!))];
    }

    private static string FolderOf(string package, string version) =>
        Path.Combine(Packages, package, version, "tools");

    private static void Dotnet(Workspace workspace, params string[] words)
    {
        var start = new ProcessStartInfo(RuntimeView.Dotnet, words)
        {
            WorkingDirectory = workspace.Root,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["NUGET_PACKAGES"] = Packages;
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string said = process.StandardOutput.ReadToEnd() + errors.GetAwaiter().GetResult();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            IEnumerable<string> last = said.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .TakeLast(KeptLines);
            throw new UnmeasuredException(
                $"dotnet {words[0]} failed:\n{string.Join('\n', last)}", isOurs: true);
        }
    }
}
