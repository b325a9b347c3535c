namespace MmVerify.Spec;

/// <summary>A reply that can tell what several CPUs did at the same time.</summary>
public interface IConcurrentReply
{
    /// <summary>What happened in a concurrent step.</summary>
    ConcurrentHistory History { get; }
}
