using System.Collections.Concurrent;
using MmVerify.Spec;
using Xunit;

namespace MmVerify.Xunit;

/// <summary>
/// One test for each law about one implementation. A class that derives from this needs no members:
/// <c>public sealed class BuddyAllocatorLaws : LawsOf&lt;BuddyAllocator&gt;;</c>
/// </summary>
/// <typeparam name="TImplementation">A class that implements a contract of the specification.</typeparam>
public abstract class LawsOf<TImplementation> : LawTests
{
    /// <inheritdoc/>
    public override IReadOnlyList<Type> Implementations => [typeof(TImplementation)];
}

/// <summary>
/// One test for each law about each of some implementations, which need not be known when compiled.
/// </summary>
[TestCaseOrderer("MmVerify.Xunit.TeachingOrder", "MmVerify.Xunit")]
public abstract class LawTests
{
    private static readonly ConcurrentDictionary<(Type, Chapter), Lazy<Task<LawResults>>> Examinations =
        new();

    /// <summary>Classes that implement contracts. It is asked of an instance that no test runs on.</summary>
    public abstract IReadOnlyList<Type> Implementations { get; }

    /// <summary>Says whether a law holds. All laws about an implementation share one examination.</summary>
    /// <param name="implementation">The implementation.</param>
    /// <param name="lawId">The law.</param>
    [Laws]
    public async Task Law(Type implementation, string lawId)
    {
        Chapter chapter = Chapters.Laws.Single(pair => pair.Law.Id == lawId).Chapter;
        Lazy<Task<LawResults>> examination = Examinations.GetOrAdd(
            (implementation, chapter),
            static key => new(() => LawExamination.RunAsync(
                key.Item1, key.Item2, RunSettings.Current, HangLog.OfProcess)));
        LawResults results = await examination.Value;
        results.Of(lawId).ThrowUnlessItHolds();
    }
}
