using MmVerify.Compiler;
using MmVerify.Spec;

namespace MmVerify.Grader.Tests;

[Collection(nameof(Counted))]
public class FuelTests
{
    [Theory]
    [InlineData("while (true) { }")]
    [InlineData("while (true) ;")]
    [InlineData("for (;;) { }")]
    [InlineData("for (;;) n++;")]
    [InlineData("do n++; while (true);")]
    [InlineData("foreach (var x in Forever()) ;")]
    [InlineData("foreach (var (a, b) in Pairs()) { }")]
    [InlineData("again: goto again;")]
    [InlineData("switch (n) { case 0: goto case 1; case 1: goto case 0; }")]
    [InlineData("switch (n) { default: goto default; }")]
    [InlineData("while (true) { try { while (true) { } } catch { } }")]
    [InlineData("again: try { while (true) { } } catch { goto again; }")]
    [InlineData("try { } finally { for (;;) { } }")]
    [InlineData("Method();")]
    [InlineData("Arrow();")]
    [InlineData("n = new Subject().Property;")]
    [InlineData("n = new Subject().Got;")]
    [InlineData("n = new Subject()[1];")]
    [InlineData("new Subject().Set = 1;")]
    [InlineData("n = -new Subject();")]
    [InlineData("n = new Subject();")]
    [InlineData("new Subject(1);")]
    [InlineData("new Subject().Event += null;")]
    [InlineData("void Local() => Local(); Local();")]
    [InlineData("int Local(int x) { return Local(x); } Local(1);")]
    [InlineData("Action f = null!; f = () => { f(); }; f();")]
    [InlineData("Action f = null!; f = delegate { f(); }; f();")]
    [InlineData("Later().GetAwaiter().GetResult();")]
    [InlineData("Stream().GetAwaiter().GetResult();")]
    public void NothingRunsForEver(string statements)
    {
        CompileAnswer answer = Subject.Compile($$"""
            public class Subject
            {
                private static int n;
                public Subject() { }
                public Subject(int x) => new Subject(x);
                public int Property => Property;
                public int Got { get => Got; }
                public int this[int i] => this[i];
                public int Set { set => Set = value; }
                public event Action? Event { add => Event += value; remove { } }
                public static int operator -(Subject s) => -s;
                public static implicit operator int(Subject s) => (int)s;
                static void Method() { Method(); }
                static int Arrow() => Arrow();
                static IEnumerable<int> Forever() { while (true) yield return 1; }
                static IEnumerable<(int, int)> Pairs() { while (true) yield return (1, 2); }
                static async Task<int> Later() => await Later();
                static async Task Stream() { await foreach (var x in Endless()) ; }
                static async IAsyncEnumerable<int> Endless()
                {
                    while (true) { await Task.CompletedTask; yield return 1; }
                }
                public static string Run()
                {
                    {{statements}}
                    return "";
                }
            }
            """);

        Assert.Empty(answer.Errors);
        Assert.True(answer.IsInstrumented);
        var thrown = Assert.ThrowsAny<Exception>(() => Subject.Run(answer.Image, steps: 500));
        Assert.Equal(typeof(OutOfFuelException).FullName, thrown.GetType().FullName);
    }

    [Fact]
    public void AStepIsCountedForEachRoundAndEachCall()
    {
        CompileAnswer answer = Subject.Compile("""
            public static class Subject
            {
                static int One => 1;
                public static string Run()
                {
                    int sum = 0; for (int i = 0; i < 10; i++) sum += One; return sum.ToString();
                }
            }
            """);

        const long RunItself = 1;
        const long RoundsAndGetters = 10 + 10;
        Assert.Equal(("10", RunItself + RoundsAndGetters), Subject.Run(answer.Image));
    }
}
