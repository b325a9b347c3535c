using System.Text.Json;

namespace MmVerify.Grader;

/// <summary>The files that make a managed program, picked out of a folder that may hold much else.</summary>
/// <remarks>
/// The folder of the judge holds the reference solution too, so a program is never shown its whole folder.
/// </remarks>
internal sealed record ProgramFiles(string DllPath, IReadOnlyList<string> Paths)
{
    /// <summary>Reads from its <c>.deps.json</c> what a program consists of.</summary>
    /// <exception cref="FileNotFoundException">The program or a file of it is not there.</exception>
    internal static ProgramFiles Of(string dllPath)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(dllPath))!;
        string name = Path.GetFileNameWithoutExtension(dllPath);
        string dll = Path.Combine(folder, name + ".dll");
        string dependencies = Path.Combine(folder, name + ".deps.json");
        string configuration = Path.Combine(folder, name + ".runtimeconfig.json");
        foreach (string path in (string[])[dll, dependencies, configuration])
        {
            if (!File.Exists(path))
            {
                throw new FileNotFoundException(
                    $"A program is missing its file {path}: build it again.", path);
            }
        }

        IEnumerable<string> libraries = LibrariesIn(dependencies)
            .Select(library => Path.Combine(folder, library)).Where(File.Exists);
        return new(dll, [.. libraries.Concat([dll, dependencies, configuration])
            .Distinct().Order(StringComparer.Ordinal)]);
    }

    /// <summary>Copies the files into a folder and gives the program as it is there.</summary>
    internal ProgramFiles CopyTo(string folder)
    {
        List<string> copies = [];
        foreach (string path in Paths)
        {
            string copy = Path.Combine(folder, Path.GetFileName(path));
            File.Copy(path, copy);
            _ = NativeCalls.ChangeMode(
                copy, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
            copies.Add(copy);
        }

        return new(Path.Combine(folder, Path.GetFileName(DllPath)), copies);
    }

    // https://github.com/dotnet/sdk/blob/main/documentation/specs/runtime-configuration-file.md
    private static List<string> LibrariesIn(string dependencies)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(dependencies));
        List<string> names = [];
        foreach (JsonProperty target in document.RootElement.GetProperty("targets").EnumerateObject())
        {
            foreach (JsonProperty library in target.Value.EnumerateObject())
            {
                if (library.Value.TryGetProperty("runtime", out JsonElement assets))
                {
                    names.AddRange(assets.EnumerateObject()
                        .Select(static asset => Path.GetFileName(asset.Name)));
                }
            }
        }

        return names;
    }
}
