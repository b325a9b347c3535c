namespace MmVerify.Spec;

/// <summary>
/// The page allocator as those above it see it: what a chapter is given that needs frames. Linux:
/// <c>alloc_pages</c>, <c>__free_pages</c>.
/// </summary>
/// <remarks>
/// Whoever is given one has all of its free frames to ask for, and is watched: what is taken, given back or
/// misused is noted, and any request may fail, also when frames are free. Any allocator of the Buddy chapter
/// can stand behind it: <see cref="BuddyPages"/>.
/// </remarks>
public interface IPageAllocator
{
    /// <summary>Hands out a block of 2^order frames.</summary>
    /// <remarks>
    /// <para>Requires: nothing. Ensures: the block starts at a multiple of its size, and nobody else has any
    /// of its frames. What the frames hold is whatever it was.</para>
    /// <para>Failure: <see cref="Errno.ENOMEM"/>, when no such block is free or when that is pretended.
    /// Nothing has changed then.</para>
    /// <para>Open: which block it is; do not count on two of them lying side by side.</para>
    /// </remarks>
    /// <param name="order">The size of the block.</param>
    Result<Block> Allocate(Order order);

    /// <summary>Takes back a block.</summary>
    /// <remarks>
    /// <para>Requires: a block as it was handed out, of the same order, not given back before, none of whose
    /// frames is mapped any more. Ensures: its frames are free.</para>
    /// <para>Failure: <see cref="Errno.EINVAL"/> for any other block: that is misuse, and noted. Nothing has
    /// changed then. To give back never fails otherwise.</para>
    /// <para>Open: nothing.</para>
    /// </remarks>
    /// <param name="block">What <see cref="Allocate"/> handed out.</param>
    Errno Free(Block block);
}
