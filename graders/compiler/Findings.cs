using Microsoft.CodeAnalysis;

namespace MmVerify.Compiler;

/// <summary>What the screen found, with places for everything and each thing said once per line.</summary>
internal static class Findings
{
    public static IEnumerable<ScreenFinding> Of(Emitted emitted) => Screener.Screen(emitted.Image)
        .Select(raw => new ScreenFinding(
            Printable.Text(raw.Api),
            raw.Why,
            Printable.Text(raw.Member.Length == 0 ? raw.TypeName : $"{raw.TypeName}.{raw.Member}"),
            raw.Place.Line > 0 ? raw.Place : PlaceOf(emitted.Variant, raw)));

    public static List<ScreenFinding> Sorted(IEnumerable<ScreenFinding> findings) =>
    [
        .. findings
            .OrderBy(static finding => finding.Place.File, StringComparer.Ordinal)
            .ThenBy(static finding => finding.Place.Line)
            .ThenBy(static finding => finding.Api, StringComparer.Ordinal)
            .ThenBy(static finding => finding.Member, StringComparer.Ordinal)
            .DistinctBy(static finding => (finding.Api, finding.Place.File, finding.Place.Line)),
    ];

    /// <summary>Where the type or member without code is declared, as exactly as its names allow.</summary>
    private static SourcePlace PlaceOf(Variant variant, RawFinding raw)
    {
        if (variant.Compilation.Assembly.GetTypeByMetadataName(raw.TypeName) is not { } type)
        {
            return SourcePlace.None;
        }

        ISymbol? member = raw.Member.Length == 0 ? null : type.GetMembers(raw.Member).FirstOrDefault();
        SourcePlace place = variant.PlaceOf(member ?? type);
        return place with { Column = 0 };
    }
}
