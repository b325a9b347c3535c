using MmVerify.Spec;

namespace MmVerify.Specimens.Lists;

/// <summary>Throws at who adds a node that is on a list, where an answer was asked for.</summary>
[Breaks("LIST-NO-THROW")]
public sealed class ThrowsAtWhoAddsTwice : IKernelList
{
    public static IKernelList Create() => new ThrowsAtWhoAddsTwice();

    public Errno Initialise(ListNode head)
    {
        if (!head.IsHead)
        {
            return Errno.EINVAL;
        }

        if (IsOnAList(head))
        {
            return Errno.EBUSY;
        }

        head.Next = head;
        head.Previous = head;
        return Errno.None;
    }

    public Errno Add(ListNode node, ListNode head)
    {
        if (node.IsHead || !head.IsHead)
        {
            return Errno.EINVAL;
        }

        if (IsOnAList(node))
        {
            throw new InvalidOperationException("the node is on a list");
        }

        Link(node, head, head.Next!);
        return Errno.None;
    }

    public Errno AddTail(ListNode node, ListNode head)
    {
        if (node.IsHead || !head.IsHead)
        {
            return Errno.EINVAL;
        }

        if (IsOnAList(node))
        {
            return Errno.EBUSY;
        }

        Link(node, head.Previous!, head);
        return Errno.None;
    }

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

    public Errno Move(ListNode node, ListNode head)
    {
        if (node.IsHead || !head.IsHead)
        {
            return Errno.EINVAL;
        }

        if (!IsOnAList(node))
        {
            return Errno.ENOENT;
        }

        Unlink(node);
        Link(node, head, head.Next!);
        return Errno.None;
    }

    public Errno MoveTail(ListNode node, ListNode head)
    {
        if (node.IsHead || !head.IsHead)
        {
            return Errno.EINVAL;
        }

        if (!IsOnAList(node))
        {
            return Errno.ENOENT;
        }

        Unlink(node);
        Link(node, head.Previous!, head);
        return Errno.None;
    }

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

    public bool IsEmpty(ListNode head) => head.Next == head;

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

    public Errno WalkSafely(ListNode head, Action<ListNode> visit)
    {
        if (!head.IsHead)
        {
            return Errno.EINVAL;
        }

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

    private static void Link(ListNode node, ListNode before, ListNode behind)
    {
        node.Next = behind;
        node.Previous = before;
        before.Next = node;
        behind.Previous = node;
    }

    private static void Unlink(ListNode node)
    {
        node.Previous!.Next = node.Next;
        node.Next!.Previous = node.Previous;
    }
}
