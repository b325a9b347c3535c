using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace MmVerify.Compiler;

/// <summary>
/// Names types of an assembly as the allow-list does. Types of the assembly itself, type parameters and
/// primitive types have the empty name: they need no permission.
/// </summary>
internal static class TypeNames
{
    public static string Of(MetadataReader metadata, TypeReferenceHandle handle)
    {
        TypeReference type = metadata.GetTypeReference(handle);
        string name = metadata.GetString(type.Name);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? $"{Of(metadata, (TypeReferenceHandle)type.ResolutionScope)}+{name}"
            : Joined(metadata.GetString(type.Namespace), name);
    }

    public static string Of(MetadataReader metadata, TypeDefinitionHandle handle)
    {
        TypeDefinition type = metadata.GetTypeDefinition(handle);
        string name = metadata.GetString(type.Name);
        return type.GetDeclaringType() is { IsNil: false } outer
            ? $"{Of(metadata, outer)}+{name}"
            : Joined(metadata.GetString(type.Namespace), name);
    }

    /// <summary>The type whose member a reference names.</summary>
    public static string OfParent(MetadataReader metadata, EntityHandle parent) => parent.Kind switch
    {
        HandleKind.TypeReference => Of(metadata, (TypeReferenceHandle)parent),
        HandleKind.TypeSpecification => metadata
            .GetTypeSpecification((TypeSpecificationHandle)parent)
            .DecodeSignature(new Outermost(), null),
        _ => "",
    };

    private static string Joined(string space, string name) => space.Length == 0 ? name : $"{space}.{name}";

    /// <summary>
    /// Of a constructed type the type that was constructed: of <c>List&lt;int&gt;</c> the list.
    /// </summary>
    private sealed class Outermost : ISignatureTypeProvider<string, object?>
    {
        public string GetTypeFromReference(
            MetadataReader reader,
            TypeReferenceHandle handle,
            byte rawTypeKind) => Of(reader, handle);

        public string GetTypeFromDefinition(
            MetadataReader reader,
            TypeDefinitionHandle handle,
            byte rawTypeKind) => "";

        public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) =>
            genericType;

        public string GetArrayType(string elementType, ArrayShape shape) => "System.Array";

        public string GetSZArrayType(string elementType) => "System.Array";

        public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) =>
            unmodifiedType;

        public string GetTypeFromSpecification(
            MetadataReader reader,
            object? genericContext,
            TypeSpecificationHandle handle,
            byte rawTypeKind) => "";

        public string GetPrimitiveType(PrimitiveTypeCode typeCode) => "";

        public string GetByReferenceType(string elementType) => elementType;

        public string GetPointerType(string elementType) => elementType;

        public string GetPinnedType(string elementType) => elementType;

        public string GetFunctionPointerType(MethodSignature<string> signature) => "";

        public string GetGenericMethodParameter(object? genericContext, int index) => "";

        public string GetGenericTypeParameter(object? genericContext, int index) => "";
    }
}
