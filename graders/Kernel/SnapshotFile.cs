using System.Globalization;
using System.Text.Json;
using MmVerify.Spec;

namespace MmVerify.Grader;

/// <summary>
/// Reads snapshots of free lists: one JSON object in each line, with <c>label</c> and <c>zones</c>; of each
/// zone <c>zone start spanned managed min low high boost</c>, <c>free</c>
/// <c>{"order/kind": [first frame]}</c> and <c>pcp</c> <c>{"lists": {"3*order+kind": [first frame]}}</c>.
/// </summary>
internal static class SnapshotFile
{
    private const int KindsOfMobility = 3;
    private const int MostZones = ZoneLayout.KindCount;

    /// <summary>Reads a file.</summary>
    /// <exception cref="BadArgumentException">It holds something else; the message says where.</exception>
    public static IReadOnlyList<KernelSnapshot> Read(string path) =>
        [.. RecordingText.LinesOf(path).Select(line => Snapshot(path, line.Number, line.Text))];

    private static KernelSnapshot Snapshot(string path, int number, string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            JsonElement root = document.RootElement;
            JsonElement zones = root.GetProperty("zones");
            if (zones.GetArrayLength() is 0 or > MostZones)
            {
                throw RecordingText.Bad(path, number, $"a machine has 1 to {MostZones} zones");
            }

            return new KernelSnapshot(
                root.GetProperty("label").ToString(), [.. zones.EnumerateArray().Select(Zone)]);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException
            or InvalidOperationException or FormatException or ArgumentException or OverflowException)
        {
            throw RecordingText.Bad(path, number, $"is no snapshot: {exception.Message}");
        }
    }

    private static ZoneSnapshot Zone(JsonElement zone) => new(
        Enum.Parse<ZoneKind>(zone.GetProperty("zone").GetString() ?? "", ignoreCase: true),
        new Pfn((ulong)Count(zone, "start")),
        Count(zone, "spanned"),
        Count(zone, "managed"),
        new Watermarks(Count(zone, "min"), Count(zone, "low"), Count(zone, "high")),
        Count(zone, "boost"),
        BlocksOf(zone.GetProperty("free"), static name => Whole(name[..name.IndexOf('/')])),
        BlocksOf(
            zone.GetProperty("pcp").GetProperty("lists"), static name => Whole(name) / KindsOfMobility));

    private static IReadOnlyList<Block> BlocksOf(JsonElement lists, Func<string, int> orderOf) =>
        [.. lists.EnumerateObject().SelectMany(list =>
        {
            var order = new Order(orderOf(list.Name));
            return list.Value.EnumerateArray().Select(start => new Block(Frame(start), order));
        })];

    private static Pfn Frame(JsonElement start) =>
        start.GetUInt64() is var number && number <= PageEventFile.HighestFrame
            ? new Pfn(number)
            : throw new FormatException($"there is no frame {number}");

    private static long Count(JsonElement zone, string name) =>
        zone.GetProperty(name).GetInt64() is var number && number is >= 0 and <= MemoryMap.MaxSpan
            ? number
            : throw new FormatException($"{name} {number}");

    private static int Whole(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
