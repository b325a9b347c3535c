using System.Reflection.Metadata;

namespace MmVerify.Compiler;

/// <summary>Which line each instruction of a method came from.</summary>
internal sealed class SequencePoints
{
    private readonly (int Offset, SourcePlace Place)[] points;

    public SequencePoints(MetadataReader debug, MethodDefinitionHandle method)
    {
        points =
        [
            .. debug.GetMethodDebugInformation(method.ToDebugInformationHandle())
                .GetSequencePoints()
                .Where(static point => !point.IsHidden)
                .Select(point => (point.Offset, new SourcePlace(
                    debug.GetString(debug.GetDocument(point.Document).Name),
                    point.StartLine,
                    0))),
        ];
    }

    /// <summary>The place of the first line, if the method has any.</summary>
    public SourcePlace First => points.Length > 0 ? points[0].Place : SourcePlace.None;

    public SourcePlace At(int offset)
    {
        SourcePlace at = First;
        foreach ((int start, SourcePlace place) in points)
        {
            if (start > offset)
            {
                break;
            }

            at = place;
        }

        return at;
    }
}
