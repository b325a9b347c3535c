using Microsoft.CodeAnalysis;

namespace MmVerify.Compiler;

/// <summary>
/// All types of an assembly, nested ones too, found without recursion: nesting is the student's choice.
/// </summary>
internal static class DeclaredTypes
{
    public static IEnumerable<INamedTypeSymbol> Of(IAssemblySymbol assembly)
    {
        Stack<INamespaceOrTypeSymbol> open = new([assembly.GlobalNamespace]);
        while (open.TryPop(out INamespaceOrTypeSymbol? next))
        {
            if (next is INamedTypeSymbol type)
            {
                yield return type;
            }

            IEnumerable<INamespaceOrTypeSymbol> inner = next is INamespaceSymbol space
                ? space.GetMembers()
                : next.GetTypeMembers();
            foreach (INamespaceOrTypeSymbol member in inner)
            {
                open.Push(member);
            }
        }
    }

    /// <summary>The name by which metadata knows a type: <c>Space.Outer+Inner`1</c>.</summary>
    public static string MetadataName(INamedTypeSymbol type)
    {
        List<string> names = [];
        INamedTypeSymbol outermost = type;
        for (INamedTypeSymbol? at = type; at is not null; at = at.ContainingType)
        {
            names.Insert(0, at.MetadataName);
            outermost = at;
        }

        string name = string.Join('+', names);
        return outermost.ContainingNamespace is { IsGlobalNamespace: false } space
            ? $"{space.ToDisplayString()}.{name}"
            : name;
    }
}
