using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis;
using MmVerify.Spec;

namespace MmVerify.Compiler;

/// <summary>
/// What a submission may refer to: the shared framework it will run on, and the specification.
/// </summary>
internal static class References
{
    public static MetadataReference Spec { get; } = Open(typeof(Fuel).Assembly.Location);

    public static IReadOnlyList<MetadataReference> All { get; } =
    [
        .. FrameworkFiles().Select(Open),
        Spec,
    ];

    // Of sixty megabytes of framework a compilation looks at a few: what is not looked at is not read.
#pragma warning disable CA2000 // they live as long as the process
    private static PortableExecutableReference Open(string file) => AssemblyMetadata
        .Create(ModuleMetadata.CreateFromStream(File.OpenRead(file), PEStreamOptions.Default))
        .GetReference(filePath: file);
#pragma warning restore CA2000

    private static IOrderedEnumerable<string> FrameworkFiles()
    {
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string trusted = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        return trusted
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(file => Path.GetDirectoryName(file) == framework)
            .Order(StringComparer.Ordinal);
    }
}
