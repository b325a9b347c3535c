using Xunit;
using Xunit.Sdk;

namespace MmVerify.Xunit;

/// <summary>
/// A method whose parameters FsCheck generates. It holds when it returns true, or nothing, in every case; it
/// may also return a <c>Property</c> or a task. The named arguments are those of FsCheck.Xunit, so that a
/// test file changes from one to the other by its <c>using</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("MmVerify.Xunit.PropertyDiscoverer", "MmVerify.Xunit")]
public sealed class PropertyAttribute : FactAttribute, IPropertyArguments
{
    private readonly PropertyArguments said = new();

    /// <summary>How many cases are tried: 100.</summary>
    public int MaxTest { get => said.MaxTest ?? Defaults.MaxTest; set => said.MaxTest = value; }

    /// <summary>
    /// How many cases a precondition may reject before the property counts as exhausted: 1000.
    /// </summary>
    public int MaxRejected
    {
        get => said.MaxRejected ?? Defaults.MaxRejected;
        set => said.MaxRejected = value;
    }

    /// <summary>The size of the first case: 1.</summary>
    public int StartSize { get => said.StartSize ?? Defaults.StartSize; set => said.StartSize = value; }

    /// <summary>The size of the last case: 100.</summary>
    public int EndSize { get => said.EndSize ?? Defaults.EndSize; set => said.EndSize = value; }

    /// <summary>
    /// <c>seed,gamma</c> for a whole run or <c>seed,gamma,size</c> for one case, as a failure prints it.
    /// </summary>
    public string? Replay { get => said.Replay; set => said.Replay = value; }

    /// <summary>On how many threads cases are tried: 1.</summary>
    public int Parallelism { get => said.Parallelism ?? 1; set => said.Parallelism = value; }

    /// <summary>Whether every case is printed.</summary>
    public bool Verbose { get => said.Verbose ?? false; set => said.Verbose = value; }

    /// <summary>Whether nothing is printed when the property holds.</summary>
    public bool QuietOnSuccess { get => said.QuietOnSuccess ?? false; set => said.QuietOnSuccess = value; }

    /// <summary>
    /// Types whose public static members of type <c>Arbitrary</c> are used for the parameters.
    /// </summary>
    public Type[] Arbitrary { get => said.Arbitrary ?? []; set => said.Arbitrary = value; }

    PropertyArguments IPropertyArguments.Arguments => said;
}

/// <summary>What is not said by the properties of a class or of an assembly themselves.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Assembly)]
public sealed class PropertiesAttribute : Attribute, IPropertyArguments
{
    private readonly PropertyArguments said = new();

    /// <inheritdoc cref="PropertyAttribute.MaxTest"/>
    public int MaxTest { get => said.MaxTest ?? Defaults.MaxTest; set => said.MaxTest = value; }

    /// <inheritdoc cref="PropertyAttribute.MaxRejected"/>
    public int MaxRejected
    {
        get => said.MaxRejected ?? Defaults.MaxRejected;
        set => said.MaxRejected = value;
    }

    /// <inheritdoc cref="PropertyAttribute.StartSize"/>
    public int StartSize { get => said.StartSize ?? Defaults.StartSize; set => said.StartSize = value; }

    /// <inheritdoc cref="PropertyAttribute.EndSize"/>
    public int EndSize { get => said.EndSize ?? Defaults.EndSize; set => said.EndSize = value; }

    /// <inheritdoc cref="PropertyAttribute.Replay"/>
    public string? Replay { get => said.Replay; set => said.Replay = value; }

    /// <inheritdoc cref="PropertyAttribute.Parallelism"/>
    public int Parallelism { get => said.Parallelism ?? 1; set => said.Parallelism = value; }

    /// <inheritdoc cref="PropertyAttribute.Verbose"/>
    public bool Verbose { get => said.Verbose ?? false; set => said.Verbose = value; }

    /// <inheritdoc cref="PropertyAttribute.QuietOnSuccess"/>
    public bool QuietOnSuccess { get => said.QuietOnSuccess ?? false; set => said.QuietOnSuccess = value; }

    /// <inheritdoc cref="PropertyAttribute.Arbitrary"/>
    public Type[] Arbitrary { get => said.Arbitrary ?? []; set => said.Arbitrary = value; }

    PropertyArguments IPropertyArguments.Arguments => said;
}
