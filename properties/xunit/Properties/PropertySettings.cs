using System.Reflection;

namespace MmVerify.Xunit;

/// <summary>What FsCheck takes where nothing is said.</summary>
internal static class Defaults
{
    public const int MaxTest = 100;
    public const int MaxRejected = 1000;
    public const int StartSize = 1;
    public const int EndSize = 100;

    /// <summary>How much CPU time one case may take. Unit: milliseconds.</summary>
    public const int Timeout = 5000;
}

/// <summary>What one attribute says; null where it says nothing.</summary>
internal sealed class PropertyArguments
{
    public int? MaxTest { get; set; }

    public int? MaxRejected { get; set; }

    public int? StartSize { get; set; }

    public int? EndSize { get; set; }

    public string? Replay { get; set; }

    public int? Parallelism { get; set; }

    public bool? Verbose { get; set; }

    public bool? QuietOnSuccess { get; set; }

    public Type[]? Arbitrary { get; set; }
}

/// <summary>An attribute that says something about properties.</summary>
internal interface IPropertyArguments
{
    /// <summary>What it says.</summary>
    PropertyArguments Arguments { get; }
}

/// <summary>
/// What holds for one property: its own attribute, then its classes', then its assembly's, then the defaults.
/// </summary>
internal sealed record PropertySettings
{
    /// <summary>The full name of the method.</summary>
    public required string Name { get; init; }

    public required int MaxTest { get; init; }

    public required int MaxRejected { get; init; }

    public required int StartSize { get; init; }

    public required int EndSize { get; init; }

    /// <summary>Where the random numbers start.</summary>
    public required ReplaySeed Seed { get; init; }

    public required int Parallelism { get; init; }

    public required bool IsVerbose { get; init; }

    public required bool IsQuiet { get; init; }

    /// <summary>Types with arbitraries; a later one wins.</summary>
    public required IReadOnlyList<Type> Arbitraries { get; init; }

    /// <summary>How much CPU time one case may take; zero for no limit.</summary>
    public required TimeSpan Limit { get; init; }

    /// <summary>Finds out what holds for a property.</summary>
    /// <exception cref="FormatException">A replay text or a setting is not one; the message says
    /// why.</exception>
    public static PropertySettings Of(MethodInfo method, Type testClass, RunSettings run)
    {
        PropertyAttribute attribute = method.GetCustomAttribute<PropertyAttribute>()
            ?? throw new ArgumentException($"{method.Name} has no [Property]", nameof(method));
        PropertyArguments[] inwards = [.. Said(testClass), ((IPropertyArguments)attribute).Arguments];
        string name = $"{testClass.FullName}.{method.Name}";
        string? replay = ReplayOf(name, run.Replay) ?? Last(inwards, static said => said.Replay);
        int timeout = attribute.Timeout == 0 ? Defaults.Timeout : attribute.Timeout;
        return new PropertySettings
        {
            Name = name,
            MaxTest = run.Scaled(LastOf(inwards, static said => said.MaxTest) ?? Defaults.MaxTest),
            MaxRejected =
                run.Scaled(LastOf(inwards, static said => said.MaxRejected) ?? Defaults.MaxRejected),
            StartSize = LastOf(inwards, static said => said.StartSize) ?? Defaults.StartSize,
            EndSize = LastOf(inwards, static said => said.EndSize) ?? Defaults.EndSize,
            Seed = replay is null ? ReplaySeed.Of(name, run.Seed) : ReplaySeed.Parse(replay),
            Parallelism = LastOf(inwards, static said => said.Parallelism) ?? 1,
            IsVerbose = LastOf(inwards, static said => said.Verbose) ?? false,
            IsQuiet = LastOf(inwards, static said => said.QuietOnSuccess) ?? false,
            Arbitraries = [.. inwards.SelectMany(static said => said.Arbitrary ?? [])],
            Limit = run.CpuLimit ?? TimeSpan.FromMilliseconds(timeout),
        };
    }

    // The assembly's first, then each class from the outermost to the innermost.
    private static IEnumerable<PropertyArguments> Said(Type testClass)
    {
        var classes = new Stack<MemberInfo>();
        for (Type? type = testClass; type is not null; type = type.DeclaringType)
        {
            classes.Push(type);
        }

        IEnumerable<Attribute> attributes =
        [
            .. testClass.Assembly.GetCustomAttributes<PropertiesAttribute>(),
            .. classes.SelectMany(static type => type.GetCustomAttributes<PropertiesAttribute>()),
        ];
        return attributes.OfType<IPropertyArguments>().Select(static one => one.Arguments);
    }

    // The variable names one property: Full.Name=seed,gamma,size. For all others it says nothing.
    private static string? ReplayOf(string name, string? replay) =>
        replay is not null && replay.StartsWith(name + "=", StringComparison.Ordinal)
            ? replay[(name.Length + 1)..] : null;

    private static T? LastOf<T>(PropertyArguments[] inwards, Func<PropertyArguments, T?> value)
        where T : struct => inwards.Select(value).LastOrDefault(static one => one is not null);

    private static string? Last(PropertyArguments[] inwards, Func<PropertyArguments, string?> value) =>
        inwards.Select(value).LastOrDefault(static one => one is not null);
}
