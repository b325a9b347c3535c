using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using FsCheck;
using FsCheck.Fluent;
using MmVerify.Xunit;
using Xunit.Sdk;

namespace MmVerify.Properties.Tests;

/// <summary>What becomes of properties that hold, that do not, and that never return.</summary>
public sealed class PropertyRunTests : IDisposable
{
    private readonly Samples samples = new();
    private readonly List<string> printed = [];

    public void Dispose() => samples.Dispose();

    [Theory]
    [InlineData(nameof(Samples.ReturnsTrue))]
    [InlineData(nameof(Samples.ReturnsNothing))]
    [InlineData(nameof(Samples.ReturnsAProperty))]
    [InlineData(nameof(Samples.ReturnsATask))]
    [InlineData(nameof(Samples.ReturnsATaskOfBool))]
    public async Task WhatAPropertyMayReturnIsUnderstood(string name)
    {
        await Run(name);
        Assert.StartsWith("ok, 100 tests (seed ", Assert.Single(printed), StringComparison.Ordinal);
        Assert.Equal(100, samples.Calls);
    }

    [Fact]
    public async Task WhatAPropertyMayNotReturnIsNamed() =>
        Assert.Contains(
            "a property returns bool, nothing, Property or a task of these, not String",
            await MessageOf(nameof(Samples.ReturnsText)),
            StringComparison.Ordinal);

    [Fact]
    public async Task AFalsePropertyShowsItsArgumentsShrunkAndHowToSeeItAgain()
    {
        string message = await MessageOf(nameof(Samples.SumsAreSmall), "1,3");
        Assert.Matches(
            @"^falsified after \d+ tests\n\n  arguments\n    10\n    \[\]\n  shrunk in \d+ steps? from\n",
            message);
        Assert.Matches(
            @"again   dotnet test -e MMVERIFY_REPLAY=\S+\.SumsAreSmall=\d+,\d+,\d+ "
                + @"--filter FullyQualifiedName=\S+SumsAreSmall\n",
            message);
    }

    [Fact]
    public async Task ThePrintedReplayIsThatOneCase()
    {
        string message = await MessageOf(nameof(Samples.SumsAreSmall), "1,3");
        string replay = message.Split("Replay = \"")[1].Split('"')[0];
        string again = await MessageOf(nameof(Samples.SumsAreSmall), replay);
        Assert.StartsWith("falsified after 1 test\n", again, StringComparison.Ordinal);
        Assert.Equal(
            message[message.IndexOf("arguments", StringComparison.Ordinal)..],
            again[again.IndexOf("arguments", StringComparison.Ordinal)..]);
    }

    [Fact]
    public async Task AnExceptionIsShownWithItsFrames()
    {
        LessonException exception =
            await Assert.ThrowsAsync<LessonException>(() => Run(nameof(Samples.Throws)));
        Assert.Contains(
            "  with\n    InvalidTimeZoneException: never here\n", exception.Message,
            StringComparison.Ordinal);
        Assert.Contains(nameof(Samples.Throws), exception.StackTrace, StringComparison.Ordinal);
        Assert.DoesNotContain("FsCheck.", exception.StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LabelsAreShown() =>
        Assert.StartsWith(
            "falsified after 1 test: too small\n", await MessageOf(nameof(Samples.Labelled)),
            StringComparison.Ordinal);

    [Fact]
    public async Task APreconditionThatIsSeldomMetExhausts() =>
        Assert.Equal(
            "exhausted: only 0 of 100 cases met the precondition before 1000 were rejected; "
                + "generate such cases instead of waiting for them",
            await MessageOf(nameof(Samples.NeverMet)));

    [Fact]
    public async Task ShrinkingIsBounded()
    {
        await MessageOf(nameof(Samples.NeverTrue));
        Assert.InRange(samples.Calls, 2, 2100);
    }

    [Fact]
    public async Task AHungPropertyShowsItsArgumentsAndNothingIsRunAfterIt()
    {
        var hangs = new HangLog();
        string message = await MessageOf(nameof(Samples.Hangs), hangs: hangs);
        Assert.Matches(
            @"^did not return within .*, in call 1\n\n  arguments\n    -?\d+\n\n  again ", message);
        Assert.EndsWith(
            $"not run: {typeof(Samples).FullName}.Hangs did not return, and its thread cannot be stopped",
            await MessageOf(nameof(Samples.SumsAreSmall), hangs: hangs),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task AVerbosePropertyPrintsEveryCaseAndAQuietOneNothing()
    {
        await Run(nameof(Samples.Verbose));
        Assert.Equal(3, printed.Count);
        Assert.StartsWith("1:\n    ", printed[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task SeveralThreadsTryEveryCase()
    {
        await Run(nameof(Samples.OnTwoThreads));
        Assert.Equal(100, samples.Calls);
    }

    private Task Run(string name, string? replay = null, HangLog? hangs = null)
    {
        MethodInfo method = typeof(Samples).GetMethod(name)!;
        PropertySettings settings =
            PropertySettings.Of(method, typeof(Samples), new RunSettings(null, 1, null, null));
        settings = replay is null ? settings : settings with { Seed = ReplaySeed.Parse(replay) };
        return new PropertyRun(method, samples, settings, printed.Add, hangs ?? new HangLog()).RunAsync();
    }

    private async Task<string> MessageOf(string name, string? replay = null, HangLog? hangs = null) =>
        (await Assert.ThrowsAsync<LessonException>(() => Run(name, replay, hangs))).Message;

    [SuppressMessage("Usage", "xUnit1000", Justification = "the runner must not find what is meant to fail")]
    private sealed class Samples : IDisposable
    {
        private readonly ManualResetEventSlim never = new();
        private int calls;

        public int Calls => calls;

        [Property]
        public bool ReturnsTrue(int number) => Count(number) == number;

        [Property]
        public void ReturnsNothing(string text) => Count(text);

        [Property]
        public Property ReturnsAProperty(int number) => (Count(number) == number).ToProperty();

        [Property]
        public async Task ReturnsATask(int number)
        {
            await Task.Yield();
            Count(number);
        }

        [Property]
        public async Task<bool> ReturnsATaskOfBool(int number)
        {
            await Task.Yield();
            return Count(number) == number;
        }

        [Property]
        public string ReturnsText(int number) => $"{number}";

        [Property]
        public bool SumsAreSmall(int number, int[] others) =>
            number + others.Count(static one => one > 1000) < 10;

        [Property]
        public void Throws(int _) => throw new InvalidTimeZoneException("never here");

        [Property]
        public Property Labelled(int _) => false.Label("too small");

        [Property]
        public Property NeverMet(int number) =>
            Prop.When(true, static () => false.ToProperty()).When(number > int.MaxValue - 1);

        [Property(StartSize = 90)]
        public bool NeverTrue(int[] numbers) => Count(numbers.Length) < 2;

        [Property(Timeout = 100)]
        public void Hangs(int _) => never.Wait();

        [Property(MaxTest = 3, Verbose = true, QuietOnSuccess = true)]
        public bool Verbose(int _) => true;

        [Property(Parallelism = 2)]
        public bool OnTwoThreads(int number) => Count(number) == number;

        public void Dispose()
        {
            never.Set();
            never.Dispose();
        }

        private T Count<T>(T value)
        {
            Interlocked.Increment(ref calls);
            return value;
        }
    }
}
