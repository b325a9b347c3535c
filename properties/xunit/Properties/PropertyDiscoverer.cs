using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace MmVerify.Xunit;

/// <summary>Makes one test of a method with <see cref="PropertyAttribute"/>.</summary>
/// <param name="sink">Takes diagnostics.</param>
public sealed class PropertyDiscoverer(IMessageSink sink) : IXunitTestCaseDiscoverer
{
    /// <inheritdoc/>
    [SuppressMessage(
        "Reliability", "CA2000", Justification = "the runner that is given a test disposes of it")]
    public IEnumerable<IXunitTestCase> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod,
        IAttributeInfo factAttribute) =>
        [
            new PropertyTestCase(
                sink, discoveryOptions.MethodDisplayOrDefault(),
                discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod),
        ];
}

/// <summary>A property as a test.</summary>
public sealed class PropertyTestCase : XunitTestCase
{
    /// <summary>Is called by whoever reads a test that was written down.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [Obsolete("only for reading a test that was written down")]
    public PropertyTestCase()
    {
    }

    /// <summary>Makes a test.</summary>
    public PropertyTestCase(
        IMessageSink sink, TestMethodDisplay display, TestMethodDisplayOptions options,
        ITestMethod testMethod)
        : base(sink, display, options, testMethod)
    {
    }

    /// <inheritdoc/>
    public override Task<RunSummary> RunAsync(
        IMessageSink diagnosticMessageSink,
        IMessageBus messageBus,
        object[] constructorArguments,
        ExceptionAggregator aggregator,
        CancellationTokenSource cancellationTokenSource) =>
        new CaseRunner(this, constructorArguments, messageBus, aggregator, cancellationTokenSource)
            .RunAsync();

    private sealed class CaseRunner(
        PropertyTestCase testCase, object[] made, IMessageBus bus, ExceptionAggregator errors,
        CancellationTokenSource stop)
        : XunitTestCaseRunner(
            testCase, testCase.DisplayName, testCase.SkipReason, made, [], bus, errors, stop)
    {
        protected override XunitTestRunner CreateTestRunner(
            ITest test,
            IMessageBus messageBus,
            Type testClass,
            object[] constructorArguments,
            MethodInfo testMethod,
            object[] testMethodArguments,
            string skipReason,
            IReadOnlyList<BeforeAfterTestAttribute> beforeAfterAttributes,
            ExceptionAggregator aggregator,
            CancellationTokenSource cancellationTokenSource) =>
            new TestRunner(
                test, messageBus, testClass, constructorArguments, testMethod, skipReason,
                beforeAfterAttributes, aggregator,
                cancellationTokenSource);
    }

    private sealed class TestRunner(
        ITest test, IMessageBus bus, Type testClass, object[] made, MethodInfo method, string skipReason,
        IReadOnlyList<BeforeAfterTestAttribute> around, ExceptionAggregator errors,
        CancellationTokenSource stop)
        : XunitTestRunner(test, bus, testClass, made, method, [], skipReason, around, errors, stop)
    {
        // As the base class does, but there is an output even when the constructor does not ask for one. What
        // xunit passes for it is not the output but a function that makes one.
        protected override async Task<Tuple<decimal, string>> InvokeTestAsync(ExceptionAggregator aggregator)
        {
            var output = new TestOutputHelper();
            output.Initialize(MessageBus, Test);
            object[] arguments =
                [.. ConstructorArguments.Select(one =>
                    one is Func<TestOutputHelper> or TestOutputHelper ? output : one)];
            decimal seconds = await new Invoker(
                output, Test, MessageBus, TestClass, arguments, TestMethod, BeforeAfterAttributes, aggregator,
                CancellationTokenSource).RunAsync();
            string text = output.Output;
            output.Uninitialize();
            return Tuple.Create(seconds, text);
        }
    }

    private sealed class Invoker(
        TestOutputHelper output, ITest test, IMessageBus bus, Type testClass, object[] made,
        MethodInfo method,
        IReadOnlyList<BeforeAfterTestAttribute> around, ExceptionAggregator errors,
        CancellationTokenSource stop)
        : XunitTestInvoker(test, bus, testClass, made, method, [], around, errors, stop)
    {
        protected override async Task<decimal> InvokeTestMethodAsync(object testClassInstance)
        {
            await Aggregator.RunAsync(() => Timer.AggregateAsync(() =>
                new PropertyRun(
                    TestMethod,
                    testClassInstance,
                    PropertySettings.Of(TestMethod, TestClass, RunSettings.Current),
                    output.WriteLine,
                    HangLog.OfProcess).RunAsync()));
            return Timer.Total;
        }
    }
}
