namespace Starter.Tests;

/// <summary>One test for each law. To run one alone: dotnet test --filter DisplayName~PCPUVAR-SUM</summary>
public sealed class PerCpuVariablesLaws : LawsOf<PerCpuVariables>;
