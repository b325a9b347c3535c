using static MmVerify.Spec.SlabOperation;

namespace MmVerify.Spec;

/// <summary>A cache that was made.</summary>
/// <param name="setup">What with.</param>
public sealed class ModelCache(CreateCache setup)
{
    /// <summary>What it was made with.</summary>
    public CreateCache Setup => setup;

    /// <summary>The same, as it was handed over.</summary>
    public CacheSetup Wish { get; } = setup.Setup(static _ => { });

    /// <summary>Whether it was ended.</summary>
    public bool IsDestroyed { get; internal set; }

    /// <summary>Objects that are handed out.</summary>
    public long ObjectCount { get; internal set; }

    /// <summary>Whether an object of it was ever handed out.</summary>
    public bool WasUsed { get; internal set; }

    /// <summary>What it told last of what it has.</summary>
    public SlabUsage? Usage { get; internal set; }
}
