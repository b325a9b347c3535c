using System.Security.Cryptography;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace MmVerify.Compiler;

/// <summary>
/// The submission with some edits, ready to be compiled; it speaks of places in the student's own text.
/// </summary>
internal sealed class Variant
{
    private static readonly CSharpCompilationOptions Options = new(
        OutputKind.DynamicallyLinkedLibrary,
        optimizationLevel: OptimizationLevel.Release,
        checkOverflow: false,
        allowUnsafe: false,
        concurrentBuild: false,
        deterministic: true,
        xmlReferenceResolver: null,
        strongNameProvider: null,
        nullableContextOptions: NullableContextOptions.Enable);

    private static readonly ParsedSource ImplicitUsings = new(new SourceFile("", """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """u8.ToArray()));

    private readonly Dictionary<SyntaxTree, EditedSource> sources;

    public Variant(IEnumerable<EditedSource> edited)
    {
        sources = edited.ToDictionary(static source => (SyntaxTree)source.Tree);
        Compilation = CSharpCompilation.Create(
            "Submission",
            [ImplicitUsings.Tree, .. sources.Values.Select(static source => source.Tree)],
            References.All,
            Options);
    }

    public CSharpCompilation Compilation { get; }

    public SourcePlace PlaceOf(Location location) =>
        location.SourceTree is { } tree && sources.TryGetValue(tree, out EditedSource? source)
            ? source.PlaceOf(location.SourceSpan.Start)
            : SourcePlace.None;

    /// <summary>The first place in the sources where a symbol is declared.</summary>
    public SourcePlace PlaceOf(ISymbol symbol) => symbol.Locations
        .Select(PlaceOf)
        .Where(static place => place != SourcePlace.None)
        .OrderBy(static place => place.File, StringComparer.Ordinal)
        .ThenBy(static place => place.Line)
        .FirstOrDefault(SourcePlace.None);

    public Emitted Emit()
    {
        using MemoryStream image = new();
        EmitResult result = Compilation.Emit(image, options: new EmitOptions(
            debugInformationFormat: DebugInformationFormat.Embedded,
            pdbChecksumAlgorithm: HashAlgorithmName.SHA256));
        return new Emitted(
            this,
            result.Success ? image.ToArray() : [],
            Diagnoses(result, DiagnosticSeverity.Error),
            Diagnoses(result, DiagnosticSeverity.Warning));
    }

    private List<Diagnosis> Diagnoses(EmitResult result, DiagnosticSeverity severity) =>
        DiagnosisOrder.Sorted(result.Diagnostics
            .Where(diagnostic => diagnostic.Severity == severity && !diagnostic.IsSuppressed)
            .Select(diagnostic => DiagnosisOrder.Of(diagnostic, PlaceOf(diagnostic.Location))));
}

/// <summary>What the compiler made of a variant; the image is empty when there are errors.</summary>
internal sealed record Emitted(
    Variant Variant,
    byte[] Image,
    List<Diagnosis> Errors,
    List<Diagnosis> Warnings)
{
    public bool IsGood => Image.Length > 0;
}
