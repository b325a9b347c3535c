using System.Diagnostics;

namespace MmVerify.Grader.Tests;

public sealed class SubmissionCompilerTests : IDisposable
{
    private const string Small = "public static class Subject { public static string Run() => \"ran\"; }";
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("compile-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void ASubmissionIsCompiledInAnotherProcess()
    {
        var answered = Assert.IsType<CompileOutcome.Answered>(Compile(Sources(Small)));

        Assert.True(answered.Answer.IsInstrumented);
        Assert.Equal("ran", Subject.Run(answered.Answer.Image).Result);
    }

    [Fact]
    public void TheSameSourcesGiveTheSameBytesWhereverTheyLie()
    {
        string deeper = Path.Combine(folder.FullName, "deep/er");
        Directory.CreateDirectory(deeper);
        File.WriteAllText(Path.Combine(deeper, "File0.cs"), Small);

        byte[] here = Image(Compile(Sources(Small)));
        byte[] there = Image(Compile(SourceFolder.Read(deeper)));

        Assert.Equal(here, there);
        Assert.Equal(here, Subject.Compile(Small).Image.ToArray());
    }

    public static TheoryData<string> Bombs =>
        ["parentheses", "lambdas", "constant", "interpolations", "terms"];

    [Theory]
    [MemberData(nameof(Bombs))]
    public void ABombTakesNothingDownButItsCompiler(string bomb)
    {
        CompileBudget budget = new(TimeSpan.FromSeconds(3), TimeSpan.FromMinutes(1));
        Stopwatch watch = Stopwatch.StartNew();

        CompileOutcome outcome = Compile(Sources(Bomb(bomb)), PlainCompilerProcess.Start, budget);

        Assert.True(watch.Elapsed < budget.WallTime, $"{watch.Elapsed}");
        Assert.IsType<CompileOutcome.TooMuch>(outcome);
    }

    [Fact]
    public void WorkWithoutEndIsTooMuch()
    {
        using FakeProcess endless = new() { Spends = TimeSpan.FromSeconds(1) };

        CompileOutcome outcome = Compile(Sources(Small), () => endless);

        var tooMuch = Assert.IsType<CompileOutcome.TooMuch>(outcome);
        Assert.StartsWith("the compiler worked for 10 seconds", tooMuch.Reason, StringComparison.Ordinal);
        Assert.True(endless.IsKilled);
    }

    [Fact]
    public void WaitingWithoutEndIsAFailure()
    {
        CompileBudget budget = new(TimeSpan.FromSeconds(10), TimeSpan.FromMilliseconds(200));

        CompileOutcome outcome = Compile(Sources(Small), static () => new FakeProcess(), budget);

        Assert.Contains("no answer within 0.2 seconds", Assert.IsType<CompileOutcome.Failed>(outcome).Reason);
    }

    [Fact]
    public void ALongAnswerOfNonsenseIsAFailure()
    {
        using FakeProcess liar = new() { Says = [0xff, 0xff, 0xff, 0x7f] };

        CompileOutcome outcome = Compile(Sources(Small), () => liar);

        Assert.Contains("cannot be read", Assert.IsType<CompileOutcome.Failed>(outcome).Reason);
    }

    [Theory]
    [InlineData(1, typeof(CompileOutcome.Answered))]
    [InlineData(2, typeof(CompileOutcome.TooMuch))]
    [InlineData(3, typeof(CompileOutcome.Failed))]
    public void ASubmissionIsBlamedForADeathOnlyWhereAControlLives(int deaths, Type expected)
    {
        int starts = 0;

        CompileOutcome outcome = Compile(Sources(Small), () =>
            starts++ < deaths ? new FakeProcess { Says = [1] } : PlainCompilerProcess.Start());

        Assert.IsType(expected, outcome);
        Assert.Equal(int.Min(deaths + 1, 3), starts);
    }

    private static CompileOutcome Compile(
        SourceFolder sources,
        Func<ICompilerProcess>? start = null,
        CompileBudget? budget = null) =>
        SubmissionCompiler.Compile(
            sources,
            start ?? PlainCompilerProcess.Start,
            budget ?? CompileBudget.Default);

    private static byte[] Image(CompileOutcome outcome) =>
        Assert.IsType<CompileOutcome.Answered>(outcome).Answer.Image.ToArray();

    private SourceFolder Sources(string text)
    {
        string path = Path.Combine(folder.FullName, "File0.cs");
        File.WriteAllText(path, text);
        return SourceFolder.Read(path);
    }

    private static string Bomb(string name) => name switch
    {
        "parentheses" => $"class C {{ int M() => {Repeat("(", 20_000)}1{Repeat(")", 20_000)}; }}",
        "terms" => $"class C {{ int M(int x) => {Repeat("x + ", 200_000)}1; }}",
        "interpolations" => $"class C {{ string M() => {Repeat("$\"{", 40)}1{Repeat("}\"", 40)}; }}",
        "constant" => "class Bomb { const string A = \"0123456789abcdef\";" + string.Concat(
            Enumerable.Range('A', 13).Select(static c =>
                $"const string {(char)(c + 1)} = {(char)c} + {(char)c} + {(char)c} + {(char)c};")) + "}",
        _ => "using System; class C { " + string.Concat(Enumerable.Range(0, 6).Select(static i =>
                $"static void F(Action<C{i}> f) {{ }}" +
                $"class C{i} {{ public int P; }}")) +
            $"void M() {{ {Repeat("F(a => { ", 9)}a.P(); {Repeat("});", 9)} }} }}",
    };

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
