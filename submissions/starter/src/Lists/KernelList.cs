using MmVerify.Spec;

namespace Starter;

/// <summary>
/// Your kernel list. What each member must do is written at <see cref="IKernelList"/>: place the cursor on a
/// name and press F12, or let the editor show its documentation.
/// </summary>
public sealed class KernelList : IKernelList
{
    // There is nothing to keep here: a list is its head, and all that is known of it is in the links. A node
    // that is on no list has links that are null, or, if you like that better, lead to itself.

    /// <inheritdoc/>
    public static IKernelList Create() => new KernelList();

    /// <inheritdoc/>
    public Errno Initialise(ListNode head)
    {
        // 1. Is it a head at all? If not: return Errno.EINVAL; a list that has nodes: return Errno.EBUSY;
        // 2. Let both of its links lead to itself. LIST-EMPTY is about this.
        throw new NotImplementedException("Initialise: let both links of the head lead to itself");
    }

    /// <inheritdoc/>
    public Errno Add(ListNode node, ListNode head)
    {
        // 1. A head in the place of a node, or the reverse: return Errno.EINVAL;
        // 2. The node is on a list: return Errno.EBUSY; its links tell.
        // 3. Between the head and whoever is first four links have to change: two of the node, one of each
        //    neighbour. Draw them. LIST-ORDER tells when the next links are wrong, LIST-BOTH-WAYS when only
        //    the previous ones are.
        throw new NotImplementedException("Add: put the node between the head and whoever is first");
    }

    /// <inheritdoc/>
    public Errno AddTail(ListNode node, ListNode head) => throw new NotImplementedException(
        "AddTail: the same between whoever is last and the head; is there a method in it for both?");

    /// <inheritdoc/>
    public Errno Delete(ListNode node)
    {
        // 1. A head: return Errno.EINVAL; a node that is on no list: return Errno.ENOENT;
        // 2. Make its two neighbours each other's neighbours: two links.
        // 3. Let its own links lead nowhere. LIST-DELETE-ISOLATES is about this.
        throw new NotImplementedException("Delete: make the node's neighbours each other's neighbours");
    }

    /// <inheritdoc/>
    public Errno Move(ListNode node, ListNode head) => throw new NotImplementedException(
        "Move: take the node off its list and put it first on the other");

    /// <inheritdoc/>
    public Errno MoveTail(ListNode node, ListNode head) => throw new NotImplementedException(
        "MoveTail: take the node off its list and put it last on the other");

    /// <inheritdoc/>
    public Errno Splice(ListNode from, ListNode onto)
    {
        // An empty list has no first and no last node: that is asked first. Then four links join the two
        // lists, whatever their length, and two make the one list empty.
        throw new NotImplementedException("Splice: put all nodes of the one list first on the other");
    }

    /// <inheritdoc/>
    public bool IsEmpty(ListNode head) => throw new NotImplementedException(
        "IsEmpty: answer whether the head leads to itself");

    /// <inheritdoc/>
    public Errno WalkForwards(ListNode head, Action<ListNode> visit) => throw new NotImplementedException(
        "WalkForwards: visit whoever the next links lead to, until that is the head");

    /// <inheritdoc/>
    public Errno WalkBackwards(ListNode head, Action<ListNode> visit) => throw new NotImplementedException(
        "WalkBackwards: the same along the previous links");

    /// <inheritdoc/>
    public Errno WalkSafely(ListNode head, Action<ListNode> visit)
    {
        // The visit may delete the node that it is given: whoever comes next has to be known before.
        throw new NotImplementedException("WalkSafely: visit every node, even if each is deleted at once");
    }
}
