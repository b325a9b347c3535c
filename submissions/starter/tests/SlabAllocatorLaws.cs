namespace Starter.Tests;

/// <summary>One test for each law. To run one alone: dotnet test --filter DisplayName~SLAB-DISJOINT</summary>
public sealed class SlabAllocatorLaws : LawsOf<SlabAllocator>;
