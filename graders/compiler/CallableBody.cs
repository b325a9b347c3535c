using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MmVerify.Compiler;

/// <summary>What the expression after <c>=></c> is for.</summary>
internal enum BodyResult
{
    /// <summary>It is carried out.</summary>
    Statement,

    /// <summary>It is handed back.</summary>
    Value,

    /// <summary>Only its type could tell.</summary>
    Unclear,
}

/// <summary>The body of something that can be called, in either of its forms.</summary>
internal readonly record struct CallableBody(
    BlockSyntax? Block,
    ArrowExpressionClauseSyntax? Arrow,
    SyntaxToken Semicolon,
    BodyResult Result)
{
    public static CallableBody Of(SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax method => new(
            method.Body,
            method.ExpressionBody,
            method.SemicolonToken,
            ResultOf(method.ReturnType, method.Modifiers)),
        LocalFunctionStatementSyntax function => new(
            function.Body,
            function.ExpressionBody,
            function.SemicolonToken,
            ResultOf(function.ReturnType, function.Modifiers)),
        OperatorDeclarationSyntax op => new(
            op.Body,
            op.ExpressionBody,
            op.SemicolonToken,
            ResultOf(op.ReturnType, op.Modifiers)),
        ConversionOperatorDeclarationSyntax op => new(
            op.Body,
            op.ExpressionBody,
            op.SemicolonToken,
            BodyResult.Value),
        ConstructorDeclarationSyntax constructor => new(
            constructor.Body,
            constructor.ExpressionBody,
            constructor.SemicolonToken,
            BodyResult.Statement),
        AccessorDeclarationSyntax accessor => new(
            accessor.Body,
            accessor.ExpressionBody,
            accessor.SemicolonToken,
            accessor.IsKind(SyntaxKind.GetAccessorDeclaration) ? BodyResult.Value : BodyResult.Statement),
        _ => default,
    };

    private static BodyResult ResultOf(TypeSyntax type, SyntaxTokenList modifiers)
    {
        if (type is PredefinedTypeSyntax predefined && predefined.Keyword.IsKind(SyntaxKind.VoidKeyword))
        {
            return BodyResult.Statement;
        }

        if (!modifiers.Any(SyntaxKind.AsyncKeyword))
        {
            return BodyResult.Value;
        }

        TypeSyntax last = type switch
        {
            QualifiedNameSyntax qualified => qualified.Right,
            AliasQualifiedNameSyntax alias => alias.Name,
            _ => type,
        };
        return last switch
        {
            GenericNameSyntax => BodyResult.Value,
            IdentifierNameSyntax { Identifier.ValueText: "Task" or "ValueTask" } => BodyResult.Statement,
            _ => BodyResult.Unclear,
        };
    }
}
