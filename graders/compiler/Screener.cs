using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace MmVerify.Compiler;

/// <summary>
/// Something that was found in an assembly, before it is known where a type without code stands.
/// </summary>
internal sealed record RawFinding(string Api, string Why, string TypeName, string Member, SourcePlace Place);

/// <summary>
/// Reads an assembly, which is never loaded, and names every use of something that is not on the
/// <see cref="AllowList"/>.
/// </summary>
internal sealed class Screener : IDisposable
{
    private const string Native = "native code";
    private const string LayoutReason = "fields that overlap break the safety of types";

    private readonly PEReader image;
    private readonly MetadataReader metadata;
    private readonly MetadataReaderProvider debugProvider;
    private readonly MetadataReader debug;
    private readonly List<RawFinding> found = [];

    private Screener(byte[] bytes)
    {
        image = new PEReader(ImmutableArray.Create(bytes));
        metadata = image.GetMetadataReader();
        debugProvider = image.ReadEmbeddedPortablePdbDebugDirectoryData(image.ReadDebugDirectory()
            .Single(static entry => entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb));
        debug = debugProvider.GetMetadataReader();
    }

    public static IReadOnlyList<RawFinding> Screen(byte[] image)
    {
        using Screener screener = new(image);
        foreach (TypeDefinitionHandle type in screener.metadata.TypeDefinitions)
        {
            screener.Type(type);
        }

        screener.Rest();
        return screener.found;
    }

    public void Dispose()
    {
        debugProvider.Dispose();
        image.Dispose();
    }

    private void Type(TypeDefinitionHandle handle)
    {
        TypeDefinition type = metadata.GetTypeDefinition(handle);
        string name = TypeNames.Of(metadata, handle);
        bool isMadeByCompiler = name.StartsWith("<PrivateImplementationDetails>", StringComparison.Ordinal);
        bool isExplicit = (type.Attributes & TypeAttributes.LayoutMask) == TypeAttributes.ExplicitLayout;
        if (isExplicit && !isMadeByCompiler)
        {
            found.Add(new RawFinding("LayoutKind.Explicit", LayoutReason, name, "", SourcePlace.None));
        }

        if (type.Attributes.HasFlag(TypeAttributes.Import))
        {
            found.Add(new RawFinding("ComImport", Native, name, "", SourcePlace.None));
        }

        Attributes(type.GetCustomAttributes(), name, "");
        Types(SignatureTypes.OfType(metadata, type.BaseType), name, "");
        foreach (InterfaceImplementationHandle i in type.GetInterfaceImplementations())
        {
            EntityHandle contract = metadata.GetInterfaceImplementation(i).Interface;
            Types(SignatureTypes.OfType(metadata, contract), name, "");
        }

        foreach (FieldDefinition field in type.GetFields().Select(metadata.GetFieldDefinition))
        {
            Field(field, name);
        }

        foreach (MethodDefinitionHandle method in type.GetMethods())
        {
            Method(method, name);
        }
    }

    private void Field(FieldDefinition field, string typeName)
    {
        string name = metadata.GetString(field.Name);
        Attributes(field.GetCustomAttributes(), typeName, name);
        Types(SignatureTypes.OfField(field), typeName, name);
        if (field.Attributes.HasFlag(FieldAttributes.HasFieldMarshal))
        {
            found.Add(new RawFinding("MarshalAs", Native, typeName, name, SourcePlace.None));
        }
    }

    private void Method(MethodDefinitionHandle handle, string typeName)
    {
        MethodDefinition method = metadata.GetMethodDefinition(handle);
        string name = metadata.GetString(method.Name);
        SequencePoints lines = new(debug, handle);
        Attributes(method.GetCustomAttributes(), typeName, name, lines.First);
        Types(SignatureTypes.OfMethod(method), typeName, name, lines.First);
        MethodImplAttributes codeType = method.ImplAttributes & MethodImplAttributes.CodeTypeMask;
        bool isRuntime = codeType == MethodImplAttributes.Runtime; // a delegate's own methods
        if (method.RelativeVirtualAddress != 0)
        {
            new MethodScreen(metadata, lines, typeName, (api, why, place) =>
                found.Add(new RawFinding(api, why, typeName, name, place)))
                .Screen(image, method.RelativeVirtualAddress);
        }
        else if (!isRuntime && !method.Attributes.HasFlag(MethodAttributes.Abstract))
        {
            found.Add(new RawFinding("extern method", Native, typeName, name, lines.First));
        }
    }

    /// <summary>
    /// Attributes of what is no type, field or method: the assembly, its parameters, its properties.
    /// </summary>
    private void Rest()
    {
        HashSet<string> known = [.. found.Select(static finding => finding.Api)];
        foreach (CustomAttribute attribute in metadata.CustomAttributes.Select(metadata.GetCustomAttribute))
        {
            Types(AttributeType(attribute).Where(type => !known.Contains(type)), "", "");
        }
    }

    private void Attributes(
        CustomAttributeHandleCollection attributes,
        string typeName,
        string member,
        SourcePlace place = default)
    {
        foreach (CustomAttribute attribute in attributes.Select(metadata.GetCustomAttribute))
        {
            Types(AttributeType(attribute), typeName, member, place);
        }
    }

    private IEnumerable<string> AttributeType(CustomAttribute attribute) =>
        attribute.Constructor.Kind == HandleKind.MemberReference
            ? [TypeNames.OfParent(
                metadata,
                metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent)]
            : [];

    private void Types(
        IEnumerable<string> types,
        string typeName,
        string member,
        SourcePlace place = default) =>
        found.AddRange(types
            .Where(static type => type.Length > 0 && !AllowList.Default.Allows(type))
            .Select(type => new RawFinding(type, AllowList.Default.Reason(type), typeName, member, place)));
}
