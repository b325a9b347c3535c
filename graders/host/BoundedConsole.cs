using System.Text;

namespace MmVerify.Host;

/// <summary>
/// What a submission prints: the beginning is passed on, the rest is dropped. A forgotten line of debugging
/// output must cost nobody anything, however often it is printed.
/// </summary>
/// <param name="target">Where the beginning goes.</param>
internal sealed class BoundedConsole(TextWriter target) : TextWriter
{
    private const int MostCharacters = 32 << 10;

    private int written;

    public override Encoding Encoding => target.Encoding;

    public override void Write(char value)
    {
        if (Interlocked.Increment(ref written) <= MostCharacters)
        {
            target.Write(value);
        }
    }

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(ReadOnlySpan<char> buffer)
    {
        int before = Volatile.Read(ref written);
        if (before < MostCharacters)
        {
            Volatile.Write(ref written, before + buffer.Length);
            target.Write(buffer[..Math.Min(buffer.Length, MostCharacters - before)]);
        }
    }
}
