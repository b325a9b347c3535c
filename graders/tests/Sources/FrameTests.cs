using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using MmVerify.Compiler;

namespace MmVerify.Grader.Tests;

public class FrameTests
{
    private static readonly CompileAnswer Answer = new(
        new byte[] { 1, 2, 3 },
        true,
        [new Diagnosis("CS0001", new SourcePlace("ä/b.cs", 3, 4), "message")],
        7,
        [new Diagnosis("CS0002", SourcePlace.None, "")],
        8,
        [new ContractSearch(
            "A.IB",
            [new Implementer("C+D", new SourcePlace("c.cs", 1, 2))],
            [new Diagnosis("MMV002", SourcePlace.None, "hint")])],
        [new ScreenFinding("api", "why", "member", new SourcePlace("d.cs", 5, 0))],
        9);

    [Fact]
    public void AnAnswerIsReadAsItWasWritten()
    {
        CompileAnswer read = CompileAnswer.Read(new MemoryStream(Bytes()));

        Assert.Equal(Answer.Image.ToArray(), read.Image.ToArray());
        Assert.Equivalent(Answer with { Image = default }, read with { Image = default }, strict: true);
    }

    [Fact]
    public void ARequestIsReadAsItWasWritten()
    {
        using MemoryStream stream = new();
        new CompileRequest([new SourceFile("a/ü.cs", "text"u8.ToArray())]).Write(stream);
        stream.Position = 0;

        SourceFile read = Assert.Single(CompileRequest.Read(stream).Sources);

        Assert.Equal("a/ü.cs", read.Path);
        Assert.Equal("text"u8, read.Content.Span);
    }

    [Fact]
    public void AnAnswerCutAnywhereIsRefused()
    {
        byte[] whole = Bytes();
        for (int length = 0; length < whole.Length; length++)
        {
            using MemoryStream cut = new(whole, 0, length);
            Assert.Throws<EndOfStreamException>(() => CompileAnswer.Read(cut));
        }
    }

    [Fact]
    public void NoByteOfAnAnswerCanBeChangedIntoAnythingWorseThanARefusal()
    {
        byte[] whole = Bytes();
        int refusals = 0;
        for (int i = 0; i < whole.Length; i++)
        {
            byte[] changed = [.. whole];
            changed[i] ^= 0xff;
            try
            {
                CompileAnswer.Read(new MemoryStream(changed));
            }
            catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
            {
                refusals++;
            }
        }

        Assert.True(refusals > whole.Length / 4, $"{refusals} of {whole.Length}");
    }

    [Theory]
    [InlineData(new byte[] { 1, 0, 0, 0 })]
    [InlineData(new byte[] { 255, 255, 255, 255 })]
    [InlineData(new byte[] { 4, 0, 0, 0, 255, 255, 255, 127 })]
    [InlineData(new byte[] { 5, 0, 0, 0, 0, 0, 0, 0, 0 })]
    public void ARequestThatIsNoneGetsNoAnswer(byte[] request)
    {
        using MemoryStream answer = new();

        Assert.Equal(CompilerProgram.NotUnderstood, CompilerProgram.Run(new MemoryStream(request), answer));
        Assert.Equal(0, answer.Length);
    }

    [Fact]
    public void TheSizeOfEveryOperandIsTheRuntimesOwn()
    {
        foreach (FieldInfo field in typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static))
        {
            OpCode code = (OpCode)field.GetValue(null)!;
            ILOpCode mine = unchecked((ILOpCode)(ushort)code.Value);
            bool isToken = code.OperandType is OperandType.InlineField or OperandType.InlineMethod or
                OperandType.InlineTok or OperandType.InlineType;
            Assert.True(isToken == Operand.IsToken(mine), $"{code}");
            bool isTable = code.OperandType == OperandType.InlineSwitch;
            if (!isToken && !isTable && code.OpCodeType != OpCodeType.Nternal)
            {
                Assert.True(SizeOf(code.OperandType) == Operand.SizeOf(mine), $"{code}");
            }
        }
    }

    [Theory]
    [InlineData("plain ä 漢 😀", "plain ä 漢 😀")]
    [InlineData("a\r\nb\t\u001b", "a\\u000d\\u000ab\\u0009\\u001b")]
    [InlineData("\u202ex\u2028", "\\u202ex\\u2028")]
    [InlineData("a\\b", "a\\b")]
    public void WhatCouldHarmAScreenIsSpelledOut(string text, string shown) =>
        Assert.Equal(shown, Printable.Text(text));

    [Fact]
    public void HalfACharacterIsSpelledOut() => Assert.Equal("\\ud83dx", Printable.Text("\ud83dx"));

    [Fact]
    public void NamesThatDifferAreShownDifferently() =>
        Assert.NotEqual(Printable.Name("a\n"), Printable.Name("a\\u000a"));

    [Fact]
    public void ALongTextIsCutBetweenCharacters()
    {
        string cut = Printable.Text(string.Concat(Enumerable.Repeat("😀", CompileLimits.TextLength)));

        Assert.True(cut.Length <= CompileLimits.TextLength);
        Assert.EndsWith("😀 ...", cut, StringComparison.Ordinal);
    }

    private static int SizeOf(OperandType type) => type switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => 4,
    };

    private static byte[] Bytes()
    {
        using MemoryStream stream = new();
        Answer.Write(stream);
        return stream.ToArray();
    }
}
