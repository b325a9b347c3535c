namespace MmVerify.Grader.Tests;

/// <summary>Programs that together use most of C#'s syntax; each says by a string what it computed.</summary>
internal static class SyntaxSamples
{
    public static readonly Dictionary<string, string> All = new()
    {
        ["loops"] = """
            using System.Collections;
            public static class Subject
            {
                public static string Run()
                {
                    var log = new System.Text.StringBuilder();
                    for (int i = 0; i < 3; i++) log.Append(i);
                    for (int i = 0, j = 9; i < j; i++, j--) { if (i == 2) continue; log.Append(j); }
                    foreach (var c in "ab") log.Append(c);
                    foreach (var (k, v) in new Dictionary<int, string> { [1] = "x" }) log.Append(k).Append(v);
                    foreach (ref readonly var x in new ReadOnlySpan<int>([4, 5])) log.Append(x);
                    int n = 3; while (n-- > 0) log.Append('w'); do log.Append('d'); while (++n < 2);
                    do { log.Append('e'); if (n > 3) break; } while (n++ < 9);
                    for (;;) if (n > 12) break; else n++;
                    while (n > 1) while (n > 1) if (n % 2 == 0) n /= 2; else n--; if (n == 1) log.Append("1");
                    while (n-- > 0) ;
                    for (int i = 0; i < 2; i++)
                        foreach (var c in "pq") if (c == 'p') log.Append(c); else log.Append(i);
                    return log.ToString();
                }
            }
            """,
        ["jumps"] = """
            public static class Subject
            {
                public static string Run()
                {
                    int i = 0; string log = "";
                again: log += i; if (++i < 3) goto again;
                    switch (i)
                    {
                        case 3: log += "c"; goto case 5;
                        case 5: log += "d"; if (i++ < 5) goto case 3; goto default;
                        default: log += "e"; break;
                    }
                    switch (log) { case "x": goto End; case { Length: > 2 }: log += "l"; break; }
                    for (int a = 0; a < 3; a++)
                        for (int b = 0; b < 3; b++) { if (b == 2 && a == 1) goto Out; log += b; }
                Out: int after = 4; log += after;
                First: Second: { log += "!"; } if (i++ < 9) goto First; else goto End;
                    while (true) goto End;
                End: ;
                    return log;
                }
            }
            """,
        ["members"] = """
            public sealed class Thing
            {
                private int value; private readonly List<int> items = [];
                public Thing() => value = 1;
                public Thing(int v) : this() => value += v;
                static Thing() => Made = 7;
                public static int Made { get; }
                public int Value => value;
                public int Doubled { get => value * 2; set => this.value = value / 2; }
                public int Kept { get => field + 1; set { field = value * 3; } } = 5;
                public int Same => throw new NotSupportedException();
                public int this[int i] => items[i];
                public int this[string s] { get => s.Length; set => items.Add(value); }
                public ref int Slot() => ref value;
                public ref readonly int Peek => ref value;
                public void Add(int x) => items.Add(x);
                public void Nothing() { }
                public void Throw() => throw new InvalidOperationException("t");
                public int Throws() => throw new InvalidOperationException("i");
                public event Action? Rang { add => this.value++; remove => this.value--; }
                public static Thing operator +(Thing a, int b) => new(a.value + b);
                public static Thing operator -(Thing a) { return new(-a.value); }
                public static implicit operator int(Thing t) => t.value;
                public static explicit operator Thing(int t) => new(t);
                public void operator +=(int x) => value += x;
                public void operator ++() { value += 100; }
                ~Thing() { while (false) { } }
            }
            public static class Subject
            {
                public static string Run()
                {
                    var t = new Thing(4); t.Doubled = 20; t.Kept = 2; t.Add(3); t["abc"] = 9; t.Slot() += 5;
                    t.Rang += () => { }; t.Nothing();
                    string log = $"{t.Value} {t.Doubled} {t.Kept} {t[0]} {t[1]} {t["four"]}";
                    log += $"{t.Peek} {Thing.Made}";
                    t += 3; t++; var u = -(t + 1);
                    try { t.Throw(); } catch (InvalidOperationException e) { log += e.Message; }
                    try { _ = t.Throws(); } catch (InvalidOperationException e) { log += e.Message; }
                    try { _ = t.Same; } catch (NotSupportedException) { log += "n"; }
                    return log + (int)u + ((Thing)6).Value + t.Value;
                }
            }
            """,
        ["lambdas"] = """
            using System.Linq.Expressions;
            public static class Subject
            {
                delegate int Pick(ref int a, int b = 2);
                public static string Run()
                {
                    int total = 0;
                    Func<int, int> twice = x => x * 2;
                    Func<int, int> thrice = x => { return x * 3; };
                    Action<int> add = delegate (int x) { total += x; };
                    Action bump = () => total++;
                    Pick pick = static (ref int a, int b) => { a += b; return a; };
                    Expression<Func<int, int>> tree = x => x + 1;
                    var inferred = () => { return "s"; }; var typed = int (long l) => { return (int)l; };
                    add(twice(3)); add(thrice(4)); bump(); int r = 1; add(pick(ref r));
                    int Local(int n) => n <= 1 ? 1 : n * Local(n - 1);
                    static void Nothing() => Console.Write("");
                    ref int Where(int[] a) => ref a[0]; T Generic<T>(T t) where T : class => t;
                    var array = new[] { 1 }; Where(array) = 8; Nothing();
                    Overloaded(() => { throw new Exception(); }); Overloaded(() => 1);
                    string text = $"{new[] { 1, 2 }.Select(x => { var y = x; return y; }).Sum()} {total:d3}";
                    return text + tree.Compile()(4) + inferred() + typed(5L) + Local(5) + array[0] +
                        Generic("g") + log;
                }
                static string log = "";
                static void Overloaded(Action a) => log += "a";
                static void Overloaded(Func<int> f) => log += "f";
            }
            """,
        ["async and iterators"] = """
            public static class Subject
            {
                static IEnumerable<int> Count(int n)
                {
                    for (int i = 0; i < n; i++) { if (i == 3) yield break; yield return i; }
                }
                static IEnumerable<int> Both(bool b) => b ? Count(2) : [];
                static async Task<int> Later(int n) => await Task.FromResult(n) + 1;
                static async Task Nothing() => await Task.CompletedTask;
                static async ValueTask Quick() => await Task.Yield();
                static async ValueTask<string> Name() { await Task.Yield(); return "n"; }
                static async System.Threading.Tasks.Task Full() => await Nothing();
                static Task<int> Plain() => Task.FromResult(3); static Task Passed() => Nothing();
                static async IAsyncEnumerable<int> Stream()
                {
                    foreach (var x in Count(9)) { await Task.Yield(); yield return x; }
                }
                static async Task<string> All()
                {
                    string log = ""; await foreach (var x in Stream()) log += x;
                    await using var d = new Closer();
                    await Nothing(); await Quick(); await Full(); await Passed();
                    Func<Task> f = async () => { await Task.Yield(); };
                    await f();
                    return log + await Later(4) + await Name() + await Plain() + string.Concat(Both(true));
                }
                sealed class Closer : IAsyncDisposable
                { public async ValueTask DisposeAsync() => await Task.Yield(); }
                public static string Run() => All().GetAwaiter().GetResult();
            }
            """,
        ["types"] = """
            public readonly record struct Pair(int A, int B)
            {
                public int Sum => A + B;
                public static Pair operator *(Pair p, int k) => new(p.A * k, p.B * k);
            }
            public record Animal(string Name) { public virtual string Says => "?"; }
            public record Dog(string Name, int Age = 3) : Animal(Name)
            {
                public override string Says => $"w{Age}";
                public int Years { get; init => field = value + 1; } = 1;
            }
            public ref struct Window(Span<int> all)
            {
                private readonly Span<int> all = all;
                public ref int this[int i] => ref all[i];
                public readonly int Length => all.Length;
                public void Dispose() => all.Clear();
            }
            public struct Point
            {
                public int X, Y;
                public Point(int x) : this(x, 2) { }
                public Point(int x, int y) => (X, Y) = (x, y);
                public readonly override string ToString() => $"{X},{Y}";
            }
            public interface IShape
            {
                static abstract int Corners { get; }
                static virtual string Kind => "s";
                int Area();
                string Describe() => $"{Area()}!";
            }
            public class Square<T>(T side) : IShape where T : System.Numerics.INumber<T>
            {
                public static int Corners => 4;
                public int Area() => int.CreateChecked(side * side);
            }
            public static class More
            {
                extension(int x) { public int Squared => x * x; public int Plus(int y) { return x + y; } }
                public static string Shout(this string s) => s + "!";
            }
            public enum Level { Low, High }
            public partial class Part { public partial int Get(); public partial int P { get; } }
            public partial class Part { public partial int Get() => 6; public partial int P { get => 7; } }
            [System.Runtime.CompilerServices.InlineArray(4)] public struct Four { private int first; }
            public static class Subject
            {
                static int Corners<T>() where T : IShape => T.Corners;
                static string Kind<T>() where T : IShape => T.Kind;
                static int Sum(params ReadOnlySpan<int> xs)
                {
                    int s = 0; foreach (int x in xs) s += x; return s;
                }
                public static string Run()
                {
                    Span<int> s = stackalloc int[3]; Window w = new(s); w[1] = 5;
                    var d = new Dog("d") { Years = 2 } with { Age = 4 };
                    Four four = default; four[2] = 8; IShape shape = new Square<int>(3);
                    using (var v = new Window(new int[2])) { s[2] = v.Length; }
                    object o = new Pair(1, 2) * 3;
                    string m = o switch { Pair { A: 3 } p when p.Sum > 2 => "p" + p.B, _ => "o" };
                    m += $"{w[1]}{d}{d.Says}{four[2]}{shape.Describe()}{Corners<Square<int>>()}";
                    m += $"{Kind<Square<int>>()}{Sum(1, 2, 3)}{new Point(1)}{5.Squared}{2.Plus(3)}";
                    return $"{m}{"x".Shout()}{new Part().Get()}{new Part().P}{s[2]}{Level.High}";
                }
            }
            """,
        ["layout of the text"] = """"
            public static class Subject
            {
                static int A()
                    => 1; static int B() =>
            #if NOTHERE
                    2
            #else
                    3
            #endif
                    ;
                static int C { get { /* c */ return 4; } } static int D =>/* d */5/* e */;
                static string E => $@"{string.Concat(new[] { 1 }.Select(x => { return x; }))}
            {{}}"; static string F => $$"""{{new Func<int>(() => { return 9; })():d2}} {""";
                public static string Run()
                {   // comment
            #region loop
                    string log = ""; foreach (var c in "ab")
                        // between
                        log += c; // after
            #endregion
                    if (log.Length > 1) for (int i = 0; i < 2; i++) log += i; else while (true) break;
                    @while: for (var @for = 0; @for < 1; @for++) log += @for;
                    if (log.Length < 7) { log += "g"; goto @while; }
                    return log + A() + B() + C + D + E + F;
                }
            }
            """",
        ["exceptions and locks"] = """
            public static class Subject
            {
                static readonly Lock gate = new(); static int depth;
                static bool Filter(Exception e) => e.Message.Length == 1;
                static int Deep(int n)
                {
                    try { return n == 0 ? throw new InvalidOperationException("x") : Deep(n - 1) + 1; }
                    finally { depth++; }
                }
                public static string Run()
                {
                    string log = "";
                    for (int i = 0; i < 3; i++) try { if (i == 1) continue; Deep(i); }
                        catch (Exception e) when (Filter(e)) { log += i; } finally { log += "f"; }
                    lock (gate) { log += "l"; } lock (log) while (log.Length < 9) log += ".";
                    using var d = new MemoryStream();
                    checked { try { int max = int.MaxValue; max++; }
                        catch (OverflowException) { log += "o"; } }
                    foreach (var x in from a in new[] { 1, 2 } from b in new[] { 3 } let c = a * b
                        where c > 3 orderby c select c) log += x;
                    int[] q = [1, .. new[] { 2, 3 }];
                    log += q is [1, .. var rest] ? rest.Length : -1; log += q[^1] + q[..2].Length;
                    return log + depth + (log is { Length: > 3 } and not "x" ? "y" : "n") + nameof(Run);
                }
            }
            """,
    };
}
