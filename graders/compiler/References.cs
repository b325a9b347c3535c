using Microsoft.CodeAnalysis;
using MmVerify.Spec;

namespace MmVerify.Compiler;

/// <summary>What a submission may refer to: the shared framework it will run on, and the specification.</summary>
internal static class References
{
    public static MetadataReference Spec { get; } = MetadataReference.CreateFromFile(typeof(Fuel).Assembly.Location);

    public static IReadOnlyList<MetadataReference> All { get; } =
    [
        .. FrameworkFiles().Select(static file => MetadataReference.CreateFromFile(file)),
        Spec,
    ];

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
