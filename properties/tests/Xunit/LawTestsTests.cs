using System.Reflection;
using MmVerify.Spec;
using MmVerify.Specimens.Buddy;
using MmVerify.Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace MmVerify.Properties.Tests;

/// <summary>Laws become tests with names, and their ends become passes, failures and skips.</summary>
public sealed class LawTestsTests
{
    private const string Merge =
        "BUDDY-MERGE: No two free blocks are each other's buddy, below the largest order.";

    [Fact]
    public void EachLawThatIsOnBecomesOneTestWithItsNameAndStatement()
    {
        List<IXunitTestCase> tests = Discover(typeof(OneClass));
        Assert.Equal(BuddyLaws.All.Count(static law => !law.IsPolicy), tests.Count);
        Assert.Contains(
            tests, static test => test.DisplayName == Merge && test.Traits["Law"].Single() == "BUDDY-MERGE");
        Assert.Equal(tests.Count, tests.Select(static test => test.UniqueID).Distinct().Count());
    }

    [Fact]
    public void WhereThereAreSeveralImplementationsTheirNamesComeFirst()
    {
        List<IXunitTestCase> tests = Discover(typeof(TwoClasses));
        Assert.Contains(tests, static test => test.DisplayName == $"{nameof(ForgetsToMerge)} {Merge}");
        Assert.Contains(tests, static test => test.DisplayName == $"{nameof(QueueBuddy)} {Merge}");
    }

    [Fact]
    public void ATestIsTheSameAfterItWasWrittenDown()
    {
        foreach (IXunitTestCase test in Discover(typeof(TwoClasses)))
        {
            var read = SerializationHelper.Deserialize<IXunitTestCase>(SerializationHelper.Serialize(test));
            Assert.Equal(test.DisplayName, read.DisplayName);
            Assert.Equal(test.UniqueID, read.UniqueID);
            Assert.Equal(test.TestMethodArguments, read.TestMethodArguments);
        }
    }

    [Fact]
    public async Task AClassWithoutAContractIsAnErrorThatNamesTheContracts()
    {
        IXunitTestCase test = Assert.Single(Discover(typeof(NoContract)));
        ITestFailed failed =
            Assert.IsAssignableFrom<ITestFailed>(
                (await Run(test)).Single(static one => one is ITestResultMessage));
        Assert.Equal(
            "String implements no contract; there are: "
                + string.Join(", ", Chapters.All.Select(static chapter => chapter.Contract.Name)),
            failed.Messages.Single());
    }

    [Fact]
    public async Task ALawThatHoldsPassesAndOneThatDoesNotFailsWithItsLesson()
    {
        List<IXunitTestCase> tests = Discover(typeof(TwoClasses));
        Assert.IsAssignableFrom<ITestPassed>(await ResultOf(tests, "ForgetsToMerge BUDDY-ALIGN"));
        var failed = (ITestFailed)await ResultOf(tests, "ForgetsToMerge BUDDY-MERGE");
        Assert.StartsWith("BUDDY-MERGE does not hold: ", failed.Messages.Single(), StringComparison.Ordinal);
        Assert.Matches(
            @"\n  again     dotnet test -e MMVERIFY_REPLAY=Buddy1-[\w-]+ --filter DisplayName~BUDDY-MERGE\n$",
            failed.Messages.Single());
    }

    [Fact]
    public async Task ALawOfWhichNothingCanBeKnownHereIsSkipped()
    {
        var skipped = (ITestSkipped)await ResultOf(Discover(typeof(OneClass)), "BUDDY-COST");
        Assert.Contains("steps", skipped.Reason, StringComparison.Ordinal);
    }

    private static async Task<IMessageSinkMessage> ResultOf(List<IXunitTestCase> tests, string start)
    {
        IXunitTestCase test =
            tests.Single(test => test.DisplayName.StartsWith(start, StringComparison.Ordinal));
        return (await Run(test)).Single(static message => message is ITestResultMessage);
    }

    private static async Task<IReadOnlyList<IMessageSinkMessage>> Run(IXunitTestCase test)
    {
        using var bus = new Messages();
        using var stop = new CancellationTokenSource();
        RunSummary summary =
            await test.RunAsync(new NullMessageSink(), bus, [], new ExceptionAggregator(), stop);
        Assert.Equal(1, summary.Total);
        Assert.Equal(bus.All.Count(static message => message is ITestFailed), summary.Failed);
        Assert.Equal(bus.All.Count(static message => message is ITestSkipped), summary.Skipped);
        return bus.All;
    }

    private static List<IXunitTestCase> Discover(Type testClass)
    {
        var assembly = new TestAssembly(Reflector.Wrap(testClass.Assembly));
        var type = new TestClass(new TestCollection(assembly, null, "laws"), Reflector.Wrap(testClass));
        MethodInfo method = testClass.GetMethod(nameof(LawTests.Law))!;
        IAttributeInfo attribute = Reflector.Wrap(method).GetCustomAttributes(typeof(LawsAttribute)).Single();
        return [.. new LawsDiscoverer(new NullMessageSink()).Discover(
            new NoOptions(), new TestMethod(type, Reflector.Wrap(method)), attribute)];
    }

    private sealed class NoOptions : ITestFrameworkDiscoveryOptions
    {
        public TValue? GetValue<TValue>(string name) => default;

        public void SetValue<TValue>(string name, TValue value) => throw new NotSupportedException(name);
    }

    private sealed class Messages : IMessageBus
    {
        public List<IMessageSinkMessage> All { get; } = [];

        public bool QueueMessage(IMessageSinkMessage message)
        {
            All.Add(message);
            return true;
        }

        public void Dispose()
        {
        }
    }

    // Private classes are not found by the runner, so what fails here fails only where it is asked to.
    private sealed class OneClass : LawsOf<QueueBuddy>;

    private sealed class NoContract : LawsOf<string>;

    private sealed class TwoClasses : LawTests
    {
        public override IReadOnlyList<Type> Implementations => [typeof(ForgetsToMerge), typeof(QueueBuddy)];
    }
}
