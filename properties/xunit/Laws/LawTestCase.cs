using System.ComponentModel;
using MmVerify.Spec;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace MmVerify.Xunit;

/// <summary>One law about one implementation as a test, named by the law's id and statement.</summary>
public sealed class LawTestCase : XunitTestCase
{
    private string prefix = "";

    /// <summary>Is called by whoever reads a test that was written down.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [Obsolete("only for reading a test that was written down")]
    public LawTestCase()
    {
    }

    /// <summary>Makes a test.</summary>
    /// <param name="sink">Takes diagnostics.</param>
    /// <param name="display">See the base class.</param>
    /// <param name="options">See the base class.</param>
    /// <param name="testMethod">The method of <see cref="LawTests"/>.</param>
    /// <param name="implementation">The implementation.</param>
    /// <param name="lawId">The law.</param>
    /// <param name="prefix">What stands before the law's id in the name.</param>
    public LawTestCase(
        IMessageSink sink,
        TestMethodDisplay display,
        TestMethodDisplayOptions options,
        ITestMethod testMethod,
        Type implementation,
        string lawId,
        string prefix)
        : base(sink, display, options, testMethod, [implementation, lawId]) => this.prefix = prefix;

    /// <summary>Where the law stands in the teaching order.</summary>
    internal int Place => Chapters.Laws.Index().First(one => one.Item.Law.Id == LawId).Index;

    private string LawId => (string)TestMethodArguments[1];

    /// <inheritdoc/>
    public override void Serialize(IXunitSerializationInfo data)
    {
        base.Serialize(data);
        data.AddValue(nameof(prefix), prefix);
    }

    /// <inheritdoc/>
    public override void Deserialize(IXunitSerializationInfo data)
    {
        prefix = data.GetValue<string>(nameof(prefix)); // first: the base class makes the name at once
        base.Deserialize(data);
    }

    /// <inheritdoc/>
    public override async Task<RunSummary> RunAsync(
        IMessageSink diagnosticMessageSink,
        IMessageBus messageBus,
        object[] constructorArguments,
        ExceptionAggregator aggregator,
        CancellationTokenSource cancellationTokenSource)
    {
        using var bus = new SkippingBus(messageBus);
        RunSummary summary = await base.RunAsync(
            diagnosticMessageSink, bus, constructorArguments, aggregator, cancellationTokenSource);
        summary.Failed -= bus.SkippedCount;
        summary.Skipped += bus.SkippedCount;
        return summary;
    }

    /// <inheritdoc/>
    protected override string GetDisplayName(IAttributeInfo factAttribute, string displayName) =>
        $"{prefix}{LawId}: {Chapters.FindLaw(LawId)?.Statement}";

    /// <inheritdoc/>
    protected override void Initialize()
    {
        base.Initialize();
        Traits["Law"] = [LawId];
    }
}

/// <summary>
/// Passes messages on; a test that ended by <see cref="SkippedLawException"/> is told of as skipped.
/// </summary>
internal sealed class SkippingBus(IMessageBus inner) : IMessageBus
{
    /// <summary>How many tests it made skipped.</summary>
    public int SkippedCount { get; private set; }

    /// <inheritdoc/>
    public bool QueueMessage(IMessageSinkMessage message)
    {
        if (message is ITestFailed failed && failed.ExceptionTypes[0] == typeof(SkippedLawException).FullName)
        {
            SkippedCount++;
            return inner.QueueMessage(new TestSkipped(failed.Test, failed.Messages[0]));
        }

        return inner.QueueMessage(message);
    }

    // The bus belongs to the runner.
    public void Dispose()
    {
    }
}
