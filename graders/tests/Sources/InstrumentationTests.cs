using MmVerify.Compiler;

namespace MmVerify.Grader.Tests;

[Collection(nameof(Counted))]
public class InstrumentationTests
{
    public static TheoryData<string> Samples => [.. SyntaxSamples.All.Keys];

    [Theory]
    [MemberData(nameof(Samples))]
    public void CountingChangesNoResult(string sample)
    {
        string source = SyntaxSamples.All[sample];

        (string plain, long noSteps) = Subject.Run(Subject.Emit(source, isCounting: false).Image);
        (string counting, long steps) = Subject.Run(Subject.Emit(source, isCounting: true).Image);

        Assert.Equal(plain, counting);
        Assert.Equal(0, noSteps);
        Assert.True(steps > 3, $"{steps} steps");
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void CountingMovesNoLine(string sample)
    {
        byte[] source = System.Text.Encoding.UTF8.GetBytes(SyntaxSamples.All[sample]);
        ParsedSource parsed = new(new SourceFile("a.cs", source));
        EditedSource edited = new(parsed, FuelEdits.Of(parsed));

        string[] before = parsed.Text.ToString().Split('\n');
        string[] after = edited.Tree.GetText().ToString().Split('\n');

        Assert.Equal(before.Length, after.Length);
        foreach (Microsoft.CodeAnalysis.SyntaxToken token in edited.Tree.GetRoot().DescendantTokens())
        {
            SourcePlace place = edited.PlaceOf(token.SpanStart);
            Assert.Equal(token.GetLocation().GetLineSpan().StartLinePosition.Line + 1, place.Line);
        }
    }

    [Fact]
    public void EveryPlaceIsTheOneInTheStudentsText()
    {
        byte[] source = "class C { int P => 12345; int M() { while (true) Q(); } }"u8.ToArray();
        ParsedSource parsed = new(new SourceFile("a.cs", source));
        EditedSource edited = new(parsed, FuelEdits.Of(parsed));
        string after = edited.Tree.GetText().ToString();
        string before = parsed.Text.ToString();

        foreach (string word in (string[])["12345", "M()", "Q()", "while"])
        {
            int at = after.IndexOf(word, StringComparison.Ordinal);
            Assert.Equal(before.IndexOf(word, StringComparison.Ordinal) + 1, edited.PlaceOf(at).Column);
        }
    }

    [Fact]
    public void AStackTraceShowsTheStudentsLine()
    {
        CompileAnswer answer = Subject.Compile("""
            public static class Subject
            {
                public static string Run()
                {
                    foreach (var x in new[] { 1 })
                        if (x == 1)
                            throw new InvalidOperationException();
                    return "";
                }
            }
            """);

        var thrown = Assert.Throws<InvalidOperationException>(() => Subject.Run(answer.Image));

        Assert.Contains("File0.cs:line 7", thrown.StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public void AnErrorThatABlockWouldMendStaysOne()
    {
        CompileAnswer answer = Subject.Compile(
            "class C { void M() { while (true) int x = 1; } int N() { } => 5; }");

        Assert.False(answer.HasImage);
        Assert.Contains(answer.Errors, static error => error.Id == "CS1023");
        Assert.Contains(answer.Errors, static error => error.Id == "CS8057");
    }

    [Fact]
    public void WhatCannotBeCountedIsStillCompiled()
    {
        CompileAnswer answer = Subject.Compile("""
            using Task = System.Threading.Tasks.Task<int>;
            public static class Subject
            {
                static async Task Odd() => await System.Threading.Tasks.Task.FromResult(4);
                public static string Run() => Odd().Result.ToString();
            }
            """);

        Assert.False(answer.IsInstrumented);
        Assert.Equal(("4", 0), Subject.Run(answer.Image));
    }
}
