namespace Starter.Tests;

/// <summary>Your own tests, and those that a report offers for pasting.</summary>
public sealed class PerCpuVariablesTests
{
    // Such a test runs one program and asks one law, for example:
    //
    // [Fact]
    // public void PerCpuVariablesIsolated() => LawAssert.Keeps<PerCpuVariables>(
    //     "PCPUVAR-ISOLATED",
    //     new PerCpuVariablesSetup(cpus: 2, variables: 1),
    //     new PerCpuVariablesOperation.Add(0, 0, 1),
    //     new PerCpuVariablesOperation.Swap(0, 1),
    //     new PerCpuVariablesOperation.Add(0, 0, 1));
}
