namespace MmVerify.Spec;

/// <summary>
/// Any buddy allocator as the page allocator of those above it, so that a student's own can stand under the
/// student's other work.
/// </summary>
/// <param name="allocator">The allocator.</param>
public sealed class BuddyPages(IBuddyAllocator allocator) : IPageAllocator
{
    /// <summary>The pages of a memory, handed out by a new buddy allocator.</summary>
    /// <typeparam name="TBuddy">The allocator.</typeparam>
    /// <param name="memory">The memory.</param>
    public static BuddyPages Of<TBuddy>(MemoryMap memory)
        where TBuddy : IBuddyAllocator =>
        new(TBuddy.Create(new BuddySetup(memory, Order.Max)));

    /// <inheritdoc/>
    public Result<Block> Allocate(Order order) => allocator.Allocate(order);

    /// <inheritdoc/>
    public Errno Free(Block block) => allocator.Free(block);
}
