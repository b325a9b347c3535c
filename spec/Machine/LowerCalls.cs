using System.Globalization;

namespace MmVerify.Spec;

/// <summary>
/// All that an operation asked of the lower layers, in order. It is part of the reply, so that the laws judge
/// it where no submission can reach.
/// </summary>
/// <param name="calls">The calls. Never written afterwards.</param>
public sealed class LowerCalls(LowerCall[] calls)
{
    private const int MaxErrno = 4095;
    private const long MostFrame = 1L << 52;

    /// <summary>Nothing was asked.</summary>
    public static LowerCalls None { get; } = new([]);

    /// <summary>The calls.</summary>
    public ReadOnlySpan<LowerCall> All => calls;

    /// <summary>Whether nothing was asked.</summary>
    public bool IsEmpty => calls.Length == 0;

    /// <summary>Whether any of them failed for want of memory, really or pretended.</summary>
    public bool HasFailure { get; } = calls.Any(static call => call.HasFailed);

    /// <summary>Frames that were taken, perhaps to be given back at once. Unit: pages.</summary>
    public long FramesTaken => calls
        .Where(static call => call.Kind == LowerCallKind.Take && call.Errno == Errno.None)
        .Sum(static call => call.Block.PageCount);

    /// <summary>Reads calls.</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="most">How many there may be.</param>
    /// <exception cref="WireException">They are none.</exception>
    public static LowerCalls Read(ref WireReader reader, int most)
    {
        int count = (int)reader.Number(0, most);
        if (count == 0)
        {
            return None;
        }

        // Who only claims that there are many costs no memory.
        var read = new List<LowerCall>();
        for (int i = 0; i < count; i++)
        {
            var kind = (LowerCallKind)reader.Number(0, (long)LowerCallKind.Touch);
            var errno = (Errno)reader.Number(0, MaxErrno);
            if (kind == LowerCallKind.Touch && errno == Errno.None)
            {
                throw new WireException("only what is not held is noted as touched");
            }

            bool isMapping = kind is LowerCallKind.Map or LowerCallKind.Unmap or LowerCallKind.Touch;
            var page = new VirtAddr(isMapping ? reader.Number() : 0);

            // What is accounted frame by frame has to be a frame; what was refused or mapped may be any.
            bool isAccounted = !isMapping && errno == Errno.None;
            var frame = new Pfn(isAccounted ? (ulong)reader.Number(0, MostFrame) : reader.Number());
            var order = new Order(isMapping ? 0 : (int)reader.Number(0, Order.MaxValue));
            read.Add(new LowerCall(kind, page, new Block(frame, order), errno));
        }

        return new LowerCalls([.. read]);
    }

    /// <summary>Whether a call that was to fail was made.</summary>
    /// <param name="failingCall">Which one, of those that may: 1 is the first; 0 none.</param>
    public bool HasFault(int failingCall) =>
        failingCall > 0 && calls.Count(static call => call.MayFail) >= failingCall;

    /// <summary>Writes the calls.</summary>
    public void Write(WireWriter writer)
    {
        writer.Number((ulong)calls.Length);
        foreach (LowerCall call in calls)
        {
            writer.Byte((byte)call.Kind);
            writer.Number((ulong)call.Errno);
            if (call.Kind is LowerCallKind.Map or LowerCallKind.Unmap or LowerCallKind.Touch)
            {
                writer.Number(call.Page.Value);
                writer.Number(call.Block.Start.Value);
            }
            else
            {
                writer.Number(call.Block.Start.Value);
                writer.Byte((byte)call.Block.Order.Value);
            }
        }
    }

    /// <summary>What was done, in numbers: <c>takes 2, maps 2</c>.</summary>
    public override string ToString()
    {
        string[] parts =
        [
            Count("takes", LowerCallKind.Take),
            Count("maps", LowerCallKind.Map),
            Count("unmaps", LowerCallKind.Unmap),
            Count("gives back", LowerCallKind.GiveBack),
            Failure(),
        ];
        return string.Join(", ", parts.Where(static part => part.Length > 0));
    }

    private string Count(string verb, LowerCallKind kind)
    {
        int count = calls.Count(call => call.Kind == kind && call.Errno == Errno.None);
        return count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{verb} {count}");
    }

    private string Failure()
    {
        int at = Array.FindIndex([.. calls.Where(static call => call.MayFail)], static one => one.HasFailed);
        return at < 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"call {at + 1} fails");
    }
}
