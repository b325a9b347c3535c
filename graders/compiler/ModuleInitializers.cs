using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MmVerify.Compiler;

/// <summary>
/// Code that would run when the assembly is loaded, before anyone calls it. It is taken out by putting an
/// attribute without meaning in place of the one that asks for it, so that nothing else of the source
/// changes.
/// </summary>
internal sealed class ModuleInitializers
{
    private const string Meaningless = "global::System.Diagnostics.DebuggerNonUserCodeAttribute";

    private ModuleInitializers(IReadOnlyList<Edit>[] edits, IReadOnlyList<ScreenFinding> findings)
    {
        Edits = edits;
        Findings = findings;
    }

    /// <summary>For each source, what takes them out.</summary>
    public IReadOnlyList<Edit>[] Edits { get; }

    public IReadOnlyList<ScreenFinding> Findings { get; }

    /// <summary>
    /// Whether an assembly has any: they are called from the static constructor of its module.
    /// </summary>
    public static bool Runs(byte[] image)
    {
        using PEReader file = new(ImmutableArray.Create(image));
        MetadataReader metadata = file.GetMetadataReader();
        const int Module = 1;
        TypeDefinition module = metadata.GetTypeDefinition(
            System.Reflection.Metadata.Ecma335.MetadataTokens.TypeDefinitionHandle(Module));
        return module.GetMethods().Count > 0;
    }

    /// <param name="sources">The sources as the student wrote them.</param>
    /// <param name="plain">The same, without edits.</param>
    public static ModuleInitializers Find(ParsedSource[] sources, Variant plain)
    {
        List<ScreenFinding> findings = [];
        IReadOnlyList<Edit>[] edits = [.. sources.Select(source => FindIn(source, plain, findings))];
        return new ModuleInitializers(edits, findings);
    }

    private static List<Edit> FindIn(ParsedSource source, Variant plain, List<ScreenFinding> findings)
    {
        List<Edit> edits = [];
        SemanticModel model = plain.Compilation.GetSemanticModel(source.Tree);
        foreach (AttributeSyntax attribute in source.Root.DescendantNodes().OfType<AttributeSyntax>())
        {
            INamedTypeSymbol? type = model.GetSymbolInfo(attribute).Symbol?.ContainingType;
            if (type?.Name != "ModuleInitializerAttribute")
            {
                continue;
            }

            string breaks = new('\n', attribute.Name.ToString().Count(static c => c == '\n'));
            edits.Add(new Edit(attribute.Name.SpanStart, attribute.Name.Span.Length, Meaningless + breaks));
            findings.Add(new ScreenFinding(
                "System.Runtime.CompilerServices.ModuleInitializerAttribute",
                "code that runs before the grader calls it; it was not run",
                "",
                source.PlaceOf(attribute.SpanStart)));
        }

        return edits;
    }
}
