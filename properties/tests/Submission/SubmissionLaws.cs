using System.Reflection;
using MmVerify.Spec;
using MmVerify.Xunit;

namespace MmVerify.Properties.Tests;

/// <summary>
/// The laws on a submission that somebody points to: <c>MMVERIFY_SUBMISSION=path/to/some.csproj dotnet test
/// properties/tests</c>. Without one there are no such tests.
/// </summary>
public sealed class SubmissionLaws : LawTests
{
    /// <inheritdoc/>
    public override IReadOnlyList<Type> Implementations { get; } = Find(typeof(SubmissionLaws).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(static one => one.Key == "Submission")?.Value);

    private static Type[] Find(string? assemblyName) => assemblyName is null ? [] :
    [
        .. Assembly.Load(assemblyName).GetExportedTypes()
            .Where(static type => !type.IsAbstract
                && Chapters.All.Any(chapter => type.IsAssignableTo(chapter.Contract)))
            .OrderBy(static type => type.FullName, StringComparer.Ordinal),
    ];
}
