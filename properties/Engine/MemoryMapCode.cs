using MmVerify.Spec;

namespace MmVerify.Properties;

/// <summary>A memory map as C#.</summary>
internal static class MemoryMapCode
{
    /// <summary>What makes it: <c>new MemoryMap(…)</c>.</summary>
    public static string Of(MemoryMap memory)
    {
        IEnumerable<string> ranges = memory.Ranges
            .Select(static range => $"new FrameRange(new Pfn({range.Start.Value}), {range.PageCount})");
        return $"new MemoryMap({string.Join(", ", ranges)})";
    }
}
