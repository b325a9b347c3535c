namespace MmVerify.Compiler;

/// <summary>
/// The numbers of what the course refuses although C# allows it. A number is never used again.
/// </summary>
public static class Refusal
{
    /// <summary>Two public classes implement one contract.</summary>
    public const string TwoImplementers = "MMV001";

    /// <summary>A type implements a contract but cannot be examined.</summary>
    public const string NearlyImplements = "MMV002";

    /// <summary>A <c>#line</c> or <c>#pragma checksum</c>: places in messages would not be true.</summary>
    public const string FalsePlace = "MMV003";

    /// <summary>Statements outside a type.</summary>
    public const string TopLevelStatements = "MMV004";

    /// <summary>A type in a namespace that belongs to the framework or to the course.</summary>
    public const string ReservedName = "MMV005";

    /// <summary>An attribute by which assemblies see into each other.</summary>
    public const string FriendAssembly = "MMV006";

    /// <summary>A module initializer that could not be taken out.</summary>
    public const string ModuleInitializer = "MMV007";

    /// <summary>The assembly is larger than any honest one.</summary>
    public const string LargeImage = "MMV008";
}
