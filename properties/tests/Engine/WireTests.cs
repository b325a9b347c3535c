using MmVerify.Reference;
using MmVerify.Spec;
using MmVerify.Xunit;

namespace MmVerify.Properties.Tests;

/// <summary>Bytes from a process that is not trusted are read as what they claim to be, or refused.</summary>
[Properties(MaxTest = 2000, Arbitrary = [typeof(AnyProgram)])]
public sealed class WireTests
{
    [Property]
    public void GarbageIsNoProgram(byte[] garbage)
    {
        try
        {
            var reader = new WireReader(garbage);
            BuddyChapter.Instance.ReadProgram(ref reader);
        }
        catch (WireException exception)
        {
            Assert.NotEmpty(exception.Message);
        }
    }

    [Property]
    public void GarbageBehindAProgramsStartIsRefusedAsWell(BuddyProgram program, byte[] garbage, int at)
    {
        var writer = new WireWriter();
        BuddyChapter.Instance.Write(writer, program);
        byte[] bytes = writer.Written.ToArray();
        garbage.AsSpan(0, Math.Min(garbage.Length, bytes.Length - (Math.Abs(at % bytes.Length))))
            .CopyTo(bytes.AsSpan(Math.Abs(at % bytes.Length)));
        GarbageIsNoProgram(bytes);
    }

    [Property]
    public void RepliesOfGarbageAreRefusedOrJudged(BuddyProgram program, byte[] garbage)
    {
        var replies = new List<BuddyReply>();
        try
        {
            var reader = new WireReader(garbage);
            foreach (BuddyOperation operation in program.Operations.Prepend(BuddyChapter.Instance.Creation))
            {
                BuddyChapter.Instance.ReadReply(
                    ref reader, operation, replies.ToArray(), out BuddyReply reply);
                replies.Add(reply);
            }
        }
        catch (WireException exception)
        {
            Assert.NotEmpty(exception.Message);
        }

        if (replies.Count > 0)
        {
            int end = BuddyChapter.Instance.NewJudge().Read(program, replies.ToArray(), ulong.MaxValue);
            Assert.InRange(end, -1, program.Operations.Length);
        }
    }

    // Garbage seldom looks like a reply; honest replies with a few bytes changed do.
    [Property]
    public void DamagedRepliesAreRefusedOrJudged(BuddyProgram program, int at, byte value, byte more)
    {
        var writer = new WireWriter();
        var replies = new BuddyReply[program.Operations.Length + 1];
        int count = BuddyDriver.For<BuddyAllocator>().Run(program, replies);
        for (int i = 0; i < count; i++)
        {
            BuddyOperation operation = i == 0 ? BuddyChapter.Instance.Creation : program.Operations[i - 1];
            BuddyChapter.Instance.Write(writer, operation, in replies[i]);
        }

        byte[] bytes = writer.Written.ToArray();
        int place = Math.Abs(at % bytes.Length);
        bytes[place] = value;
        bytes.AsSpan(place, Math.Min(more % 12, bytes.Length - place)).Fill(value);
        RepliesOfGarbageAreRefusedOrJudged(program, bytes);
    }

    // Each of these overflows when something is added to it before it is looked at.
    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(1UL << 63)]
    [InlineData((1UL << 63) - 1)]
    public void ASetupAtTheEndOfAllNumbersIsRefused(ulong start)
    {
        var writer = new WireWriter();
        writer.Number(10);
        writer.Number(1);
        writer.Number(start);
        writer.Number(MemoryMap.MaxSpan);
        writer.Number(0);
        Assert.Throws<WireException>(() =>
        {
            var reader = new WireReader(writer.Written);
            BuddyChapter.Instance.ReadProgram(ref reader);
        });
    }

    [Theory]
    [InlineData(ulong.MaxValue, 0, long.MaxValue)]
    [InlineData(ulong.MaxValue, 10, long.MinValue)]
    [InlineData(1UL << 63, 10, 1L << 62)]
    [InlineData((1UL << 63) - 1, 10, long.MaxValue)]
    public void RepliesWithExtremeNumbersAreRefusedOrJudged(ulong start, int order, long number)
    {
        var block = new Block(new Pfn(start), new Order(order));
        BuddyProgram program = new(
            BuddySetup.Flat(4096, 10, first: 1),
            [
                new BuddyOperation.Allocate(block.Order), new BuddyOperation.FreeInside(0, 1, block.Order),
                new BuddyOperation.FreeAs(0, new Order(5)), new BuddyOperation.FreeAt(block),
                new BuddyOperation.Free(0),
            ]);
        CountPerOrder counts = default;
        ((Span<int>)counts).Fill(unchecked((int)number));
        var replies = new WireWriter();
        foreach (BuddyOperation operation in program.Operations.Prepend(BuddyChapter.Instance.Creation))
        {
            // A block that cannot exist ends the reading, so the account of work is tried with refusals.
            bool isLoan = operation is BuddyOperation.Allocate;
            bool isDone = isLoan || operation is BuddyOperation.Create;
            Outcome outcome = isDone ? Outcome.Done : Outcome.Of(Errno.EINVAL);
            var report = new BuddyReport(number, counts);
            new BuddyReply(outcome, block, report, number & long.MaxValue, isLoan).Write(replies);
        }

        RepliesOfGarbageAreRefusedOrJudged(program, replies.Written.ToArray());
    }

    [Fact]
    public void WorkThatCannotBeAddedUpIsRefusedOrJudged()
    {
        BuddyProgram program = new(
            BuddySetup.Flat(4096, 10),
            [new BuddyOperation.Allocate(new Order(0)), new BuddyOperation.Allocate(new Order(0))]);
        var replies = new WireWriter();
        for (ulong i = 0; i < 3; i++)
        {
            var block = new Block(new Pfn(i), new Order(0));
            new BuddyReply(Outcome.Done, block, default, long.MaxValue, isLoan: i > 0).Write(replies);
        }

        RepliesOfGarbageAreRefusedOrJudged(program, replies.Written.ToArray());
    }

    [Property]
    public void NumbersAreReadAsTheyWereWritten(ulong number, long signed, string? text)
    {
        var writer = new WireWriter();
        writer.Number(number);
        writer.Signed(signed);
        writer.Text(text);
        var reader = new WireReader(writer.Written);
        Assert.Equal(number, reader.Number());
        Assert.Equal(signed, reader.Signed());
        string? read = reader.Text(int.MaxValue - 1);
        Assert.Equal(text is null ? null : Plain(text), read is null ? null : Plain(read));
        Assert.True(reader.IsAtEnd);
    }

    // Half of a surrogate pair is no text and is written as U+FFFD.
    private static string Plain(string text) => string.Concat(text.EnumerateRunes());
}
