using MmVerify.Spec;

namespace MmVerify.Properties.Tests;

/// <summary>
/// Refuses everything, in good manners: an allocator that does nothing and breaks little.
/// </summary>
internal sealed class AlwaysFull : IBuddyAllocator
{
    private readonly BuddySetup setup;
    private readonly CountPerOrder free;

    private AlwaysFull(BuddySetup setup)
    {
        var model = new BuddyModel();
        model.Start(setup);
        this.setup = setup;
        free = model.FreeBlocks;
    }

    public long FreePageCount => setup.Memory.PageCount;

    public static IBuddyAllocator Create(BuddySetup setup) => new AlwaysFull(setup);

    public Result<Block> Allocate(Order order) => order > setup.MaxOrder ? Errno.EINVAL : Errno.ENOMEM;

    public Errno Free(Block block) => Errno.EINVAL;

    public int FreeBlockCount(Order order) => free[order.Value];
}
