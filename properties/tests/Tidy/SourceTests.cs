using System.Globalization;
using System.Text.RegularExpressions;
using Xunit.Abstractions;

namespace MmVerify.Properties.Tests;

/// <summary>What no analyzer sees of the sources. A message says where, what, and what to do.</summary>
public sealed partial class SourceTests(ITestOutputHelper output)
{
    private const int Widest = 110;
    private const int Longest = 400;
    private const int LongestUsually = 250;

    // Split, so that this file does not find itself.
    private static readonly string[] Unfinished =
        ["TO" + "DO", "FIX" + "ME", "throw new NotImplemented" + "Exception"];

    private static readonly IReadOnlyList<RepositoryFile> Sources = Repository.Files(".cs");

    [Fact]
    public void LinesAreNotWide() => AssertNone(
        from file in Sources
        from place in file.Where(static line => line.Length > Widest)
        select $"{place}: wider than {Widest} columns; wrap it");

    [Fact]
    public void FilesAreNotLong()
    {
        int[] lengths = [.. Sources.Select(static file => file.Lines.Count).Order()];
        int median = lengths[lengths.Length / 2];
        int ofTwenty = lengths[lengths.Length * 19 / 20];
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{lengths.Length} sources, median {median} lines, 95 % up to {ofTwenty}, all to {lengths[^1]}"));
        Assert.True(
            ofTwenty <= LongestUsually,
            $"1 of 20 sources has more than {ofTwenty} lines; split the longest ones");
        AssertNone(
            from file in Sources
            where file.Lines.Count > Longest
            select $"{file.Path}:{Longest}: {file.Lines.Count} lines; split it into two ideas");
    }

    [Fact]
    public void TypesAreNotNamedForNothing() => AssertNone(
        from file in Sources
        where !file.Path.StartsWith("submissions/", StringComparison.Ordinal)
        from place in file.Where(static line => EmptyName().IsMatch(line))
        select $"{place}: a name that says nothing (Manager, Helper, Utils, Common, Base, Impl, Info, Data); "
            + "name what it does");

    [Fact]
    public void NothingIsUnfinished() => AssertNone(
        from file in Sources.Concat(Repository.Files(".md")).Concat(Repository.Files(".csproj"))
        where !file.Path.StartsWith("submissions/starter/", StringComparison.Ordinal)
        from place in file.Where(static line => Unfinished.Any(line.Contains))
        select $"{place}: unfinished; finish it or leave it out");

    [Theory]
    [InlineData("public sealed class FrameHelper : IDisposable", true)]
    [InlineData("internal static class Utils", true)]
    [InlineData("public readonly record struct PageInfo(int A)", true)]
    [InlineData("public static class CommonLaws<TOperation>", false)]
    [InlineData("/// <summary>A class DataManager does nothing.</summary>", false)]
    public void ATypeThatIsNamedForNothingIsSeen(string line, bool isSeen) =>
        Assert.Equal(isSeen, EmptyName().IsMatch(line));

    private static void AssertNone(IEnumerable<string> problems)
    {
        string[] found = [.. problems];
        Assert.True(found.Length == 0, string.Join('\n', found));
    }

    [GeneratedRegex(
        @"^[^/""]*\b(class|struct|interface|record) +\w*(Manager|Helper|Utils|Common|Base|Impl|Info|Data)\b",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex EmptyName();
}
