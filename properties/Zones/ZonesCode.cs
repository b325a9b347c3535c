using System.Globalization;
using MmVerify.Spec;
using static MmVerify.Spec.ZonesOperation;

namespace MmVerify.Properties;

/// <summary>Setups and operations as C#.</summary>
internal static class ZonesCode
{
    public static string Of(ZonesSetup setup)
    {
        string memory = setup.Memory.Ranges.Length == 1
            ? Text($"MemoryMap.Flat({setup.Memory.PageCount}, {setup.Memory.First.Value})")
            : MemoryMapCode.Of(setup.Memory);
        string layout = setup.Layout.Equals(ZoneLayout.Amd64) ? "ZoneLayout.Amd64"
            : setup.Layout.Equals(ZoneLayout.I386) ? "ZoneLayout.I386"
            : $"new ZoneLayout({string.Join(", ", setup.Layout.Limits.Select(Of))})";
        return Text($"new ZonesSetup({memory}, {layout}, new KibiBytes({setup.MinFree.Value}), ")
            + Text($"{setup.WatermarkScaleFactor})");
    }

    public static string Of(ZonesOperation operation) => operation switch
    {
        Allocate allocate => Text($"new ZonesOperation.Allocate(new Order({allocate.Order.Value}), ")
            + string.Join(" | ", $"{allocate.Flags}".Split(", ").Select(static flag => $"Gfp.{flag}")) + ")",
        Free free => Text($"new ZonesOperation.Free({free.Of})"),
        FreeAs freeAs => Text($"new ZonesOperation.FreeAs({freeAs.Of}, new Order({freeAs.Order.Value}))"),
        FreeAt { Block: var block } => Text(
            $"new ZonesOperation.FreeAt(new Block(new Pfn(0x{block.Start.Value:x}), ")
            + Text($"new Order({block.Order.Value})))"),
        _ => throw new ArgumentException($"{operation} is no step of a program", nameof(operation)),
    };

    private static string Of(ZoneLimit limit) =>
        Text($"new ZoneLimit(ZoneKind.{limit.Kind}, new Pfn({limit.End.Value}), {limit.ReserveRatio})");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
