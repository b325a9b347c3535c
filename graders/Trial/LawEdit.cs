using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace MmVerify.Grader;

/// <summary>One bound of a law, moved by one in its source.</summary>
/// <param name="Line">Where, from 1.</param>
/// <param name="Original">What stands there.</param>
/// <param name="Replacement">What stands there instead.</param>
/// <param name="Laws">The properties whose law it is part of.</param>
/// <param name="Source">The whole text with the change.</param>
internal sealed record LawEdit(
    int Line, string Original, string Replacement, IReadOnlyList<string> Laws, string Source)
{
    /// <summary>Every bound in the judges of a file of laws, moved by one in every way there is.</summary>
    /// <param name="source">The file: a static class whose properties are laws.</param>
    public static IReadOnlyList<LawEdit> All(string source)
    {
        CompilationUnitSyntax root = CSharpSyntaxTree.ParseText(source).GetCompilationUnitRoot();
        ClassDeclarationSyntax type = root.DescendantNodes().OfType<ClassDeclarationSyntax>().First();
        ILookup<string, string> users = Users(type);
        return
        [
            .. from member in type.Members
               from part in Judging(member)
               from node in part.DescendantNodesAndSelf().OfType<ExpressionSyntax>()
               where !IsInWords(node)
               from moved in Moved(node)
               let laws = member is PropertyDeclarationSyntax property
                   ? [property.Identifier.Text]
                   : users[NameOf(member)].Distinct().ToArray()
               where laws.Length > 0
               select Make(source, node, moved, laws),
        ];
    }

    private static LawEdit Make(
        string source, ExpressionSyntax node, (TextSpan At, string Text) moved, string[] laws)
    {
        string changed = source[..moved.At.Start] + moved.Text + source[moved.At.End..];
        SyntaxNode shown =
            node is LiteralExpressionSyntax { Parent: ExpressionSyntax around } ? around : node;
        int from = shown.SpanStart;
        int length = shown.Span.Length + changed.Length - source.Length;
        return new LawEdit(
            node.GetLocation().GetLineSpan().StartLinePosition.Line + 1,
            OneLine(source.Substring(from, shown.Span.Length)),
            OneLine(changed.Substring(from, length)),
            laws,
            changed);
    }

    private static string OneLine(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    // Of a law only its judge; of helpers and constants everything.
    private static IEnumerable<SyntaxNode> Judging(MemberDeclarationSyntax member) => member switch
    {
        PropertyDeclarationSyntax property => property.DescendantNodes().OfType<ArgumentSyntax>()
            .Where(static argument => argument.NameColon?.Name.Identifier.Text == "Judge"),
        MethodDeclarationSyntax or FieldDeclarationSyntax => [member],
        _ => [],
    };

    // Which laws mention a helper or a constant.
    private static ILookup<string, string> Users(ClassDeclarationSyntax type) => type.Members
        .OfType<PropertyDeclarationSyntax>()
        .SelectMany(static property => property.DescendantNodes().OfType<IdentifierNameSyntax>()
            .Select(name => (Name: name.Identifier.Text, Law: property.Identifier.Text)))
        .Where(static pair => pair.Law != "All")
        .ToLookup(static pair => pair.Name, static pair => pair.Law);

    private static string NameOf(MemberDeclarationSyntax member) => member switch
    {
        MethodDeclarationSyntax method => method.Identifier.Text,
        FieldDeclarationSyntax field => field.Declaration.Variables[0].Identifier.Text,
        _ => "",
    };

    // What a person is told is no bound.
    private static bool IsInWords(ExpressionSyntax node) => node.Ancestors().Any(static around =>
        around is InterpolatedStringExpressionSyntax
        || (around is InvocationExpressionSyntax call && call.Expression.ToString() == "Judgement.Broken"));

    private static IEnumerable<(TextSpan At, string Text)> Moved(ExpressionSyntax node)
    {
        if (node is BinaryExpressionSyntax { OperatorToken: var token }
            && Neighbour(token.Kind()) is string other)
        {
            yield return (token.Span, other);
        }
        else if (node is LiteralExpressionSyntax { Token: { Value: int number, Span: var span } })
        {
            yield return (span, $"{number + 1}");
            yield return (span, $"({number - 1})");
        }
    }

    private static string? Neighbour(SyntaxKind kind) => kind switch
    {
        SyntaxKind.LessThanToken => "<=",
        SyntaxKind.LessThanEqualsToken => "<",
        SyntaxKind.GreaterThanToken => ">=",
        SyntaxKind.GreaterThanEqualsToken => ">",
        _ => null,
    };
}
