using System.Globalization;
using MmVerify.Spec;
using MmVerify.Xunit;

namespace MmVerify.Properties.Tests;

/// <summary>A token names one program, and a damaged one names none.</summary>
[Properties(Arbitrary = [typeof(AnyProgram)])]
public sealed class ReplayTokenTests
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private static readonly BuddyProgram Some = new(
        BuddySetup.Flat(7, maxOrder: 2, first: 1),
        [
            new BuddyOperation.Allocate(new Order(1)),
            new BuddyOperation.FreeAs(0, new Order(2)),
            new BuddyOperation.FreeInside(0, 1, new Order(0)),
            new BuddyOperation.FreeAt(new Block(new Pfn(ulong.MaxValue), new Order(10))),
            new BuddyOperation.Free(0),
        ]);

    [Property]
    public void ATokenIsReadAsTheProgramThatItWasMadeOf(BuddyProgram program)
    {
        BuddyProgram read = Read(ReplayToken.Of(BuddyChapter.Instance, program));
        Assert.Equal(program.Setup, read.Setup);
        Assert.Equal(program.Operations, read.Operations);
    }

    [Property]
    public void AReplayRunsThatOneProgramAndNothingElse(BuddyProgram program)
    {
        var noting = new CountingDriver();
        var executor = new InProcessExecutor<BuddySetup, BuddyOperation, BuddyReply>(noting);
        executor.Run([Read(ReplayToken.Of(BuddyChapter.Instance, program))], static (_, _) => { });
        Assert.Equal(1, noting.Starts);
        Assert.Equal(program.Operations, noting.Operations);
    }

    [Fact]
    public void EverySingleChangedCharacterIsNoticed()
    {
        string token = ReplayToken.Of(BuddyChapter.Instance, Some);
        var unnoticed = new List<string>();
        for (int at = 0; at < token.Length; at++)
        {
            char old = char.ToUpperInvariant(token[at]);
            foreach (char c in Alphabet.Where(c => char.ToUpperInvariant(c) != old))
            {
                string damaged = token.Remove(at, 1).Insert(at, c.ToString(CultureInfo.InvariantCulture));
                if (IsRead(damaged))
                {
                    unnoticed.Add(damaged);
                }
            }
        }

        Assert.Empty(unnoticed);
    }

    [Fact]
    public void EveryLostCharacterIsNoticed()
    {
        string token = ReplayToken.Of(BuddyChapter.Instance, Some);
        Assert.All(
            Enumerable.Range(0, token.Length),
            at => Assert.False(IsRead(token.Remove(at, 1)), $"without {at}"));
    }

    [Theory]
    [InlineData("", "looks like")]
    [InlineData("Buddy2-AAAA", "looks like")]
    [InlineData("Nothing1-AAAA", "there is no chapter Nothing")]
    [InlineData("Buddy1-", "checksum")]
    [InlineData("Buddy1-%%%%", "base64url")]
    public void WhatIsNoTokenIsRefusedWithAReason(string token, string reason) =>
        Assert.Contains(
            reason, Assert.Throws<FormatException>(() => Read(token)).Message, StringComparison.Ordinal);

    private static BuddyProgram Read(string token) => ReplayToken.Read(BuddyChapter.Instance, token);

    private static bool IsRead(string token)
    {
        try
        {
            Read(token);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private sealed class CountingDriver : IDriver<BuddySetup, BuddyOperation, BuddyReply>
    {
        public int Starts { get; private set; }

        public List<BuddyOperation> Operations { get; } = [];

        public void Start(BuddySetup setup, out BuddyReply reply)
        {
            Starts++;
            reply = default;
        }

        public void Do(BuddyOperation operation, ReadOnlySpan<BuddyReply> earlier, out BuddyReply reply)
        {
            Operations.Add(operation);
            reply = default;
        }
    }
}
