namespace Starter.Tests;

/// <summary>One test for each law. To run one alone: dotnet test --filter DisplayName~LIST-ORDER</summary>
public sealed class KernelListLaws : LawsOf<KernelList>;
