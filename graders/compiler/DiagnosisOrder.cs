using System.Globalization;
using Microsoft.CodeAnalysis;

namespace MmVerify.Compiler;

/// <summary>
/// Makes the compiler's messages fit to be shown, in the order in which a reader meets their places.
/// </summary>
internal static class DiagnosisOrder
{
    public static Diagnosis Of(Diagnostic diagnostic, SourcePlace place) =>
        new(diagnostic.Id, place, Printable.Text(diagnostic.GetMessage(CultureInfo.InvariantCulture)));

    public static List<Diagnosis> Sorted(IEnumerable<Diagnosis> diagnoses) =>
    [
        .. diagnoses
            .Distinct()
            .OrderBy(static diagnosis => diagnosis.Place.File, StringComparer.Ordinal)
            .ThenBy(static diagnosis => diagnosis.Place.Line)
            .ThenBy(static diagnosis => diagnosis.Place.Column)
            .ThenBy(static diagnosis => diagnosis.Id, StringComparer.Ordinal)
            .ThenBy(static diagnosis => diagnosis.Message, StringComparer.Ordinal),
    ];
}
