using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MmVerify.Compiler;

/// <summary>
/// What can be refused by the look of a source: errors of syntax, and directives that lie about places.
/// </summary>
internal static class SyntaxRefusals
{
    public static List<Diagnosis> Of(ParsedSource source)
    {
        List<Diagnosis> found =
        [
            .. source.Tree.GetDiagnostics()
                .Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
                .Select(diagnostic => DiagnosisOrder.Of(
                    diagnostic,
                    source.PlaceOf(diagnostic.Location.SourceSpan.Start))),
        ];
        for (var at = source.Root.GetFirstDirective(); at is not null; at = at.GetNextDirective())
        {
            if (at.IsActive && at is LineOrSpanDirectiveTriviaSyntax or PragmaChecksumDirectiveTriviaSyntax)
            {
                found.Add(new Diagnosis(
                    Refusal.FalsePlace,
                    source.PlaceOf(at.SpanStart),
                    "this directive would make messages name a place that is not true; take it out"));
            }
        }

        if (source.Root.Members.OfType<GlobalStatementSyntax>().FirstOrDefault() is { } statement)
        {
            found.Add(new Diagnosis(
                Refusal.TopLevelStatements,
                source.PlaceOf(statement.SpanStart),
                "a submission is a library: statements stand in methods of a type"));
        }

        return found;
    }
}
