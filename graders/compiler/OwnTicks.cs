using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MmVerify.Compiler;

/// <summary>
/// Steps that a student counts: the assembly cannot tell them from those the grader put in, so they are
/// looked for in the student's own text.
/// </summary>
internal static class OwnTicks
{
    public static IEnumerable<ScreenFinding> Find(ParsedSource[] sources, Func<Variant> plain)
    {
        (ParsedSource Source, IdentifierNameSyntax Name)[] names =
        [
            .. from source in sources
               from name in source.Root.DescendantNodes().OfType<IdentifierNameSyntax>()
               where name.Identifier.ValueText == "Tick"
               select (source, name),
        ];
        if (names.Length == 0)
        {
            return []; // binding the sources a second time is worth a tenth of a second
        }

        Compilation compilation = plain().Compilation;
        return from entry in names
               let symbols = compilation.GetSemanticModel(entry.Source.Tree).GetSymbolInfo(entry.Name)
               where IsFuel(symbols.Symbol) || symbols.CandidateSymbols.Any(IsFuel)
               select new ScreenFinding(
                   "MmVerify.Spec.Fuel.Tick",
                   "the grader's count of steps",
                   "",
                   entry.Source.PlaceOf(entry.Name.SpanStart));
    }

    private static bool IsFuel(ISymbol? symbol) =>
        symbol?.ContainingType?.ToDisplayString() == "MmVerify.Spec.Fuel";
}
