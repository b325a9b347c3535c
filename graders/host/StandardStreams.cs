using System.Diagnostics.CodeAnalysis;
using Microsoft.Win32.SafeHandles;

namespace MmVerify.Host;

/// <summary>
/// Moves the protocol away from the numbers that everybody knows. Afterwards standard input is empty and
/// standard output is standard error, which the judge captures and bounds.
/// </summary>
internal static class StandardStreams
{
    private const int Input = 0;
    private const int Output = 1;
    private const int Error = 2;
    private const int ReadOnly = 0;

    public static FileStream TakeInput()
    {
        FileStream stream = StreamOf(Input, FileAccess.Read);
        int nothing = Native.Open("/dev/null", ReadOnly);
        if (nothing >= 0)
        {
            _ = Native.DuplicateTo(nothing, Input);
            _ = Native.Close(nothing);
        }
        else
        {
            _ = Native.Close(Input);
        }

        return stream;
    }

    public static FileStream TakeOutput()
    {
        FileStream stream = StreamOf(Output, FileAccess.Write);
        _ = Native.DuplicateTo(Error, Output);
        return stream;
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "the stream owns the handle")]
    private static FileStream StreamOf(int descriptor, FileAccess access) =>
        new(new SafeFileHandle(Native.Duplicate(descriptor), ownsHandle: true), access, bufferSize: 0);
}
