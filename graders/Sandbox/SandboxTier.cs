namespace MmVerify.Grader;

/// <summary>How strongly a process is shut in; the strongest first.</summary>
public enum SandboxTier
{
    /// <summary>A view of its own: files, processes and network of the machine do not exist in it.</summary>
    Bubblewrap,

    /// <summary>The machine's own view, in which the kernel refuses what is not listed.</summary>
    Landlock,

    /// <summary>
    /// Only the limits and the filter that the process puts on itself; never chosen unasked.
    /// </summary>
    None,
}

/// <summary>One defence and whether it is in force.</summary>
/// <param name="Name">The defence in a word, as the report prints it.</param>
/// <param name="InForce">Whether it holds in this sandbox.</param>
/// <param name="Detail">By what it is made, or why it is missing.</param>
public sealed record SandboxLayer(string Name, bool InForce, string Detail);

/// <summary>The words for tiers.</summary>
public static class SandboxTiers
{
    /// <summary>The name to print and to ask for: bubblewrap, landlock or none.</summary>
    public static string ToName(this SandboxTier tier) => tier.ToString().ToLowerInvariant();
}
