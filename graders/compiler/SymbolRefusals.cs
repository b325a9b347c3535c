using Microsoft.CodeAnalysis;

namespace MmVerify.Compiler;

/// <summary>
/// What can be refused once names are known: types that pass themselves off as the framework's or the
/// course's, and attributes by which assemblies see into each other.
/// </summary>
internal static class SymbolRefusals
{
    private static readonly string[] ReservedNames = ["System", "Microsoft", "MmVerify.Spec"];

    private static readonly HashSet<string> FriendAttributes =
    [
        "System.Runtime.CompilerServices.InternalsVisibleToAttribute",
        "System.Runtime.CompilerServices.IgnoresAccessChecksToAttribute",
        "System.Runtime.CompilerServices.TypeForwardedToAttribute",
    ];

    public static List<Diagnosis> Of(Variant variant)
    {
        IAssemblySymbol assembly = variant.Compilation.Assembly;
        IEnumerable<Diagnosis> types = DeclaredTypes.Of(assembly)
            .Where(static type => type.ContainingType is null && IsReserved(DeclaredTypes.MetadataName(type)))
            .Select(type => new Diagnosis(
                Refusal.ReservedName,
                variant.PlaceOf(type),
                Printable.Text($"{type} has a name of the framework or course; choose another namespace")));
        IEnumerable<Diagnosis> attributes = assembly.GetAttributes()
            .Concat(assembly.Modules.SelectMany(static module => module.GetAttributes()))
            .Where(static attribute => FriendAttributes.Contains($"{attribute.AttributeClass}"))
            .Select(attribute => new Diagnosis(
                Refusal.FriendAssembly,
                attribute.ApplicationSyntaxReference is { } at
                    ? variant.PlaceOf(at.SyntaxTree.GetLocation(at.Span))
                    : SourcePlace.None,
                $"{attribute.AttributeClass!.Name} ties assemblies together; a submission stands alone"));
        return DiagnosisOrder.Sorted(types.Concat(attributes));
    }

    // A type called "MmVerify" would hide the namespace of that name, so it is reserved as well.
    private static bool IsReserved(string name) => name == "MmVerify" || ReservedNames.Any(reserved =>
        name == reserved || name.StartsWith(reserved + ".", StringComparison.Ordinal));
}
