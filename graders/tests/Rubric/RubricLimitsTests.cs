using System.Text;
using MmVerify.Properties;

namespace MmVerify.Grader.Tests;

/// <summary>No text takes long to read, or ends in anything but a rubric or errors.</summary>
public sealed class RubricLimitsTests
{
    [Fact]
    public void AliasesThatMultiplyAreRefusedAtTheFirst()
    {
        string bomb = "title: t\na: &a [x, x]\n" + string.Concat(Enumerable.Range('b', 20)
            .Select(static letter => $"{(char)letter}: &{(char)letter} [*{(char)(letter - 1)}]\n"));
        Assert.Equal(
            "r.yaml:2:4: an anchor; write out where it is used what it stands for",
            RubricText.Errors(bomb).Single());
    }

    [Theory]
    [InlineData("[", 30_000)]
    [InlineData("{a: ", 15_000)]
    [InlineData("- ", 30_000)]
    [InlineData("? ", 30_000)]
    public void DeepNestingIsRefused(string piece, int times)
    {
        string deep = string.Concat(Enumerable.Repeat(piece, times));
        string[] told = RubricText.Errors("title: t\nbudget:\n " + deep);
        Assert.Contains($"nested more than {RubricYaml.MostDepth} deep", told.Single());
    }

    [Fact]
    public void AFileIsReadUpToALimit()
    {
        string within = "title: t\n" + new string('#', RubricFile.MostBytes - 9);
        Assert.Equal("t", RubricFile.Read(RubricText.File(within)).Title);
        BadArgumentException refused = Assert.Throws<BadArgumentException>(
            () => RubricFile.Read(RubricText.File(within + "#")));
        Assert.Contains("larger than 65,536 bytes", refused.Message);
    }

    [Fact]
    public void AFileWithoutEndIsReadUpToALimit() =>
        Assert.Throws<BadArgumentException>(() => RubricFile.Read("/dev/zero"));

    [Fact]
    public void AFileThatIsNoTextIsRefused()
    {
        string path = RubricText.File("");
        File.WriteAllBytes(path, [0x74, 0xff, 0xfe]);
        BadArgumentException refused = Assert.Throws<BadArgumentException>(() => RubricFile.Read(path));
        Assert.EndsWith("it is not text in UTF-8", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ADenseWebOfNeedsIsFollowedInNoTime()
    {
        string[] laws = [.. Spec.BuddyChapter.Instance.Laws.Where(static law => !law.IsPolicy)
            .Select(static law => law.Id)];
        string needs = string.Concat(laws.Index().Skip(1).Select(
            law => $"\n  {law.Item}: [{string.Join(", ", laws[..law.Index])}]"));
        Assert.Equal(laws.Length - 1, RubricText.Buddy("needs:" + needs).NeedsOf(laws[^1]).Count);
    }

    [Fact]
    public void ADamagedTextIsARubricOrHasErrors()
    {
        const string Odd = "{}[]:,-#&*!|>'\"%@`?~\\ \n\t0x\u0085\ufeff\ud83d\ude00";
        string whole = RubricFile.ShippedText();
        var random = new SplitMix(20_260_101);
        int readable = 0;
        for (int round = 0; round < 2000; round++)
        {
            var text = new StringBuilder(whole[..random.Below(whole.Length)]);
            for (int changes = random.Below(6); changes > 0 && text.Length > 0; changes--)
            {
                int at = random.Below(text.Length);
                _ = random.Below(2) == 0
                    ? text.Insert(at, Odd[random.Below(Odd.Length)])
                    : text.Remove(at, Math.Min(text.Length - at, 1 + random.Below(9)));
            }

            var errors = new RubricErrors();
            Rubric? rubric = RubricFile.Parse(text.ToString(), errors);
            Assert.True(errors.Any || rubric is not null);
            Assert.All(errors.All, static error => Assert.True(error is { Line: > 0, Column: > 0 }));
            readable += errors.Any ? 0 : 1;
        }

        Assert.InRange(readable, 50, 1000);
    }
}
