using System.Reflection.Metadata;

namespace MmVerify.Compiler;

/// <summary>What follows an instruction's code (ECMA-335 III).</summary>
internal static class Operand
{
    /// <summary>Whether the operand names a type, field or method.</summary>
    public static bool IsToken(ILOpCode code) => code is
        ILOpCode.Jmp or ILOpCode.Call or ILOpCode.Callvirt or ILOpCode.Newobj or ILOpCode.Ldftn or
        ILOpCode.Ldvirtftn or ILOpCode.Cpobj or ILOpCode.Ldobj or ILOpCode.Stobj or ILOpCode.Initobj or
        ILOpCode.Castclass or ILOpCode.Isinst or ILOpCode.Unbox or ILOpCode.Unbox_any or ILOpCode.Box or
        ILOpCode.Newarr or ILOpCode.Ldelema or ILOpCode.Ldelem or ILOpCode.Stelem or ILOpCode.Refanyval or
        ILOpCode.Mkrefany or ILOpCode.Ldtoken or ILOpCode.Constrained or ILOpCode.Sizeof or
        ILOpCode.Ldfld or ILOpCode.Ldflda or ILOpCode.Stfld or ILOpCode.Ldsfld or ILOpCode.Ldsflda or
        ILOpCode.Stsfld;

    /// <summary>The size of an operand that is no token and no jump table. Unit: bytes.</summary>
    public static int SizeOf(ILOpCode code) => code switch
    {
        _ when code.IsBranch() => code.GetBranchOperandSize(),
        ILOpCode.Ldarg_s or ILOpCode.Ldarga_s or ILOpCode.Starg_s or ILOpCode.Ldloc_s or ILOpCode.Ldloca_s or
            ILOpCode.Stloc_s or ILOpCode.Ldc_i4_s or ILOpCode.Unaligned => 1,
        ILOpCode.Ldarg or ILOpCode.Ldarga or ILOpCode.Starg or ILOpCode.Ldloc or ILOpCode.Ldloca or
            ILOpCode.Stloc => 2,
        ILOpCode.Ldc_i4 or ILOpCode.Ldc_r4 or ILOpCode.Ldstr or ILOpCode.Calli => 4,
        ILOpCode.Ldc_i8 or ILOpCode.Ldc_r8 => 8,
        _ => 0,
    };
}
