using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace MmVerify.Compiler;

/// <summary>Reads the instructions of one method and reports the types and members they name.</summary>
internal sealed class MethodScreen
{
    // The compiler reads inline arrays by these two, in a class that no source can add to.
    private static readonly HashSet<string> OnlyForTheCompiler =
    [
        "System.Runtime.CompilerServices.Unsafe",
        "System.Runtime.InteropServices.MemoryMarshal",
    ];

    private readonly MetadataReader metadata;
    private readonly Action<string, string, SourcePlace> report;
    private readonly SequencePoints lines;
    private readonly bool isMadeByCompiler;

    public MethodScreen(
        MetadataReader metadata,
        SequencePoints lines,
        string typeName,
        Action<string, string, SourcePlace> report)
    {
        this.metadata = metadata;
        this.lines = lines;
        this.report = report;
        isMadeByCompiler = typeName.StartsWith("<PrivateImplementationDetails>", StringComparison.Ordinal);
    }

    public void Screen(PEReader image, int address)
    {
        MethodBodyBlock body = image.GetMethodBody(address);
        foreach (ExceptionRegion region in body.ExceptionRegions)
        {
            Types(SignatureTypes.OfType(metadata, region.CatchType), lines.At(region.HandlerOffset));
        }

        BlobReader code = body.GetILReader();
        while (code.RemainingBytes > 0)
        {
            int offset = code.Offset;
            ILOpCode instruction = ReadCode(ref code);
            if (instruction is ILOpCode.Arglist or ILOpCode.Mkrefany or ILOpCode.Refanyval)
            {
                report("System.TypedReference", "raw memory", lines.At(offset));
            }

            if (Operand.IsToken(instruction))
            {
                Token(MetadataTokens.EntityHandle(code.ReadInt32()), lines.At(offset));
            }
            else if (instruction == ILOpCode.Switch)
            {
                code.Offset += code.ReadInt32() * sizeof(int);
            }
            else
            {
                code.Offset += Operand.SizeOf(instruction);
            }
        }
    }

    private static ILOpCode ReadCode(ref BlobReader code)
    {
        const int Prefix = 0xFE;
        int first = code.ReadByte();
        return (ILOpCode)(first == Prefix ? (first << 8) | code.ReadByte() : first);
    }

    private void Token(EntityHandle token, SourcePlace place)
    {
        if (token.Kind == HandleKind.MethodSpecification)
        {
            MethodSpecification method = metadata.GetMethodSpecification((MethodSpecificationHandle)token);
            Types(SignatureTypes.OfArguments(method), place);
            token = method.Method;
        }

        if (token.Kind == HandleKind.MemberReference)
        {
            Member(metadata.GetMemberReference((MemberReferenceHandle)token), place);
        }
        else
        {
            Types(SignatureTypes.OfType(metadata, token), place);
        }
    }

    private void Member(MemberReference member, SourcePlace place)
    {
        string type = TypeNames.OfParent(metadata, member.Parent);
        string name = metadata.GetString(member.Name);
        bool isReserved = OnlyForTheCompiler.Contains(type) && !isMadeByCompiler;
        if (type.Length > 0 && (isReserved || !AllowList.Default.Allows(type, name)))
        {
            report(name == ".ctor" ? type : $"{type}.{name}", AllowList.Default.Reason(type), place);
        }

        Types(SignatureTypes.OfType(metadata, member.Parent).Where(inner => inner != type), place);
    }

    private void Types(IEnumerable<string> types, SourcePlace place)
    {
        foreach (string type in types.Where(static type => !AllowList.Default.Allows(type)))
        {
            report(type, AllowList.Default.Reason(type), place);
        }
    }
}
