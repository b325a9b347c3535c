using System.Runtime.InteropServices;

namespace MmVerify.Grader;

/// <summary>What of the machine a managed program needs to see in order to run.</summary>
internal static class RuntimeView
{
    // libssl and libcrypto serve the hash functions, which the compiler needs; only one version will be
    // there.
    private static readonly string[] LibraryNames =
    [
        "libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1", "libstdc++.so.6",
        "libgcc_s.so.1", "libssl.so.3", "libcrypto.so.3", "libssl.so.1.1", "libcrypto.so.1.1",
    ];

    private static readonly string[] LoaderPaths =
        ["/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1"];

    /// <summary>The folder of the framework that runs the judge, with its version as last part.</summary>
    internal static string Framework { get; } =
        Path.TrimEndingDirectorySeparator(RuntimeEnvironment.GetRuntimeDirectory());

    /// <summary>The version of that framework.</summary>
    internal static string Version => Path.GetFileName(Framework);

    /// <summary>
    /// The program <c>dotnet</c> that belongs to that framework, however the judge was started.
    /// </summary>
    internal static string Dotnet { get; } = Path.GetFullPath(Path.Combine(Framework, "../../../dotnet"));

    /// <summary>Why nothing can be started with this runtime; null when it can.</summary>
    internal static string? Obstacle => File.Exists(Dotnet)
        ? null
        : $"there is no dotnet at {Dotnet}: run the judge with an installed runtime, not self-contained";

    /// <summary>The shared libraries, each at a path where the loader looks for it.</summary>
    internal static IReadOnlyList<string> Libraries { get; } = FindLibraries();

    /// <summary>The parts of the runtime: the program, what it starts with, and the framework.</summary>
    internal static IReadOnlyList<string> Runtime { get; } =
        [Dotnet, Path.GetFullPath(Path.Combine(Framework, "../../../host")), Framework];

    // The judge is a managed program itself: where its libraries are, there are those of the others.
    private static List<string> FindLibraries()
    {
        string[] mapped = [.. File.ReadLines("/proc/self/maps")
            .Select(static line => line[(line.IndexOf('/', StringComparison.Ordinal) + 1)..])
            .Where(static path => path.Contains(".so", StringComparison.Ordinal))
            .Select(static path => "/" + path).Distinct()];
        string[] folders = [.. mapped
            .Where(static path => LibraryNames.Any(name => Path.GetFileName(path).StartsWith(
                name[..name.IndexOf(".so", StringComparison.Ordinal)], StringComparison.Ordinal)))
            .Select(static path => Path.GetDirectoryName(path)!).Distinct()];
        IEnumerable<string> libraries = LibraryNames
            .Select(name => folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists))
            .OfType<string>();
        IEnumerable<string> loaders = mapped
            .Where(static path => Path.GetFileName(path).StartsWith("ld-", StringComparison.Ordinal))
            .Concat(LoaderPaths.Where(File.Exists));
        return [.. libraries.Concat(loaders).Distinct().Order(StringComparer.Ordinal)];
    }
}
