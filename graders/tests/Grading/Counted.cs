namespace MmVerify.Grader.Tests;

/// <summary>
/// Tests that run code whose steps are counted: one after the other, since a process has one counter.
/// </summary>
[CollectionDefinition(nameof(Counted))]
public sealed class Counted;
