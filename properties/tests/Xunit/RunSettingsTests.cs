using MmVerify.Xunit;

namespace MmVerify.Properties.Tests;

/// <summary>What the environment may say, and what is said of it when it is wrong.</summary>
public sealed class RunSettingsTests
{
    [Fact]
    public void AnEmptyEnvironmentSaysNothing()
    {
        RunSettings settings = RunSettings.Read(static _ => "");
        Assert.Equal(new RunSettings(null, 1, null, null), settings);
        Assert.Equal(100, settings.Scaled(100));
        Assert.Equal(42UL, settings.SeedNumber(42));
    }

    [Fact]
    public void EachVariableIsRead()
    {
        RunSettings settings = RunSettings.Read(static name => name switch
        {
            "MMVERIFY_SEED" => "7",
            "MMVERIFY_TEST_SCALE" => "0.1",
            "MMVERIFY_REPLAY" => "Buddy1-AAAA",
            "MMVERIFY_TIMEOUT" => "250",
            _ => null,
        });
        Assert.Equal(new RunSettings("7", 0.1, "Buddy1-AAAA", TimeSpan.FromMilliseconds(250)), settings);
        Assert.Equal(10, settings.Scaled(100));
        Assert.Equal(1, settings.Scaled(3));
        Assert.Equal(7UL, settings.SeedNumber(42));
    }

    [Fact]
    public void ASeedMayBeAnyText()
    {
        var settings = new RunSettings("monday", 1, null, null);
        Assert.Equal(RunSettings.Hash("monday"), settings.SeedNumber(42));
        Assert.NotEqual(RunSettings.Hash("monday"), RunSettings.Hash("tuesday"));
    }

    [Theory]
    [InlineData("MMVERIFY_TEST_SCALE", "much", "give a number above 0")]
    [InlineData("MMVERIFY_TEST_SCALE", "0", "give a number above 0")]
    [InlineData("MMVERIFY_TEST_SCALE", "-1", "give a number above 0")]
    [InlineData("MMVERIFY_TEST_SCALE", "NaN", "give a number above 0")]
    [InlineData("MMVERIFY_TIMEOUT", "5s", "give whole milliseconds")]
    [InlineData("MMVERIFY_TIMEOUT", "-1", "give whole milliseconds")]
    public void AWrongValueIsNamedWithWhatToGive(string variable, string value, string advice)
    {
        FormatException exception = Assert.Throws<FormatException>(
            () => RunSettings.Read(name => name == variable ? value : null));
        Assert.StartsWith($"{variable} is '{value}': {advice}", exception.Message, StringComparison.Ordinal);
    }

    // The start of every property follows from this, so its numbers must stay what they are.
    [Fact]
    public void TheHashIsFnv() => Assert.Equal(0xaf63dc4c8601ec8c, RunSettings.Hash("a"));
}
