namespace Starter.Tests;

/// <summary>One test for each law. To run one alone: dotnet test --filter DisplayName~ZONE-WAKE</summary>
public sealed class ZoneAllocatorLaws : LawsOf<ZoneAllocator>;
