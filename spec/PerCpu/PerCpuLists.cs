using System.Collections.Immutable;
using System.Globalization;

namespace MmVerify.Spec;

/// <summary>Which pages are on which list, as an implementation told.</summary>
/// <param name="lists">The pages of each CPU's list.</param>
public sealed class PerCpuLists(ImmutableArray<ImmutableArray<Pfn>> lists)
{
    /// <summary>Of no CPU.</summary>
    public static PerCpuLists None { get; } = new([]);

    /// <summary>How many CPUs there are.</summary>
    public int CpuCount => lists.Length;

    /// <summary>All pages of all lists.</summary>
    public IEnumerable<Pfn> All => lists.SelectMany(static list => list);

    /// <summary>How many pages there are on all lists.</summary>
    public int PageCount => lists.Sum(static list => list.Length);

    /// <summary>The pages of a CPU's list.</summary>
    public ImmutableArray<Pfn> this[int cpu] => lists[cpu];

    /// <summary>Every list is empty.</summary>
    /// <param name="cpus">How many CPUs there are.</param>
    public static PerCpuLists Empty(int cpus) => new([.. Enumerable.Repeat(ImmutableArray<Pfn>.Empty, cpus)]);

    /// <summary>Reads lists.</summary>
    /// <param name="reader">Where from.</param>
    /// <exception cref="WireException">They are none.</exception>
    public static PerCpuLists Read(ref WireReader reader)
    {
        var lists = new ImmutableArray<Pfn>[reader.Number(0, PerCpuSetup.MostCpus)];
        for (int cpu = 0; cpu < lists.Length; cpu++)
        {
            var list = new Pfn[reader.Number(0, MostTold)];
            for (int i = 0; i < list.Length; i++)
            {
                list[i] = new Pfn(reader.Number());
            }

            lists[cpu] = [.. list];
        }

        return new([.. lists]);
    }

    /// <summary>The most pages that a list may be told to have: more than there are.</summary>
    public const int MostTold = (int)PerCpuSetup.MostFrames + 1;

    /// <summary>Whether a CPU's list has just the same pages as in others, in whatever order.</summary>
    public bool HasSame(int cpu, PerCpuLists other)
    {
        ImmutableArray<Pfn> own = lists[cpu];
        ImmutableArray<Pfn> others = other[cpu];
        return own.Length == others.Length
            && (own.SequenceEqual(others) || own.Order().SequenceEqual(others.Order()));
    }

    /// <summary>Writes the lists.</summary>
    public void Write(WireWriter writer)
    {
        writer.Number((ulong)lists.Length);
        foreach (ImmutableArray<Pfn> list in lists)
        {
            writer.Number((ulong)list.Length);
            foreach (Pfn page in list)
            {
                writer.Number(page.Value);
            }
        }
    }

    /// <summary>The pages of a list in words.</summary>
    public static string Tell(IEnumerable<Pfn> pages) => string.Join(
        ' ', pages.Select(static page => string.Create(CultureInfo.InvariantCulture, $"0x{page.Value:x}"))
            .DefaultIfEmpty("-"));

    /// <inheritdoc/>
    public override string ToString() => string.Join(" | ", lists.Select(static list => Tell(list)));
}
