using System.Runtime.InteropServices;

namespace MmVerify.Host;

/// <summary>
/// The seccomp filter: which system calls this process can still make, on all of its threads.
/// </summary>
/// <remarks>
/// A list of refusals rather than of permissions, because a runtime that is refused a call it does not expect
/// fails in ways no student could read. A refused call gets an errno, never death, for the same reason.
/// </remarks>
internal static unsafe class LockdownFilter
{
    // include/uapi/linux/seccomp.h, filter.h, audit.h, sched.h
    private const uint Allow = 0x7fff0000;
    private const uint KillProcess = 0x80000000;
    private const uint RefuseWith = 0x00050000;
    private const int SetModeFilter = 1;
    private const int OnAllThreads = 1;
    private const uint ArchitectureX64 = 0xC000003E;
    private const uint ArchitectureArm64 = 0xC00000B7;
    private const uint FirstX32Call = 0x40000000;
    private const uint NewNamespaces = 0x7E020080;
    private const uint NewThread = 0x00010000;

    // Offsets in struct seccomp_data.
    private const uint CallNumber = 0;
    private const uint CallArchitecture = 4;
    private const uint FirstArgument = 16;

    /// <summary>Installs the filter; the errno when the kernel refuses it, 0 when it is in force.</summary>
    internal static int Install()
    {
        if (Native.Prctl(Native.SetNoNewPrivileges, 1) != 0)
        {
            return Native.Errno;
        }

        Instruction[] instructions = [.. Build((uint)Environment.ProcessId)];
        fixed (Instruction* first = instructions)
        {
            FilterProgram program = new() { Length = checked((ushort)instructions.Length), First = first };
            nint result = Native.Call(
                NativeSyscalls.Seccomp.Number, SetModeFilter, OnAllThreads, (nint)(&program));
            return result == 0 ? 0 : result > 0 ? NativeErrno.EINVAL : Native.Errno;
        }
    }

    private static List<Instruction> Build(uint ownProcess)
    {
        List<Instruction> filter = [];
        KillForeignCalls(filter);
        Refuse(filter, NativeErrno.EACCES, NativeSyscalls.Network);
        Refuse(filter, NativeErrno.EPERM, NativeSyscalls.OtherProcesses);
        Refuse(filter, NativeErrno.ENOSYS, NativeSyscalls.Kernel);
        Refuse(filter, NativeErrno.ENOSYS, NativeSyscalls.MountsAndNamespaces);
        Refuse(filter, NativeErrno.ENOSYS, NativeSyscalls.SharedIpc);
        Refuse(filter, NativeErrno.EPERM, NativeSyscalls.NewPrograms);
        Refuse(filter, NativeErrno.EPERM, NativeSyscalls.Signals);
        Refuse(filter, NativeErrno.EPERM, NativeSyscalls.Identity);
        Refuse(filter, NativeErrno.EPERM, NativeSyscalls.FileTree);

        // The C library falls back to clone, whose flags a filter can see; those of clone3 are behind a
        // pointer.
        Refuse(filter, NativeErrno.ENOSYS, NativeSyscalls.Clone3);
        AllowThreadsOnly(filter);
        AllowOwnSignalsOnly(filter, ownProcess);
        filter.Add(Instruction.Return(Allow));
        return filter;
    }

    private static void KillForeignCalls(List<Instruction> filter)
    {
        filter.Add(Instruction.Load(CallArchitecture));
        uint own = Syscall.IsX64 ? ArchitectureX64 : ArchitectureArm64;
        filter.Add(Instruction.IfEqual(own, then: 1, otherwise: 0));
        filter.Add(Instruction.Return(KillProcess));
        filter.Add(Instruction.Load(CallNumber));
        if (Syscall.IsX64)
        {
            filter.Add(Instruction.IfAtLeast(FirstX32Call, then: 0, otherwise: 1));
            filter.Add(Instruction.Return(KillProcess));
        }
    }

    private static void Refuse(List<Instruction> filter, int errno, params ReadOnlySpan<Syscall> calls)
    {
        foreach (Syscall call in calls)
        {
            if (call.Number >= 0)
            {
                filter.Add(Instruction.IfEqual((uint)call.Number, then: 0, otherwise: 1));
                filter.Add(Instruction.Return(RefuseWith | (uint)errno));
            }
        }
    }

    private static void AllowThreadsOnly(List<Instruction> filter)
    {
        filter.Add(Instruction.IfEqual((uint)NativeSyscalls.Clone.Number, then: 0, otherwise: 5));
        filter.Add(Instruction.Load(FirstArgument));
        filter.Add(Instruction.IfAnyBit(NewNamespaces, then: 1, otherwise: 0));
        filter.Add(Instruction.IfAnyBit(NewThread, then: 1, otherwise: 0));
        filter.Add(Instruction.Return(RefuseWith | NativeErrno.EPERM));
        filter.Add(Instruction.Load(CallNumber));
    }

    // The runtime signals its own threads to stop them for a collection.
    private static void AllowOwnSignalsOnly(List<Instruction> filter, uint ownProcess)
    {
        filter.Add(Instruction.IfEqual((uint)NativeSyscalls.SignalThread.Number, then: 0, otherwise: 4));
        filter.Add(Instruction.Load(FirstArgument));
        filter.Add(Instruction.IfEqual(ownProcess, then: 1, otherwise: 0));
        filter.Add(Instruction.Return(RefuseWith | NativeErrno.EPERM));
        filter.Add(Instruction.Load(CallNumber));
    }

    /// <summary>One instruction of a classic Berkeley packet filter.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Instruction(ushort Code, byte Then, byte Otherwise, uint Operand)
    {
        internal static Instruction Load(uint offset) => new(0x20, 0, 0, offset);
        internal static Instruction IfEqual(uint value, byte then, byte otherwise) =>
            new(0x15, then, otherwise, value);
        internal static Instruction IfAtLeast(uint value, byte then, byte otherwise) =>
            new(0x35, then, otherwise, value);
        internal static Instruction IfAnyBit(uint bits, byte then, byte otherwise) =>
            new(0x45, then, otherwise, bits);
        internal static Instruction Return(uint action) => new(0x06, 0, 0, action);
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct FilterProgram
    {
        internal ushort Length;
        internal Instruction* First;
    }
}
