using System.Buffers.Binary;

namespace MmVerify.Spec;

/// <summary>
/// The bytes of the frames that somebody has taken of a page allocator, and no others: what a submission
/// reads and writes. Who touches a byte of a frame that is not his changes nothing and reads 0, and it is
/// noted as misuse. Linux: the direct map.
/// </summary>
public sealed class FrameMemory
{
    /// <summary>Bytes in a word.</summary>
    public const int WordBytes = 8;

    private const int MostRanges = 16;

    private readonly LowerWitness witness;
    private readonly PhysicalMemory memory;
    private readonly List<(PhysAddr Start, long Count)> written = [];

    internal FrameMemory(LowerWitness witness, PhysicalMemory memory)
    {
        this.witness = witness;
        this.memory = memory;
    }

    /// <summary>What was written since the step began; null where that are too many places.</summary>
    internal IReadOnlyList<(PhysAddr Start, long Count)>? Written =>
        written.Count < MostRanges ? written : null;

    /// <summary>Reads a byte.</summary>
    /// <param name="address">Where.</param>
    public byte Read(PhysAddr address) => Has(address, 1) ? memory.Read(address) : (byte)0;

    /// <summary>Writes a byte.</summary>
    /// <param name="address">Where.</param>
    /// <param name="value">What is there afterwards.</param>
    public void Write(PhysAddr address, byte value)
    {
        if (MayWrite(address, 1))
        {
            memory.Write(address, value);
        }
    }

    /// <summary>Reads eight bytes as a number, the lowest first.</summary>
    /// <param name="address">The first of them.</param>
    public ulong ReadWord(PhysAddr address)
    {
        Span<byte> bytes = stackalloc byte[WordBytes];
        if (!Has(address, WordBytes))
        {
            return 0;
        }

        memory.Read(address, bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

    /// <summary>Writes a number as eight bytes, the lowest first.</summary>
    /// <param name="address">The first of them.</param>
    /// <param name="value">The number.</param>
    public void WriteWord(PhysAddr address, ulong value)
    {
        Span<byte> bytes = stackalloc byte[WordBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        if (MayWrite(address, WordBytes))
        {
            memory.Write(address, bytes);
        }
    }

    /// <summary>Writes one value to bytes in a row. Linux: <c>memset</c>.</summary>
    /// <param name="start">The first of them.</param>
    /// <param name="count">How many. Unit: bytes.</param>
    /// <param name="value">The value.</param>
    public void Fill(PhysAddr start, long count, byte value)
    {
        if (MayWrite(start, count))
        {
            memory.Fill(start, count, value);
        }
    }

    /// <summary>Whether bytes in a row all have one value. Linux: <c>memchr_inv</c>.</summary>
    /// <param name="start">The first of them.</param>
    /// <param name="count">How many. Unit: bytes.</param>
    /// <param name="value">The value.</param>
    public bool IsFilled(PhysAddr start, long count, byte value) =>
        count == 0 || (Has(start, count) && memory.CountOf(start, count, value) == count);

    /// <summary>Copies bytes. Linux: <c>memcpy</c>.</summary>
    /// <param name="from">The first of them.</param>
    /// <param name="to">Where the first of them goes; both do not overlap.</param>
    /// <param name="count">How many. Unit: bytes.</param>
    public void Copy(PhysAddr from, PhysAddr to, long count)
    {
        if (!Has(from, count) || !MayWrite(to, count))
        {
            return;
        }

        byte[] bytes = new byte[Math.Max(count, 0)];
        memory.Read(from, bytes);
        memory.Write(to, bytes);
    }

    /// <summary>From here on writes belong to another step.</summary>
    internal void BeginStep() => written.Clear();

    /// <summary>Whether bytes in a row all lie in frames that are held.</summary>
    internal bool Holds(PhysAddr start, long count)
    {
        if (count <= 0 || start.Value > ulong.MaxValue - (ulong)count)
        {
            return false;
        }

        ulong last = new PhysAddr(start.Value + (ulong)count - 1).ToPfn().Value;
        for (ulong frame = start.ToPfn().Value; frame <= last; frame++)
        {
            if (!witness.Holds(new Pfn(frame)))
            {
                return false;
            }
        }

        return true;
    }

    private bool Has(PhysAddr start, long count)
    {
        bool isHeld = Holds(start, count);
        if (!isHeld && count != 0)
        {
            witness.NoteTouch(start);
        }

        return isHeld;
    }

    private bool MayWrite(PhysAddr start, long count)
    {
        bool isHeld = Has(start, count);
        if (isHeld && written.Count < MostRanges)
        {
            written.Add((start, count));
        }

        return isHeld;
    }
}
