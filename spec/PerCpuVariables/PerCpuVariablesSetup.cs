using System.Globalization;

namespace MmVerify.Spec;

/// <summary>How many CPUs and variables there are.</summary>
public sealed record PerCpuVariablesSetup
{
    /// <summary>The most CPUs.</summary>
    public const int MostCpus = 4;

    /// <summary>The most variables.</summary>
    public const int MostVariables = 64;

    /// <summary>Makes a setup.</summary>
    /// <param name="cpus">How many CPUs, 1 to 4; as many tasks run on them.</param>
    /// <param name="variables">How many variables, 1 to 64.</param>
    /// <param name="initial">What every copy is at first.</param>
    /// <exception cref="ArgumentException">One of them is not as it must be.</exception>
    public PerCpuVariablesSetup(int cpus, int variables, long initial = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(cpus, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(cpus, MostCpus);
        ArgumentOutOfRangeException.ThrowIfLessThan(variables, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(variables, MostVariables);
        Cpus = cpus;
        Variables = variables;
        Initial = initial;
    }

    /// <summary>How many CPUs there are, and tasks.</summary>
    public int Cpus { get; }

    /// <summary>How many variables there are.</summary>
    public int Variables { get; }

    /// <summary>What every copy is at first.</summary>
    public long Initial { get; }

    /// <inheritdoc/>
    public override string ToString()
    {
        string cpus = Cpus == 1 ? "CPU" : "CPUs";
        string variables = Variables == 1 ? "variable" : "variables";
        string initial = Initial == 0 ? "" : $", at first {Initial}";
        return string.Create(
            CultureInfo.InvariantCulture, $"{Cpus} {cpus}, {Variables} {variables}{initial}");
    }
}
