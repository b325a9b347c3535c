namespace MmVerify.Spec;

/// <summary>
/// Says of a specimen which laws it breaks: all of them and no others. A correct specimen has no such
/// attribute.
/// </summary>
/// <param name="lawIds">The ids.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class BreaksAttribute(params string[] lawIds) : Attribute
{
    /// <summary>The ids of the laws that do not hold of this class.</summary>
    public IReadOnlyList<string> LawIds { get; } = lawIds;
}
