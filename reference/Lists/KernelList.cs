using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using MmVerify.Spec;

namespace MmVerify.Reference;

/// <summary>
/// The list as in the kernel: four assignments to add, two to take off, and no question whether a list is
/// empty. What the kernel does not do is to recognise misuse, unless it is built to. Linux:
/// include/linux/list.h.
/// </summary>
public sealed class KernelList : IKernelList
{
    /// <inheritdoc/>
    public static IKernelList Create() => new KernelList();

    /// <inheritdoc/>
    public Errno Initialise(ListNode head)
    {
        if (!head.IsHead)
        {
            return Errno.EINVAL;
        }

        if (head.Next is not null && head.Next != head)
        {
            return Errno.EBUSY;
        }

        head.Next = head;
        head.Previous = head;
        return Errno.None;
    }

    /// <inheritdoc/>
    public Errno Add(ListNode node, ListNode head)
    {
        Errno errno = MayAdd(node, head);
        if (errno == Errno.None)
        {
            Link(node, head, head.Next!);
        }

        return errno;
    }

    /// <inheritdoc/>
    public Errno AddTail(ListNode node, ListNode head)
    {
        Errno errno = MayAdd(node, head);
        if (errno == Errno.None)
        {
            Link(node, head.Previous!, head);
        }

        return errno;
    }

    /// <inheritdoc/>
    public Errno Delete(ListNode node)
    {
        if (node.IsHead)
        {
            return Errno.EINVAL;
        }

        if (!IsOnAList(node))
        {
            return Errno.ENOENT;
        }

        Unlink(node);
        node.Next = null;
        node.Previous = null;
        return Errno.None;
    }

    /// <inheritdoc/>
    public Errno Move(ListNode node, ListNode head)
    {
        Errno errno = MayMove(node, head);
        if (errno == Errno.None)
        {
            Unlink(node);
            Link(node, head, head.Next!);
        }

        return errno;
    }

    /// <inheritdoc/>
    public Errno MoveTail(ListNode node, ListNode head)
    {
        Errno errno = MayMove(node, head);
        if (errno == Errno.None)
        {
            Unlink(node);
            Link(node, head.Previous!, head);
        }

        return errno;
    }

    /// <inheritdoc/>
    public Errno Splice(ListNode from, ListNode onto)
    {
        if (!from.IsHead || !onto.IsHead || from == onto)
        {
            return Errno.EINVAL;
        }

        if (IsEmpty(from))
        {
            return Errno.None;
        }

        ListNode first = from.Next!;
        ListNode last = from.Previous!;
        ListNode behind = onto.Next!;
        onto.Next = first;
        first.Previous = onto;
        last.Next = behind;
        behind.Previous = last;
        from.Next = from;
        from.Previous = from;
        return Errno.None;
    }

    /// <inheritdoc/>
    public bool IsEmpty(ListNode head) => head.Next == head;

    /// <inheritdoc/>
    public Errno WalkForwards(ListNode head, Action<ListNode> visit)
    {
        if (!head.IsHead)
        {
            return Errno.EINVAL;
        }

        for (ListNode node = head.Next!; node != head; node = node.Next!)
        {
            visit(node);
        }

        return Errno.None;
    }

    /// <inheritdoc/>
    public Errno WalkBackwards(ListNode head, Action<ListNode> visit)
    {
        if (!head.IsHead)
        {
            return Errno.EINVAL;
        }

        for (ListNode node = head.Previous!; node != head; node = node.Previous!)
        {
            visit(node);
        }

        return Errno.None;
    }

    /// <inheritdoc/>
    public Errno WalkSafely(ListNode head, Action<ListNode> visit)
    {
        if (!head.IsHead)
        {
            return Errno.EINVAL;
        }

        // Once the node was visited its link may be gone, so it is read before.
        ListNode node = head.Next!;
        while (node != head)
        {
            ListNode next = node.Next!;
            visit(node);
            node = next;
        }

        return Errno.None;
    }

    private static bool IsOnAList(ListNode node) => node.Next is not null && node.Next != node;

    private static Errno MayAdd(ListNode node, ListNode head) =>
        node.IsHead || !head.IsHead ? Errno.EINVAL
        : IsOnAList(node) ? Errno.EBUSY
        : Errno.None;

    private static Errno MayMove(ListNode node, ListNode head) =>
        node.IsHead || !head.IsHead ? Errno.EINVAL
        : !IsOnAList(node) ? Errno.ENOENT
        : Errno.None;

    private static void Link(ListNode node, ListNode before, ListNode behind)
    {
        AssertInvariants(before, behind);
        behind.Previous = node;
        node.Next = behind;
        node.Previous = before;
        before.Next = node;
    }

    private static void Unlink(ListNode node)
    {
        AssertInvariants(node.Previous!, node);
        AssertInvariants(node, node.Next!);
        node.Next!.Previous = node.Previous;
        node.Previous!.Next = node.Next;
    }

    [Conditional("DEBUG")]
    [ExcludeFromCodeCoverage(Justification = "checks this class, and in debug builds alone")]
    private static void AssertInvariants(ListNode before, ListNode behind)
    {
        Debug.Assert(before.Next == behind, "the next link does not lead to the neighbour");
        Debug.Assert(behind.Previous == before, "the previous link does not lead to the neighbour");
    }
}
