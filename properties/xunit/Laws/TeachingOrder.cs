using Xunit.Abstractions;
using Xunit.Sdk;

namespace MmVerify.Xunit;

/// <summary>
/// Runs the tests of laws in the order in which they were found, the teaching order; xunit shuffles them.
/// </summary>
public sealed class TeachingOrder : ITestCaseOrderer
{
    /// <inheritdoc/>
    public IEnumerable<TTestCase> OrderTestCases<TTestCase>(IEnumerable<TTestCase> testCases)
        where TTestCase : ITestCase =>
        testCases.OrderBy(static test => test is LawTestCase law ? law.Place : int.MaxValue);
}
