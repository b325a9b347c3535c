using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace MmVerify.Host;

/// <summary>The canary's attempts on what is outside its process; 0 is success, else the errno.</summary>
internal static unsafe class CanaryReach
{
    private const int UnixFamily = 1;
    private const int InternetFamily = 2;
    private const int StreamSocket = 1;
    private const int TraceSeize = 0x4206;
    private const int NewUserNamespace = 0x10000000;

    /// <summary>Connects to a port of the loopback address.</summary>
    internal static int Tcp(int port)
    {
        Span<byte> address = stackalloc byte[16];
        address.Clear();
        BitConverter.TryWriteBytes(address, (ushort)InternetFamily);
        BinaryPrimitives.WriteUInt16BigEndian(address[2..], (ushort)port);
        BinaryPrimitives.WriteUInt32BigEndian(address[4..], 0x7f000001);
        return Connect(InternetFamily, address);
    }

    /// <summary>Connects to a Unix socket that has a name but no file, which no mount view hides.</summary>
    internal static int AbstractSocket(string name)
    {
        byte[] text = Encoding.UTF8.GetBytes(name);
        Span<byte> address = stackalloc byte[text.Length + 3];
        BitConverter.TryWriteBytes(address, (ushort)UnixFamily);
        address[2] = 0;
        text.CopyTo(address[3..]);
        return Connect(UnixFamily, address);
    }

    /// <summary>
    /// Starts this very program again, the one file that is sure to be there and executable.
    /// </summary>
    internal static int StartProcess()
    {
        nint name = Marshal.StringToCoTaskMemUTF8("canary");
        nint* arguments = stackalloc nint[] { name, 0 };
        nint none = 0;
        int errno = Native.Spawn(out int child, "/proc/self/exe", 0, 0, arguments, &none);
        Marshal.FreeCoTaskMem(name);
        if (errno == 0)
        {
            _ = Native.WaitFor(child, out _, 0);
        }

        return errno;
    }

    /// <summary>
    /// Asks to become another program, without naming one: only a filter refuses before it looks.
    /// </summary>
    internal static int Execute() => Reached(Native.Call(NativeSyscalls.Execute.Number), NativeErrno.EFAULT);

    /// <summary>Asks whether a signal would be delivered, without sending one.</summary>
    internal static int Signal(int process) => Native.Signal(process, 0) == 0 ? 0 : Native.Errno;

    /// <summary>Attaches to a process as a debugger would; the attachment ends with this process.</summary>
    internal static int Trace(int process) =>
        Reached(Native.Call(NativeSyscalls.Trace.Number, TraceSeize, process), NativeErrno.EFAULT);

    /// <summary>
    /// Reads a byte of a process from an address that is never mapped: refusal comes before that.
    /// </summary>
    internal static int ReadMemory(int process)
    {
        byte target = 0;
        nint* own = stackalloc nint[] { (nint)(&target), 1 };
        nint* other = stackalloc nint[] { 0, 1 };
        nint read = Native.Call(NativeSyscalls.ReadMemory.Number, process, (nint)own, 1, (nint)other, 1);
        return Reached(read, NativeErrno.EFAULT);
    }

    /// <summary>
    /// Asks for a user namespace, where everybody is root; EINVAL is the answer to a threaded process.
    /// </summary>
    internal static int NewNamespace() =>
        Reached(Native.Call(NativeSyscalls.Unshare.Number, NewUserNamespace), NativeErrno.EINVAL);

    private static int Connect(int family, ReadOnlySpan<byte> address)
    {
        int socket = Native.Socket(family, StreamSocket, 0);
        if (socket < 0)
        {
            return Native.Errno;
        }

        fixed (byte* first = address)
        {
            int errno = Native.Connect(socket, first, address.Length) == 0 ? 0 : Native.Errno;
            _ = Native.Close(socket);
            return errno;
        }
    }

    // An errno that is only given to those who were let in counts as success.
    private static int Reached(nint result, int errnoInside) =>
        result >= 0 || Native.Errno == errnoInside ? 0 : Native.Errno;
}
