namespace Starter.Tests;

/// <summary>One test for each law. To run one alone: dotnet test --filter DisplayName~BUDDY-MERGE</summary>
public sealed class BuddyAllocatorLaws : LawsOf<BuddyAllocator>;
