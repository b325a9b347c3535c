using System.Text.Json;

namespace MmVerify.Grader.Tests;

/// <summary>Gradescope's rules (gradescope/autograder_samples, docs/specs.md).</summary>
public sealed class GradescopeTests
{
    public static TheoryData<string> Names => FormatGrades.Names;

    // The top-level score overrides the sum; a student who adds up must not find another one.
    [Theory]
    [MemberData(nameof(Names))]
    public void TheTestsAddUpToTheScore(string name)
    {
        JsonElement results = Written(FormatGrades.Of(name));
        Assert.Equal(
            results.GetProperty("score").GetDouble(),
            results.GetProperty("tests").EnumerateArray()
                .Sum(static one => one.GetProperty("score").GetDouble()));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void NothingIsHiddenAndNothingIsMarkup(string name)
    {
        JsonElement results = Written(FormatGrades.Of(name));
        Assert.Equal("visible", results.GetProperty("visibility").GetString());
        Assert.Equal("text", results.GetProperty("output_format").GetString());
        Assert.Equal("text", results.GetProperty("test_output_format").GetString());
        Assert.Equal("text", results.GetProperty("test_name_format").GetString());
        Assert.All(results.GetProperty("tests").EnumerateArray(), static test =>
        {
            Assert.False(test.TryGetProperty("visibility", out _));
            Assert.False(test.TryGetProperty("output_format", out _));
        });
    }

    [Theory]
    [InlineData("broken", "BUDDY-MERGE", "failed", "2 of order 0, 1 of order 1")]
    [InlineData("broken", "BUDDY-COST", "failed", "Spoke about 3 steps; 20 are needed.")]
    [InlineData("broken", "BUDDY-ALIGN", "passed", "BUDDY-ALIGN holds")]
    [InlineData("does not compile", "COMPILES", "failed", "src/BuddyAllocator.cs(32,17): CS1002: ; expected")]
    [InlineData("measured", "BUDDY-MUTATION", "failed", "50 of 70 mutants were noticed.")]
    [InlineData("measured", "BUDDY-COVERAGE", "passed", "118 of 120 lines ran.")]
    public void ATestSays(string grade, string id, string status, string words)
    {
        JsonElement test = Written(FormatGrades.Of(grade)).GetProperty("tests").EnumerateArray()
            .Single(one => one.GetProperty("extra_data").GetProperty("id").GetString() == id);
        Assert.Equal(status, test.GetProperty("status").GetString());
        Assert.Contains(words, test.GetProperty("output").GetString());
    }

    private static JsonElement Written(Grade grade) =>
        JsonDocument.Parse(new GradescopeFormat().Write(grade, ReportOptions.None)).RootElement;
}
