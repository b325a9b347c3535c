using MmVerify.Reference;
using MmVerify.Xunit;

namespace MmVerify.Properties.Tests;

public sealed class ReferenceLaws : LawsOf<BuddyAllocator>;

public sealed class ReferenceListLaws : LawsOf<KernelList>;

public sealed class ReferencePageLaws : LawsOf<PageDatabase>;

public sealed class ReferenceZoneLaws : LawsOf<ZoneAllocator>;

public sealed class ReferencePerCpuLaws : LawsOf<PerCpuPages>;

public sealed class ReferencePerCpuVariablesLaws : LawsOf<PerCpuVariables>;

public sealed class ReferenceVmallocLaws : LawsOf<VmallocAllocator>;

public sealed class ReferenceSlubLaws : LawsOf<SlubAllocator>;

public sealed class ReferenceSlabLaws : LawsOf<SlabAllocator>;

public sealed class ReferenceSlobLaws : LawsOf<SlobAllocator>;
