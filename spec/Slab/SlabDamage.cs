using static MmVerify.Spec.SlabOperation;

namespace MmVerify.Spec;

/// <summary>Which objects are spoilt, and of which of them that was told.</summary>
public sealed class SlabDamage
{
    private readonly Dictionary<SlabReport, Spoilt> spoilt = [];

    /// <summary>Whether an object is spoilt in some way, whether that was told or not.</summary>
    public bool Has(SlabReport report) => spoilt.ContainsKey(report);

    /// <summary>Whether an object is spoilt in some way of which nothing was told.</summary>
    public bool IsUntold(SlabFault fault, PhysAddr start) =>
        spoilt.TryGetValue(new(fault, start), out Spoilt found) && !found.IsTold;

    /// <summary>The objects of a cache that are spoilt in some way of which nothing was told.</summary>
    public IEnumerable<PhysAddr> UntoldOf(SlabFault fault, int owner) =>
        spoilt.Where(one => one.Key.Fault == fault && one.Value.Owner == owner && !one.Value.IsTold)
            .Select(static one => one.Key.Start);

    /// <summary>Nothing is spoilt.</summary>
    internal void Clear() => spoilt.Clear();

    /// <summary>Frames were given back.</summary>
    internal void Forget(Block block)
    {
        foreach (SlabReport one in spoilt.Keys.ToArray())
        {
            if (one.Start.ToPfn() >= block.Start && one.Start.ToPfn() < block.End)
            {
                spoilt.Remove(one);
            }
        }
    }

    /// <summary>Advances by a step.</summary>
    internal void Follow(SlabOperation operation, in SlabReply reply)
    {
        foreach (SlabReport report in reply.Seen.Reports)
        {
            if (spoilt.TryGetValue(report, out Spoilt found))
            {
                spoilt[report] = found with { IsTold = true };
            }
        }

        if (!reply.IsDone)
        {
            return;
        }

        switch (operation)
        {
            case Overrun:
                spoilt[new(SlabFault.RedZone, reply.Address)] = new(reply.Owner, IsTold: false);
                break;
            case WriteFreed:
                spoilt[new(SlabFault.UseAfterFree, reply.Address)] = new(reply.Owner, IsTold: false);
                break;
            case Allocate:
                spoilt.Remove(new(SlabFault.UseAfterFree, reply.Address));
                break;
            default:
                if ((operation.Kind & Kinds.Frees) != 0)
                {
                    spoilt.Remove(new(SlabFault.RedZone, reply.Address));
                }

                break;
        }
    }

    private readonly record struct Spoilt(int Owner, bool IsTold);
}
