using MmVerify.Compiler;

namespace MmVerify.Grader.Tests;

public class RefusalTests
{
    [Theory]
    [InlineData("class C { }\n#line 7 \"other.cs\"\nclass D { }", "File0.cs:2:1: MMV003")]
    [InlineData("#line (1, 1) - (2, 2) \"other.cs\"\nclass D { }", "File0.cs:1:1: MMV003")]
    [InlineData("#line hidden\nclass D { }", "File0.cs:1:1: MMV003")]
    [InlineData(
        "#pragma checksum \"a.cs\" \"{406EA660-64CF-4C82-B6F0-42D48172A799}\" \"ab\"\nclass D { }",
        "File0.cs:1:1: MMV003")]
    [InlineData("using System;\nConsole.WriteLine();", "File0.cs:2:1: MMV004")]
    [InlineData("#r \"x.dll\"\nclass C { }", "File0.cs:1:2: CS7011")]
    [InlineData("#load \"x.cs\"\nclass C { }", "File0.cs:1:2: CS8097")]
    [InlineData("#:package Evil@1.0.0\nclass C { }", "File0.cs:1:2: CS9298")]
    [InlineData("namespace System.Mine { class C { } }", "File0.cs:1:31: MMV005")]
    [InlineData("namespace Microsoft { class C { } }", "File0.cs:1:29: MMV005")]
    [InlineData("namespace MmVerify.Spec { class C { } }", "File0.cs:1:33: MMV005")]
    [InlineData("class MmVerify { }", "File0.cs:1:7: MMV005")]
    [InlineData("namespace MmVerify { class Spec { } }", "File0.cs:1:28: MMV005")]
    [InlineData(
        "[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"x\")]",
        "File0.cs:1:12: MMV006")]
    [InlineData("unsafe class C { int* p; }", "File0.cs:1:14: CS0227")]
    [InlineData("class C { void M() { int x = \"a\"; } int P => y; }", "File0.cs:1:30: CS0029")]
    [InlineData("[assembly: System.Reflection.AssemblyKeyFile(\"/etc/passwd\")]", "CS7027")]
    public void ARefusalNamesItsPlace(string source, string start)
    {
        CompileAnswer answer = Subject.Compile(source);

        Assert.False(answer.HasImage);
        Assert.StartsWith(start, answer.Errors[0].ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("namespace MmVerify.Submission { class C { } }")]
    [InlineData("namespace Systems { class C { } }")]
    [InlineData("#if NEVER\n#line 3 \"x.cs\"\n#endif\nclass C { }")]
    [InlineData("#nullable disable\n#pragma warning disable\n#region r\nclass C { string s; }\n#endregion")]
    public void WhatIsHarmlessIsNotRefused(string source) =>
        Assert.True(Subject.Compile(source).HasImage);

    [Fact]
    public void ErrorsAreCountedBeyondTheCap()
    {
        IEnumerable<int> all = Enumerable.Range(3, CompileLimits.Errors + 9);
        string members = string.Concat(all.Select(static i => $"Nothing f{i};\n"));

        CompileAnswer answer = Subject.Compile($"class C\n{{\n{members}}}");

        Assert.Equal(CompileLimits.Errors, answer.Errors.Count);
        Assert.Equal(CompileLimits.Errors + 9, answer.ErrorCount);
        Assert.Equal(all.Take(CompileLimits.Errors), answer.Errors.Select(static error => error.Place.Line));
    }

    [Fact]
    public void AMessageIsOneBoundedLine()
    {
        string name = new('x', 5000);

        CompileAnswer answer = Subject.Compile("#error \u001b[31mred\u202e\nclass C { }");
        CompileAnswer large = Subject.Compile($"class D {{ {name} y; }}");

        Assert.Equal(CompileLimits.TextLength, Assert.Single(large.Errors).Message.Length);
        Assert.Contains("\\u001b[31mred\\u202e", answer.Errors[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AWarningIsShownAndDoesNotStopTheCompilation()
    {
        CompileAnswer answer = Subject.Compile(
            "class C { int M(string? s) { while (true) { return s.Length; } } }");

        Assert.True(answer.HasImage);
        Assert.Equal("File0.cs:1:52: CS8602", answer.Warnings[0].ToString()[..21]);
    }

    [Fact]
    public void TheFilesOfASubmissionSeeEachOther() =>
        Assert.True(Subject.Compile("class A : B { }", "using MmVerify.Spec; class B { Pfn p; }").HasImage);
}
