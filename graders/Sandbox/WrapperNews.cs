using System.Text.Json;

namespace MmVerify.Grader;

/// <summary>Reads what bubblewrap tells about the process inside: <c>--info-fd</c>, bwrap(1).</summary>
internal static class WrapperNews
{
    /// <summary>
    /// The first process of the namespace, as this machine numbers it; 0 when there is none.
    /// </summary>
    internal static int InitOf(Stream news)
    {
        using MemoryStream text = new();
        news.CopyTo(text);
        text.Position = 0;
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return document.RootElement.GetProperty("child-pid").GetInt32();
        }
        catch (JsonException)
        {
            return 0; // It failed before it had a child, and says why on its console.
        }
    }
}
