using MmVerify.Spec;
using static MmVerify.Spec.VmallocOperation;

namespace MmVerify.Properties;

/// <summary>
/// The small scopes: few addresses and frames, every order in which areas can come and go, and then every
/// call that can be made, right or wrong, or a request of which each lower call fails in turn.
/// </summary>
public static class VmallocScopes
{
    private const int LargeFrames = 512;
    private const int LargePages = 1024;
    private const int LargeCalls = 600;

    // Sizes are pages. Frames are plenty, just enough, or scattered; addresses far up, or as low as can be.
    private static readonly Scope[] Scopes =
    [
        new(VmallocSetup.Flat(2, 2), [1], Longest: 3),
        new(VmallocSetup.Flat(8, 4), [1, 2, 3], Longest: 5),
        new(VmallocSetup.Flat(8, 5), [1, 2], Longest: 4),
        new(VmallocSetup.Flat(8, 6), [1, 2, 5], Longest: 4),
        new(VmallocSetup.Flat(8, 8), [1, 3, 7], Longest: 5),
        new(VmallocSetup.Flat(3, 9), [1, 2, 3], Longest: 4),
        new(VmallocSetup.Flat(1, 6), [1], Longest: 4),
        new(VmallocSetup.Scattered(4, 8), [1, 2, 3], Longest: 4),
        new(VmallocSetup.Scattered(6, 7), [2, 6], Longest: 3),
        new(
            new VmallocSetup(MemoryMap.Flat(5, 3), new VmallocArea(new VirtAddr(0x1000), 6)),
            [1, 2],
            Longest: 3),
        new(
            new VmallocSetup(MemoryMap.Flat(5, 1 << 20), new VmallocArea(new VirtAddr(0xf8000000), 6)),
            [1, 4],
            Longest: 3),
        new(
            new VmallocSetup(MemoryMap.Flat(5), new VmallocArea(new VirtAddr(0xffffffffffff8000), 6)),
            [1, 4],
            Longest: 3),
    ];

    /// <summary>Every program of every scope, the shorter ones first.</summary>
    /// <param name="programs">The chapter's programs.</param>
    public static IEnumerable<Program<VmallocSetup, VmallocOperation>> All(VmallocPrograms programs) =>
        from length in Enumerable.Range(0, Scopes.Max(static scope => scope.Longest) + 1)
        from scope in Scopes
        where length <= scope.Longest
        from program in Exactly(scope.Setup, scope.Sizes, length)
            .Concat(length == scope.Longest ? [] : Failing(programs, scope, length))
        select program;

    /// <summary>
    /// Every program of a length in which areas come and go, and whose last call may be anything.
    /// </summary>
    /// <param name="setup">The addresses and the memory.</param>
    /// <param name="sizes">The sizes of areas. Unit: pages.</param>
    /// <param name="length">The number of operations.</param>
    public static IEnumerable<Program<VmallocSetup, VmallocOperation>> Exactly(
        VmallocSetup setup, IReadOnlyList<int> sizes, int length) =>
        length == 0
            ? [new(setup, [])]
            : from before in Histories(setup, sizes, new VmallocOperation[length - 1], 0)
              from last in Calls(setup, before)
              select new Program<VmallocSetup, VmallocOperation>(setup, [.. before, last]);

    /// <summary>A long program with many addresses.</summary>
    public static IEnumerable<Program<VmallocSetup, VmallocOperation>> Large(ulong seed)
    {
        var random = new SplitMix(seed);
        var operations = new List<VmallocOperation>();
        var live = new List<int>();
        while (operations.Count < LargeCalls)
        {
            bool frees = live.Count > 0 && random.Below(5) < 2;
            int pick = frees ? random.Below(live.Count) : 0;
            if (frees)
            {
                operations.Add(new Free(live[pick]));
                live.RemoveAt(pick);
            }
            else
            {
                live.Add(operations.Count);
                operations.Add(new Allocate((ulong)random.Below(8 * Page.SizeBytes) + 1));
            }
        }

        yield return new(VmallocSetup.Flat(LargeFrames, LargePages), [.. operations]);
    }

    /// <summary>Smaller setups of the same kind, the smallest first.</summary>
    public static IEnumerable<VmallocSetup> Smaller(VmallocSetup setup)
    {
        long frames = setup.Memory.PageCount;
        long pages = setup.Range.PageCount;
        bool isScattered = setup.Memory.Ranges.Length > 1;
        foreach (long fewer in Counts(2, pages))
        {
            foreach (long less in Counts(1, frames))
            {
                if (fewer < pages || less < frames || setup != VmallocSetup.Flat(frames, pages))
                {
                    yield return VmallocSetup.Flat(less, fewer);
                }

                if (isScattered && (fewer < pages || less < frames) && less <= MemoryMap.MaxRanges)
                {
                    yield return VmallocSetup.Scattered((int)less, fewer);
                }
            }

            if (fewer < pages)
            {
                yield return new VmallocSetup(
                    setup.Memory, new VmallocArea(setup.Range.Start, fewer));
            }
        }
    }

    private static IEnumerable<long> Counts(long least, long most) =>
        new[] { 1, 2, 3, 4, 5, 6, 8, most / 2, most - 1, most }
            .Where(count => count >= least && count <= most).Distinct().Order();

    private static IEnumerable<Program<VmallocSetup, VmallocOperation>> Failing(
        VmallocPrograms programs, Scope scope, int length) =>
        length == 0
            ? []
            : from before in Histories(scope.Setup, scope.Sizes, new VmallocOperation[length - 1], 0)
              from size in scope.Sizes.Select(BytesOf).Prepend(1UL)
              from program in FaultSweep.Of(programs, new(scope.Setup, [.. before, new Allocate(size)]))
              select program;

    // Requests for which there can be no room are left out, and so is misuse: it changes nothing.
    private static IEnumerable<VmallocOperation[]> Histories(
        VmallocSetup setup, IReadOnlyList<int> sizes, VmallocOperation[] soFar, int at)
    {
        if (at == soFar.Length)
        {
            yield return soFar;
            yield break;
        }

        int[] live = [.. Enumerable.Range(0, at).Where(step => soFar[step] is Allocate
            && !soFar.Take(at).Any(one => one is Free free && free.Of == step))];
        long frames = live.Sum(step => ((Allocate)soFar[step]).PageCount);
        IEnumerable<VmallocOperation> next = sizes
            .Where(size => frames + size <= setup.Memory.PageCount
                && frames + live.Length + size < setup.Range.PageCount)
            .Select(static VmallocOperation (size) => new Allocate(BytesOf(size)))
            .Concat(live.Select(static VmallocOperation (step) => new Free(step)));
        foreach (VmallocOperation operation in next)
        {
            soFar[at] = operation;
            foreach (VmallocOperation[] history in Histories(setup, sizes, soFar, at + 1))
            {
                yield return history;
            }
        }
    }

    private static IEnumerable<VmallocOperation> Calls(VmallocSetup setup, VmallocOperation[] before)
    {
        const long PageSize = Page.SizeBytes;
        ulong[] sizes =
        [
            0, 1, PageSize - 1, PageSize, PageSize + 1, 2 * PageSize, 3 * PageSize, (3 * PageSize) + 1,
            BytesOf((int)setup.Range.PageCount - 1), BytesOf((int)setup.Range.PageCount),
            BytesOf((int)setup.Memory.PageCount), BytesOf((int)setup.Memory.PageCount) + 1,
            1UL << 32, 1UL << 44, 1UL << 63, ulong.MaxValue - PageSize + 1, ulong.MaxValue - PageSize + 2,
            ulong.MaxValue,
        ];
        VirtAddr start = setup.Range.Start;
        VirtAddr[] addresses =
        [
            default, start, start.PlusBytes(1), start.PlusPages(1), start.PlusPages(-1), setup.Range.Guard,
            new(ulong.MaxValue),
        ];
        IEnumerable<VmallocOperation> of = Enumerable.Range(0, before.Length)
            .Where(step => before[step] is Allocate).SelectMany(static step => Uses(step));
        return sizes.Distinct().Select(static VmallocOperation (size) => new Allocate(size))
            .Concat(of)
            .Concat(addresses.Select(static VmallocOperation (address) => new FreeAt(address)))
            .Concat(addresses.Select(static VmallocOperation (address) => new ToPageAt(address)));
    }

    private static VmallocOperation[] Uses(int step) =>
    [
        new Free(step),
        new FreeInside(step, 1),
        new FreeInside(step, Page.SizeBytes),
        new ToPage(step, 0),
        new ToPage(step, 1),
        new ToPage(step, Page.SizeBytes - 1),
        new ToPage(step, Page.SizeBytes),
        new ToPage(step, (2 * Page.SizeBytes) + 1),
    ];

    private static ulong BytesOf(int pages) => (ulong)pages * Page.SizeBytes;

    private sealed record Scope(VmallocSetup Setup, int[] Sizes, int Longest);
}
