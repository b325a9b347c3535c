using System.Diagnostics.CodeAnalysis;
using MmVerify.Xunit;

namespace MmVerify.Properties.Tests;

/// <summary>What the attributes around a property say of it.</summary>
public sealed class PropertySettingsTests
{
    private static readonly RunSettings Nothing = new(null, 1, null, null);

    [Theory]
    [InlineData("12,3", "12,3")]
    [InlineData(" ( 12 , 3 ) ", "12,3")]
    [InlineData("18446744073709551615,7,40", "18446744073709551615,7,40")]
    public void AReplayIsRead(string text, string read) =>
        Assert.Equal(read, ReplaySeed.Parse(text).ToString());

    [Theory]
    [InlineData("", "it has one part")]
    [InlineData("12", "it has one part")]
    [InlineData("1,3,5,7", "it has 4 parts")]
    [InlineData("x,3", "the seed 'x' is no number")]
    [InlineData("-1,3", "the seed '-1' is no number")]
    [InlineData("1,2", "the gamma '2' is no odd number")]
    [InlineData("1,x", "the gamma 'x' is no odd number")]
    [InlineData("1,3,x", "the size 'x' is no whole number")]
    [InlineData("1,3,", "the size '' is no whole number")]
    public void AReplayThatIsNoneSaysWhy(string text, string why)
    {
        FormatException exception = Assert.Throws<FormatException>(() => ReplaySeed.Parse(text));
        Assert.Equal(
            $"the replay '{text}' cannot be used: {why}",
            exception.Message.Split(" from 0 to", 2)[0].Split("; copy", 2)[0]);
    }

    [Fact]
    public void WhereNothingIsSaidFsChecksDefaultsHold()
    {
        PropertySettings settings = Of<Plain>(nameof(Plain.Holds));
        Assert.Equal(
            (100, 1000, 1, 100, 1, false, false),
            (settings.MaxTest, settings.MaxRejected, settings.StartSize, settings.EndSize,
                settings.Parallelism,
                settings.IsVerbose, settings.IsQuiet));
        Assert.Equal(TimeSpan.FromSeconds(5), settings.Limit);
        Assert.Null(settings.Seed.Size);
    }

    [Fact]
    public void TheInnermostThatSaysSomethingHolds()
    {
        PropertySettings settings = Of<Said.Inner>(nameof(Said.Inner.Holds));
        Assert.Equal(7, settings.MaxTest);
        Assert.Equal(50, settings.EndSize);
        Assert.Equal(5, settings.StartSize);
        Assert.Equal([typeof(string), typeof(int)], settings.Arbitraries);
        Assert.Equal(TimeSpan.FromMilliseconds(900), settings.Limit);
    }

    [Fact]
    public void TwoPropertiesStartDifferentlyAndTwoRunsTheSame()
    {
        Assert.Equal(Of<Plain>(nameof(Plain.Holds)).Seed, Of<Plain>(nameof(Plain.Holds)).Seed);
        Assert.NotEqual(Of<Plain>(nameof(Plain.Holds)).Seed, Of<Plain>(nameof(Plain.HoldsToo)).Seed);
        Assert.NotEqual(
            Of<Plain>(nameof(Plain.Holds)).Seed,
            Of<Plain>(nameof(Plain.Holds), Nothing with { Seed = "1" }).Seed);
    }

    [Fact]
    public void AReplayOfTheEnvironmentIsForOnePropertyOnly()
    {
        RunSettings run = Nothing with { Replay = $"{typeof(Plain).FullName}.{nameof(Plain.Holds)}=1,3,5" };
        Assert.Equal(new ReplaySeed(1, 3, 5), Of<Plain>(nameof(Plain.Holds), run).Seed);
        Assert.Null(Of<Plain>(nameof(Plain.HoldsToo), run).Seed.Size);
    }

    [Fact]
    public void TheScaleOfTheRunIsAppliedAndItsLimitWins()
    {
        PropertySettings settings = Of<Plain>(
            nameof(Plain.Holds), Nothing with { Scale = 0.1, CpuLimit = TimeSpan.FromSeconds(1) });
        Assert.Equal((10, 100), (settings.MaxTest, settings.MaxRejected));
        Assert.Equal(TimeSpan.FromSeconds(1), settings.Limit);
    }

    private static PropertySettings Of<T>(string method, RunSettings? run = null) =>
        PropertySettings.Of(typeof(T).GetMethod(method)!, typeof(T), run ?? Nothing);

    [SuppressMessage("Usage", "xUnit1000", Justification = "nobody but this test is to look at it")]
    private sealed class Plain
    {
        [Property]
        public bool Holds() => true;

        [Property]
        public bool HoldsToo() => true;
    }

    [SuppressMessage("Usage", "xUnit1000", Justification = "the same")]
    [Properties(MaxTest = 3, EndSize = 50, Arbitrary = [typeof(string)])]
    private static class Said
    {
        [SuppressMessage("Usage", "xUnit1000", Justification = "the same")]
        [Properties(MaxTest = 4, StartSize = 5)]
        internal sealed class Inner
        {
            [Property(MaxTest = 7, Timeout = 900, Arbitrary = [typeof(int)])]
            public bool Holds() => true;
        }
    }
}
