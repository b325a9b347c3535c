using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MmVerify.Compiler;

/// <summary>
/// Where a step has to be counted so that no submission can run for ever between two counts: at the start of
/// each loop's body, of each body that can be called, and before each <c>goto</c>. A lambda whose body is an
/// expression counts nothing, because a block in its place could choose another overload; neither does a
/// finalizer, because running out of steps on the runtime's own thread would end the process.
/// </summary>
internal sealed class FuelEdits
{
    public const string Tick = "global::MmVerify.Spec.Fuel.Tick();";

    private readonly List<Edit> edits = [];

    private FuelEdits()
    {
    }

    public static IReadOnlyList<Edit> Of(ParsedSource source)
    {
        FuelEdits fuel = new();

        // DescendantNodes keeps its own stack: a deeply nested source cannot overflow this one.
        foreach (SyntaxNode node in source.Root.DescendantNodes())
        {
            fuel.Visit(node);
        }

        return fuel.edits;
    }

    private void Visit(SyntaxNode node)
    {
        switch (node)
        {
            case CommonForEachStatementSyntax loop: Loop(loop.Statement); break;
            case ForStatementSyntax loop: Loop(loop.Statement); break;
            case WhileStatementSyntax loop: Loop(loop.Statement); break;
            case DoStatementSyntax loop: Loop(loop.Statement); break;
            case GotoStatementSyntax jump: Wrap(jump); break;
            case AnonymousFunctionExpressionSyntax lambda: Block(lambda.Block); break;
            case PropertyDeclarationSyntax property:
                Getter(property, property.ExpressionBody, property.SemicolonToken);
                break;
            case IndexerDeclarationSyntax indexer:
                Getter(indexer, indexer.ExpressionBody, indexer.SemicolonToken);
                break;
            case DestructorDeclarationSyntax:
                break;
            default:
                Body(CallableBody.Of(node));
                break;
        }
    }

    private void Loop(StatementSyntax body)
    {
        switch (body)
        {
            case BlockSyntax block: Block(block); break;

            // Not allowed here, but allowed in a block: the student's error must not be mended.
            case LocalDeclarationStatementSyntax or LocalFunctionStatementSyntax or LabeledStatementSyntax:
                break;
            default: Wrap(body); break;
        }
    }

    private void Wrap(StatementSyntax statement)
    {
        edits.Add(new Edit(statement.SpanStart, 0, "{" + Tick));
        edits.Add(new Edit(statement.Span.End, 0, "}"));
    }

    private void Block(BlockSyntax? block)
    {
        if (block is not null)
        {
            edits.Add(new Edit(block.OpenBraceToken.Span.End, 0, Tick));
        }
    }

    private void Body(CallableBody body)
    {
        if (body is { Block: not null, Arrow: not null })
        {
            return; // an error, which must stay one
        }

        Block(body.Block);
        if (body is { Arrow: not null, Result: not BodyResult.Unclear })
        {
            bool isValue = body.Result == BodyResult.Value && !IsThrow(body.Arrow);
            Arrow(body.Arrow, body.Semicolon, "{" + Tick + (isValue ? "return " : ""), "}");
        }
    }

    private void Getter(
        BasePropertyDeclarationSyntax owner,
        ArrowExpressionClauseSyntax? arrow,
        SyntaxToken semicolon)
    {
        if (owner.AccessorList is null && arrow is not null)
        {
            Arrow(arrow, semicolon, "{get{" + Tick + (IsThrow(arrow) ? "" : "return "), "}}");
        }
    }

    private void Arrow(ArrowExpressionClauseSyntax arrow, SyntaxToken semicolon, string open, string close)
    {
        edits.Add(new Edit(arrow.ArrowToken.SpanStart, arrow.ArrowToken.Span.Length, open));
        edits.Add(new Edit(semicolon.Span.End, 0, close));
    }

    private static bool IsThrow(ArrowExpressionClauseSyntax arrow) =>
        arrow.Expression.IsKind(SyntaxKind.ThrowExpression);
}
