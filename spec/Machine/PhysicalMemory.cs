namespace MmVerify.Spec;

/// <summary>
/// The bytes of physical memory. A frame's bytes come into being when first written, so a machine of any size
/// costs only what is used; a frame that was never written reads as zero.
/// </summary>
/// <param name="memory">Which frames exist.</param>
public sealed class PhysicalMemory(MemoryMap memory)
{
    private readonly Dictionary<Pfn, byte[]> frames = [];

    /// <summary>Which frames exist.</summary>
    public MemoryMap Map => memory;

    /// <summary>Reads one byte.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No memory answers at that address.</exception>
    public byte Read(PhysAddr address)
    {
        RequireFrame(address);
        return frames.TryGetValue(address.ToPfn(), out byte[]? bytes) ? bytes[address.OffsetInPage] : (byte)0;
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
            frames.Remove(target);
        }
    }

    /// <summary>Makes every byte of a frame zero.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The frame does not exist.</exception>
    public void ClearFrame(Pfn frame)
    {
        RequireFrame(frame.ToPhysAddr());
        frames.Remove(frame);
    }

    private byte[] BytesOf(Pfn frame)
    {
        if (!frames.TryGetValue(frame, out byte[]? bytes))
        {
            bytes = new byte[Page.SizeBytes];
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
