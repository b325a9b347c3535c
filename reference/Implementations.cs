using MmVerify.Spec;

namespace MmVerify.Reference;

/// <summary>The reference implementation of each contract.</summary>
public static class Implementations
{
    private static readonly Dictionary<Type, Type[]> All = new()
    {
        [typeof(IKernelList)] = [typeof(KernelList)],
        [typeof(IPageDatabase)] = [typeof(PageDatabase)],
        [typeof(IZoneAllocator)] = [typeof(ZoneAllocator)],
        [typeof(IBuddyAllocator)] = [typeof(BuddyAllocator)],
        [typeof(IPerCpuPages)] = [typeof(PerCpuPages)],
        [typeof(IPerCpuVariables)] = [typeof(PerCpuVariables)],
        [typeof(ISlabAllocator)] = [typeof(SlubAllocator), typeof(SlabAllocator), typeof(SlobAllocator)],
        [typeof(IVmallocAllocator)] = [typeof(VmallocAllocator)],
    };

    /// <summary>The class that implements a chapter's contract, and is measured.</summary>
    public static Type Of(Chapter chapter) => All[chapter.Contract][0];

    /// <summary>All classes that do, the measured one first.</summary>
    public static IReadOnlyList<Type> AllOf(Chapter chapter) => All[chapter.Contract];
}
