namespace MmVerify.Spec;

/// <summary>
/// The bytes of physical memory. A frame's bytes come into being when first written, so a machine of any size
/// costs only what is used; a frame that was never written reads as one value throughout.
/// </summary>
/// <param name="memory">Which frames exist.</param>
/// <param name="untouched">What a frame reads as that was never written.</param>
public sealed class PhysicalMemory(MemoryMap memory, byte untouched = 0)
{
    private readonly Dictionary<Pfn, byte[]> frames = [];

    /// <summary>Which frames exist.</summary>
    public MemoryMap Map => memory;

    /// <summary>Reads one byte.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No memory answers at that address.</exception>
    public byte Read(PhysAddr address)
    {
        RequireFrame(address);
        return frames.TryGetValue(address.ToPfn(), out byte[]? bytes)
            ? bytes[address.OffsetInPage]
            : untouched;
    }

    /// <summary>Writes one byte.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No memory answers at that address.</exception>
    public void Write(PhysAddr address, byte value)
    {
        RequireFrame(address);
        BytesOf(address.ToPfn())[address.OffsetInPage] = value;
    }

    /// <summary>Copies a whole frame, as copy-on-write does.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One of the frames does not exist.</exception>
    public void CopyFrame(Pfn source, Pfn target)
    {
        RequireFrame(source.ToPhysAddr());
        RequireFrame(target.ToPhysAddr());
        if (frames.TryGetValue(source, out byte[]? bytes))
        {
            bytes.CopyTo(BytesOf(target), 0);
        }
        else
        {
            Fill(target.ToPhysAddr(), Page.SizeBytes, untouched);
        }
    }

    /// <summary>Makes every byte of a frame zero.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The frame does not exist.</exception>
    public void ClearFrame(Pfn frame) => Fill(frame.ToPhysAddr(), Page.SizeBytes, 0);

    /// <summary>Writes one value to bytes in a row.</summary>
    /// <param name="start">The first of them.</param>
    /// <param name="count">How many. Unit: bytes.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentOutOfRangeException">No memory answers at one of them.</exception>
    public void Fill(PhysAddr start, long count, byte value)
    {
        for (long at = 0; at < count;)
        {
            Span<byte> part = PartOf(start, at, count);
            part.Fill(value);
            at += part.Length;
        }
    }

    /// <summary>Writes bytes in a row.</summary>
    /// <param name="start">The first of them.</param>
    /// <param name="values">What they become.</param>
    /// <exception cref="ArgumentOutOfRangeException">No memory answers at one of them.</exception>
    public void Write(PhysAddr start, ReadOnlySpan<byte> values)
    {
        for (int at = 0; at < values.Length;)
        {
            Span<byte> part = PartOf(start, at, values.Length);
            values.Slice(at, part.Length).CopyTo(part);
            at += part.Length;
        }
    }

    /// <summary>Reads bytes in a row.</summary>
    /// <param name="start">The first of them.</param>
    /// <param name="values">Where they go.</param>
    /// <exception cref="ArgumentOutOfRangeException">No memory answers at one of them.</exception>
    public void Read(PhysAddr start, Span<byte> values)
    {
        for (int at = 0; at < values.Length;)
        {
            Span<byte> part = PartOf(start, at, values.Length);
            part.CopyTo(values[at..]);
            at += part.Length;
        }
    }

    /// <summary>How many bytes in a row have a value before the first that has another.</summary>
    /// <param name="start">The first of them.</param>
    /// <param name="count">How many to look at. Unit: bytes.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentOutOfRangeException">No memory answers at one of them.</exception>
    public long CountOf(PhysAddr start, long count, byte value)
    {
        for (long at = 0; at < count;)
        {
            Span<byte> part = PartOf(start, at, count);
            int other = part.IndexOfAnyExcept(value);
            if (other >= 0)
            {
                return at + other;
            }

            at += part.Length;
        }

        return count;
    }

    // As many bytes as lie in one frame.
    private Span<byte> PartOf(PhysAddr start, long at, long count)
    {
        var address = new PhysAddr(start.Value + (ulong)at);
        RequireFrame(address);
        int length = (int)Math.Min(count - at, Page.SizeBytes - address.OffsetInPage);
        return BytesOf(address.ToPfn()).AsSpan(address.OffsetInPage, length);
    }

    private byte[] BytesOf(Pfn frame)
    {
        if (!frames.TryGetValue(frame, out byte[]? bytes))
        {
            bytes = new byte[Page.SizeBytes];
            bytes.AsSpan().Fill(untouched);
            frames.Add(frame, bytes);
        }

        return bytes;
    }

    private void RequireFrame(PhysAddr address)
    {
        if (!memory.Contains(address.ToPfn()))
        {
            throw new ArgumentOutOfRangeException(nameof(address), $"no memory answers at {address}");
        }
    }
}
