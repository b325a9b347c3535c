using System.Text;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace MmVerify.Compiler;

/// <summary>A source as the student wrote it, parsed.</summary>
internal sealed class ParsedSource
{
    // What `dotnet build -c Release` defines; nothing here tells a submission that it is being graded.
    private static readonly CSharpParseOptions Options = new(
        LanguageVersion.CSharp14,
        Microsoft.CodeAnalysis.DocumentationMode.None,
        preprocessorSymbols:
        [
            "TRACE", "RELEASE", "NET", "NET10_0", "NETCOREAPP", "NET5_0_OR_GREATER", "NET6_0_OR_GREATER",
            "NET7_0_OR_GREATER", "NET8_0_OR_GREATER", "NET9_0_OR_GREATER", "NET10_0_OR_GREATER",
        ]);

    public ParsedSource(SourceFile file)
        : this(Decode(file.Content), file.Path)
    {
    }

    private ParsedSource(SourceText text, string path)
    {
        Text = text;
        Path = path;
        Tree = (CSharpSyntaxTree)CSharpSyntaxTree.ParseText(text, Options, path);
        Root = Tree.GetCompilationUnitRoot();
    }

    public string Path { get; }

    public SourceText Text { get; }

    public CSharpSyntaxTree Tree { get; }

    public CompilationUnitSyntax Root { get; }

    /// <summary>The same file with other text.</summary>
    public ParsedSource With(string text) =>
        new(SourceText.From(text, Encoding.UTF8, SourceHashAlgorithm.Sha256), Path);

    public SourcePlace PlaceOf(int position)
    {
        LinePosition at = Text.Lines.GetLinePosition(Math.Clamp(position, 0, Text.Length));
        return new SourcePlace(Path, at.Line + 1, at.Character + 1);
    }

    private static SourceText Decode(ReadOnlyMemory<byte> content)
    {
        byte[] bytes = content.ToArray();
        return SourceText.From(bytes, bytes.Length, Encoding.UTF8, SourceHashAlgorithm.Sha256);
    }
}
