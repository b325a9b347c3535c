using MmVerify.Compiler;

namespace MmVerify.Grader.Tests;

public class ScreenTests
{
    // One of the samples compiles an expression tree, another opens a stream.
    public static TheoryData<string> Samples =>
        [.. SyntaxSamples.All.Keys.Except(["lambdas", "exceptions and locks"])];

    [Theory]
    [MemberData(nameof(Samples))]
    public void OrdinaryCodeIsFoundFaultlessWith(string sample) =>
        Assert.Empty(Subject.Compile(SyntaxSamples.All[sample]).Findings);

    [Theory]
    [InlineData("int[] a = [3, 1]; Array.Sort(a); Span<int> s = stackalloc int[4]; s.Fill(2); a.CopyTo(s);")]
    [InlineData("List<int> l = [1, .. Enumerable.Range(2, 3)]; l.Sort(); IReadOnlyList<int> r = [1, 2];")]
    [InlineData("var g = new[] { 1, 2 }.GroupBy(x => x % 2).ToDictionary(x => x.Key, x => x.ToList());")]
    [InlineData("var s = $\"{1:x} {n} {typeof(int).Name}\"; s = string.Join(',', s.Split(' '));")]
    [InlineData("ReadOnlySpan<int> p = [1, 2, 3]; ReadOnlySpan<string> q = [\"a\", \"b\"]; _ = p[^1];")]
    [InlineData("var q = new PriorityQueue<int, int>(); var b = new System.Collections.BitArray(9);")]
    [InlineData("_ = System.Numerics.BitOperations.PopCount(8u); _ = Math.Max(1, 2); _ = ulong.Log2(8);")]
    [InlineData("Interlocked.Increment(ref n); lock (o) Volatile.Write(ref n, 2); new Thread(() => { });")]
    [InlineData("Console.WriteLine(n); throw new ArgumentException(nameof(n));")]
    [InlineData("switch (\"x\") { case \"a\": case \"b\": case \"c\": case \"d\": case \"e\": break; }")]
    [InlineData("var (a, b) = (1, \"x\"); _ = (a, b) == (2, b); _ = (a, b, 1, 2, 3, 4, 5, 6, 7).Item9;")]
    [InlineData("System.Collections.Immutable.ImmutableArray<int> i = [1, 2]; HashSet<int> h = [.. i];")]
    [InlineData("byte[] z = GC.AllocateUninitializedArray<byte>(4); z = [.. \"a\"u8];")]
    [InlineData("var e = MmVerify.Spec.Errno.ENOMEM; _ = e.ToString();")]
    [InlineData("var r = new { A = 1, B = o }; _ = r with { A = 2 }; _ = HashCode.Combine(1, r);")]
    [InlineData("int[] a = [1, 2]; _ = a[..1]; foreach (ref var x in a.AsSpan()) x++; _ = a is [1, ..];")]
    public void OrdinaryStatementsAreFoundFaultless(string statements) =>
        Assert.Empty(Subject.Compile(InBody(statements)).Findings);

    [Theory]
    [InlineData("File.ReadAllText(\"x\");", "System.IO.File.ReadAllText", "access to files and streams")]
    [InlineData("new HttpClient();", "System.Net.Http.HttpClient", "access to the network")]
    [InlineData(
        "System.Diagnostics.Process.Start(\"x\");",
        "System.Diagnostics.Process.Start",
        "starting processes")]
    [InlineData("typeof(int).GetMethods();", "System.Type.GetMethods", "reflection")]
    [InlineData(
        "Environment.Exit(0);",
        "System.Environment.Exit",
        "control of the process and its environment")]
    [InlineData("GC.Collect();", "System.GC.Collect", "control of the garbage collector")]
    [InlineData("Console.SetOut(null!);", "System.Console.SetOut", "console redirection")]
    [InlineData(
        "System.Runtime.CompilerServices.Unsafe.As<string>(o);",
        "System.Runtime.CompilerServices.Unsafe.As",
        "raw memory")]
    [InlineData(
        "System.Runtime.InteropServices.Marshal.AllocHGlobal(8);",
        "System.Runtime.InteropServices.Marshal.AllocHGlobal",
        "native code and raw memory")]
    [InlineData(
        "new System.Diagnostics.StackTrace();",
        "System.Diagnostics.StackTrace",
        "looking at who calls")]
    [InlineData("MmVerify.Spec.Fuel.Fill(9);", "MmVerify.Spec.Fuel.Fill", "the grader's count of steps")]
    [InlineData("_ = MmVerify.Spec.Fuel.Left;", "MmVerify.Spec.Fuel.get_Left", "the grader's count of steps")]
    [InlineData("MmVerify.Spec.Fuel.Tick();", "MmVerify.Spec.Fuel.Tick", "the grader's count of steps")]
    [InlineData(
        "try { n = 1 / n; } catch (MmVerify.Spec.OutOfFuelException) { }",
        "MmVerify.Spec.OutOfFuelException",
        "the grader's count of steps")]
    [InlineData("_ = __makeref(n);", "System.TypedReference", "raw memory")]
    [InlineData("new List<System.IO.Stream>();", "System.IO.Stream", "access to files and streams")]
    public void AUseOutsideTheListIsNamedWithItsLine(string statement, string api, string why)
    {
        CompileAnswer answer = Subject.Compile(InBody(statement));

        Assert.Empty(answer.Errors);
        ScreenFinding finding = Assert.Single(answer.Findings);
        Assert.Equal((api, why), (finding.Api, finding.Why));
        Assert.Equal(("File0.cs", 9), (finding.Place.File, finding.Place.Line));
    }

    [Theory]
    [InlineData(
        "[System.Runtime.InteropServices.DllImport(\"c\")] static extern int getpid();",
        "extern method")]
    [InlineData(
        "[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Explicit)]" +
        "struct S { [System.Runtime.InteropServices.FieldOffset(0)] public object A; }",
        "LayoutKind.Explicit")]
    [InlineData("System.IO.Stream? field;", "System.IO.Stream")]
    [InlineData("class S : System.IO.StringReader { public S() : base(\"\") { } }", "System.IO.StringReader")]
    [InlineData("void M(System.Reflection.Assembly? a) { }", "System.Reflection.Assembly")]
    [InlineData("[System.Runtime.Versioning.SupportedOSPlatform(\"x\")] int n;",
        "System.Runtime.Versioning.SupportedOSPlatformAttribute")]
    public void ADeclarationOutsideTheListIsNamedWithItsLine(string member, string api)
    {
        CompileAnswer answer = Subject.Compile($$"""
            public class Subject
            {

                {{member}}
            }
            """);

        Assert.Empty(answer.Errors);
        Assert.All(answer.Findings, static finding => Assert.Equal(4, finding.Place.Line));
        Assert.Contains(answer.Findings, finding => finding.Api == api);
    }

    [Fact]
    public void AMethodOfOnesOwnCalledTickIsNoFinding() => Assert.Empty(
        Subject.Compile("class Clock { void Tick() { } void Run() { Tick(); this.Tick(); } }").Findings);

    [Fact]
    public void ATickUnderAnotherNameIsFound() => Assert.Single(
        Subject.Compile("using static MmVerify.Spec.Fuel; class C { Action A = T\\u0069ck; }").Findings);

    [Theory]
    [InlineData("[System.Runtime.CompilerServices.ModuleInitializer]", "")]
    [InlineData("[MI, Obsolete]", "using MI = System.Runtime.CompilerServices.ModuleInitializerAttribute;")]
    public void AModuleInitializerIsNotRunAndIsNamed(string attribute, string alias)
    {
        CompileAnswer answer = Subject.Compile($$"""
            {{alias}}
            public static class Subject
            {
                private static string state = "untouched";
                {{attribute}}
                internal static void Initialize() => state = "run";
                public static string Run() => state;
            }
            """);

        Assert.Empty(answer.Errors);
        Assert.Equal("untouched", Subject.Run(answer.Image).Result);
        ScreenFinding finding = Assert.Single(answer.Findings);
        Assert.Equal(5, finding.Place.Line);
        Assert.EndsWith("it was not run", finding.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void FindingsAreCountedBeyondTheCap()
    {
        string statements = string.Join('\n', Enumerable.Repeat("GC.Collect();", CompileLimits.Findings + 5));

        CompileAnswer answer = Subject.Compile(InBody(statements));

        Assert.Equal(CompileLimits.Findings, answer.Findings.Count);
        Assert.Equal(CompileLimits.Findings + 5, answer.FindingCount);
    }

    private static string InBody(string statements) => $$"""
        public static class Subject
        {
            static int n;
            static object o = new();
            public static string Run()
            {
                if (n > 0 && o is null)
                {
                    {{statements}}
                }
                return "";
            }
        }
        """;
}
