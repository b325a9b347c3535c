using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace MmVerify.Compiler;

/// <summary>
/// Collects the name of every type of another assembly that a signature mentions, however deep.
/// </summary>
internal sealed class SignatureTypes : ISignatureTypeProvider<bool, object?>
{
    private readonly HashSet<string> names = [];

    public static IEnumerable<string> OfField(FieldDefinition field)
    {
        SignatureTypes types = new();
        field.DecodeSignature(types, null);
        return types.names;
    }

    public static IEnumerable<string> OfMethod(MethodDefinition method)
    {
        SignatureTypes types = new();
        method.DecodeSignature(types, null);
        return types.names;
    }

    public static IEnumerable<string> OfArguments(MethodSpecification method)
    {
        SignatureTypes types = new();
        method.DecodeSignature(types, null);
        return types.names;
    }

    /// <summary>The types that a type is made of; of a plain reference the type itself.</summary>
    public static IEnumerable<string> OfType(MetadataReader metadata, EntityHandle type)
    {
        SignatureTypes types = new();
        switch (type.Kind)
        {
            case HandleKind.TypeReference:
                types.GetTypeFromReference(metadata, (TypeReferenceHandle)type, 0);
                break;
            case HandleKind.TypeSpecification:
                metadata.GetTypeSpecification((TypeSpecificationHandle)type).DecodeSignature(types, null);
                break;
            default:
                break;
        }

        return types.names;
    }

    public bool GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) =>
        names.Add(TypeNames.Of(reader, handle));

    public bool GetPrimitiveType(PrimitiveTypeCode typeCode) =>
        typeCode == PrimitiveTypeCode.TypedReference && names.Add("System.TypedReference");

    public bool GetTypeFromSpecification(
        MetadataReader reader,
        object? genericContext,
        TypeSpecificationHandle handle,
        byte rawTypeKind) => true;

    public bool GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) =>
        true;

    public bool GetGenericInstantiation(bool genericType, ImmutableArray<bool> typeArguments) => true;

    public bool GetArrayType(bool elementType, ArrayShape shape) => true;

    public bool GetSZArrayType(bool elementType) => true;

    public bool GetByReferenceType(bool elementType) => true;

    public bool GetPointerType(bool elementType) => true;

    public bool GetPinnedType(bool elementType) => true;

    public bool GetFunctionPointerType(MethodSignature<bool> signature) => true;

    public bool GetModifiedType(bool modifier, bool unmodifiedType, bool isRequired) => true;

    public bool GetGenericMethodParameter(object? genericContext, int index) => true;

    public bool GetGenericTypeParameter(object? genericContext, int index) => true;
}
