namespace Starter.Tests;

/// <summary>One test for each law. To run one alone: dotnet test --filter DisplayName~VMALLOC-GUARD</summary>
public sealed class VmallocAllocatorLaws : LawsOf<VmallocAllocator>;
