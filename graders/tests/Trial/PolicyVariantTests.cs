using MmVerify.Spec;

namespace MmVerify.Grader.Tests;

/// <summary>Other choices in the reference are made as the list says, or not at all.</summary>
public sealed class PolicyVariantTests
{
    private const string List =
        """
        - name: Other
          why: it may
          changes:
            - from: one
              to: two
        """;

    [Fact]
    public void AChangeIsMade() => Assert.Equal("a two b", Changed("a one b"));

    [Theory]
    [InlineData("no such thing")]
    [InlineData("one and one")]
    public void WhatDoesNotStandThereJustOnceIsAnError(string source)
    {
        BadArgumentException error = Assert.Throws<BadArgumentException>(() => Changed(source));
        Assert.StartsWith("list: Other: ", error.Message);
    }

    [Fact]
    public void EachChoiceMakesAnotherBlockThanTheReference()
    {
        var here = new Checkout(Repository.Root);
        Specimen reference = Specimen.Compile(
            ReferenceFolder.Of(here, BuddyChapter.Instance).Implementations.Single());
        string usual = Blocks(reference);
        Assert.All(
            PolicyVariants.Of(here, BuddyChapter.Instance),
            variant => Assert.NotEqual(usual, Blocks(variant)));
    }

    private static string Changed(string source) =>
        PolicyVariants.Changed(source, PolicyVariants.Read(List).Single(), "list");

    private static string Blocks(Specimen specimen)
    {
        BuddyOperation[] operations =
        [
            BuddyChapter.AllocateOf(0), BuddyChapter.AllocateOf(0), BuddyChapter.AllocateOf(1),
            BuddyChapter.AllocateOf(0), BuddyChapter.AllocateOf(0),
            BuddyChapter.FreeOf(0), BuddyChapter.FreeOf(3), BuddyChapter.AllocateOf(0),
        ];
        var replies = new BuddyReply[operations.Length + 1];
        BuddyChapter.Instance.NewDriver(specimen.Type).Run(new(BuddySetup.Flat(16, 3), operations), replies);
        return string.Join("; ", replies);
    }
}
