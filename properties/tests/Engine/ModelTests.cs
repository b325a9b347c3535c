using MmVerify.Reference;
using MmVerify.Spec;
using MmVerify.Specimens.Buddy;
using MmVerify.Xunit;

namespace MmVerify.Properties.Tests;

/// <summary>The model, which counts, against one that is a set of frames.</summary>
[Properties(MaxTest = 300, Arbitrary = [typeof(AnyProgram)])]
public sealed class ModelTests
{
    private const long MostPages = 128;

    [Property]
    public void TheModelIsASetOfFrames(BuddyProgram program) =>
        Compare(program, BuddyDriver.For<BuddyAllocator>());

    [Property]
    public void ItFollowsAWrongAllocatorAsFarAsASetDoes(BuddyProgram program) =>
        Compare(program, BuddyDriver.For<MergesAcrossOrders>());

    private static void Compare(BuddyProgram program, BuddyDriver driver)
    {
        if (program.Setup.Memory.PageCount > MostPages)
        {
            return;
        }

        var replies = new BuddyReply[program.Operations.Length + 1];
        int count = driver.Run(program, replies);
        var model = new BuddyModel();
        model.Start(program.Setup);
        var frames = new FrameSet(program.Setup);
        AssertSame(program.Setup, model, frames);
        for (int i = 1; i < count; i++)
        {
            ref BuddyReply reply = ref replies[i];
            if (reply.Outcome.Kind is OutcomeKind.Skipped)
            {
                continue;
            }

            bool canFollow = model.Follow(program.Operations[i - 1], in reply);
            Assert.Equal(frames.TryFollow(program.Operations[i - 1], reply), canFollow);
            if (!canFollow)
            {
                return;
            }

            AssertSame(program.Setup, model, frames);
        }
    }

    private static void AssertSame(BuddySetup setup, BuddyModel model, FrameSet frames)
    {
        Assert.Equal(frames.FreeCount, model.FreePages);
        Assert.Equal(frames.HeldCount == 0, model.IsIdle);
        CountPerOrder counts = default;
        for (int order = 0; order <= setup.MaxOrder.Value; order++)
        {
            counts[order] = frames.MergedBlocks(new Order(order)).Count;
            Assert.Equal(frames.HasRun(new Order(order)), model.HasFree(new Order(order)));
        }

        Assert.Equal(counts, model.FreeBlocks);
        for (ulong frame = setup.Memory.First.Value; frame <= setup.Memory.End.Value; frame++)
        {
            var block = new Block(new Pfn(frame), new Order((int)(frame % Order.Count)));
            Assert.Equal(frames.ClaimOf(block), model.ClaimOf(block));
            Assert.Equal(frames.IsFree(block), model.IsFree(block));
        }
    }
}
