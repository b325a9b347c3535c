using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace MmVerify.Compiler;

/// <summary>
/// A replacement of some characters of a source. It holds as many line breaks as what it replaces.
/// </summary>
internal readonly record struct Edit(int Position, int Removed, string Inserted);

/// <summary>
/// A source with text put in, which knows where everything stood before. The text is edited rather than the
/// syntax tree, so that what is compiled is what the parser makes of it, and no line moves.
/// </summary>
internal sealed class EditedSource
{
    private readonly ParsedSource original;
    private readonly Edit[] edits;

    /// <param name="original">What the student wrote.</param>
    /// <param name="edits">In any order; those at one position are kept in theirs.</param>
    public EditedSource(ParsedSource original, IEnumerable<Edit> edits)
    {
        this.original = original;
        this.edits = [.. edits.OrderBy(static edit => edit.Position)];
        Tree = (this.edits.Length == 0 ? original : original.With(Apply())).Tree;
    }

    public CSharpSyntaxTree Tree { get; }

    /// <summary>Where a position of <see cref="Tree"/> stands in what the student wrote.</summary>
    public SourcePlace PlaceOf(int position)
    {
        int shift = 0;
        foreach (Edit edit in edits)
        {
            int inside = position - edit.Position - shift;
            if (inside < 0)
            {
                break;
            }

            if (inside < edit.Inserted.Length)
            {
                return original.PlaceOf(edit.Position);
            }

            shift += edit.Inserted.Length - edit.Removed;
        }

        return original.PlaceOf(position - shift);
    }

    private string Apply()
    {
        string text = original.Text.ToString();
        StringBuilder edited = new(text.Length + edits.Sum(static edit => edit.Inserted.Length));
        int copied = 0;
        foreach (Edit edit in edits)
        {
            edited.Append(text, copied, edit.Position - copied).Append(edit.Inserted);
            copied = edit.Position + edit.Removed;
        }

        return edited.Append(text, copied, text.Length - copied).ToString();
    }
}
