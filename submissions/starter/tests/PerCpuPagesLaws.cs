namespace Starter.Tests;

/// <summary>One test for each law. To run one alone: dotnet test --filter DisplayName~PCPU-DRAIN</summary>
public sealed class PerCpuPagesLaws : LawsOf<PerCpuPages>;
