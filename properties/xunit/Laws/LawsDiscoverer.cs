using System.Diagnostics.CodeAnalysis;
using MmVerify.Spec;
using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace MmVerify.Xunit;

/// <summary>Marks the method of <see cref="LawTests"/> that becomes one test for each law.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("MmVerify.Xunit.LawsDiscoverer", "MmVerify.Xunit")]
public sealed class LawsAttribute : FactAttribute;

/// <summary>
/// Makes one test for each law and implementation of a class that derives from <see cref="LawTests"/>.
/// </summary>
/// <param name="sink">Takes diagnostics.</param>
public sealed class LawsDiscoverer(IMessageSink sink) : IXunitTestCaseDiscoverer
{
    /// <inheritdoc/>
    [SuppressMessage(
        "Reliability", "CA2000", Justification = "the runner that is given a test disposes of it")]
    public IEnumerable<IXunitTestCase> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute)
    {
        TestMethodDisplay display = discoveryOptions.MethodDisplayOrDefault();
        TestMethodDisplayOptions options = discoveryOptions.MethodDisplayOptionsOrDefault();
        IXunitTestCase Wrong(string why) =>
            new ExecutionErrorTestCase(sink, display, options, testMethod, why);

        Type testClass = testMethod.TestClass.Class.ToRuntimeType();
        if (!testClass.IsAssignableTo(typeof(LawTests)) || testClass.GetConstructor([]) is null)
        {
            return [Wrong($"{testClass.Name} must be a LawsOf<…> with a parameterless constructor")];
        }

        IReadOnlyList<Type> implementations =
            ((LawTests)Activator.CreateInstance(testClass)!).Implementations;
        var tests = new List<IXunitTestCase>();
        foreach (Type implementation in implementations)
        {
            (Chapter Chapter, Law Law)[] laws =
                [.. Chapters.Laws.Where(pair =>
                    !pair.Law.IsPolicy && implementation.IsAssignableTo(pair.Chapter.Contract))];
            string prefix = implementations.Count == 1 ? "" : $"{implementation.Name} ";
            tests.AddRange(laws.Select(pair =>
                new LawTestCase(sink, display, options, testMethod, implementation, pair.Law.Id, prefix)));
            if (laws.Length == 0)
            {
                string contracts =
                    string.Join(", ", Chapters.All.Select(static chapter => chapter.Contract.Name));
                tests.Add(Wrong($"{implementation.Name} implements no contract; there are: {contracts}"));
            }
        }

        return tests;
    }
}
