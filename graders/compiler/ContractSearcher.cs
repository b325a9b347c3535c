using Microsoft.CodeAnalysis;

namespace MmVerify.Compiler;

/// <summary>
/// Finds which classes of a submission implement which contracts, before anything of it runs. A contract is a
/// public interface of the specification with a static abstract <c>Create</c> that returns the interface
/// itself.
/// </summary>
internal static class ContractSearcher
{
    public static IReadOnlyList<ContractSearch> Search(Variant variant)
    {
        var spec = (IAssemblySymbol)variant.Compilation.GetAssemblyOrModuleSymbol(References.Spec)!;
        INamedTypeSymbol[] own =
        [
            .. DeclaredTypes.Of(variant.Compilation.Assembly)
                .Where(static type => type.TypeKind is TypeKind.Class or TypeKind.Struct)
                .OrderBy(DeclaredTypes.MetadataName, StringComparer.Ordinal),
        ];
        return
        [
            .. DeclaredTypes.Of(spec)
                .Where(IsContract)
                .OrderBy(DeclaredTypes.MetadataName, StringComparer.Ordinal)
                .Select(contract => SearchOne(variant, contract, own)),
        ];
    }

    private static bool IsContract(INamedTypeSymbol type) =>
        type is { TypeKind: TypeKind.Interface, ContainingType: null } &&
        type.DeclaredAccessibility == Accessibility.Public &&
        type.Name.StartsWith('I') &&
        type.GetMembers("Create").OfType<IMethodSymbol>().Any(create =>
            create is { IsStatic: true, IsAbstract: true } &&
            SymbolEqualityComparer.Default.Equals(create.ReturnType, type));

    private static ContractSearch SearchOne(
        Variant variant,
        INamedTypeSymbol contract,
        INamedTypeSymbol[] own)
    {
        List<Implementer> implementers = [];
        List<Diagnosis> hints = [];
        foreach (INamedTypeSymbol type in own.Where(type => Implements(type, contract)))
        {
            if (Obstacle(type) is not { } obstacle)
            {
                implementers.Add(new Implementer(DeclaredTypes.MetadataName(type), variant.PlaceOf(type)));
            }
            else
            {
                string hint = Printable.Text($"{type} implements {contract.Name} but {obstacle}");
                hints.Add(new Diagnosis(Refusal.NearlyImplements, variant.PlaceOf(type), hint));
            }
        }

        return new ContractSearch(
            DeclaredTypes.MetadataName(contract),
            [.. implementers.Take(CompileLimits.Implementers)],
            [.. hints.Take(CompileLimits.Implementers)]);
    }

    private static bool Implements(INamedTypeSymbol type, INamedTypeSymbol contract) =>
        type.AllInterfaces.Contains(contract, SymbolEqualityComparer.Default);

    /// <summary>What keeps a type from being examined; nothing when it can be.</summary>
    private static string? Obstacle(INamedTypeSymbol type)
    {
        if (type.IsAbstract)
        {
            return "is abstract";
        }

        if (type.TypeKind == TypeKind.Struct)
        {
            return "is a struct, not a class";
        }

        for (INamedTypeSymbol? at = type; at is not null; at = at.ContainingType)
        {
            if (at.DeclaredAccessibility != Accessibility.Public)
            {
                return "is not public";
            }

            if (at.IsGenericType)
            {
                return "is generic";
            }
        }

        bool isLong = DeclaredTypes.MetadataName(type).Length > CompileLimits.TextLength;
        return isLong ? "has too long a name" : null;
    }
}
