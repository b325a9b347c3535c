namespace MmVerify.Spec;

/// <summary>
/// Any buddy allocator as the page allocator of those above it, so that a student's own can stand under the
/// student's other work.
/// </summary>
/// <param name="allocator">The allocator.</param>
public sealed class BuddyPages(IBuddyAllocator allocator) : IPageAllocator
{
    /// <inheritdoc/>
    public Result<Block> Allocate(Order order) => allocator.Allocate(order);

    /// <inheritdoc/>
    public Errno Free(Block block) => allocator.Free(block);
}
