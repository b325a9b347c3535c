using MmVerify.Spec;

namespace MmVerify.Specimens.Lists;

/// <summary>
/// Keeps a set of the nodes that are on lists beside the links; walks over a copy of the list.
/// </summary>
public sealed class RememberingList : IKernelList
{
    private readonly HashSet<ListNode> listed = [];

    public static IKernelList Create() => new RememberingList();

    public Errno Initialise(ListNode head)
    {
        if (!head.IsHead)
        {
            return Errno.EINVAL;
        }

        if (head.Next is not null && !IsEmpty(head))
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

        if (!listed.Add(node))
        {
            return Errno.EBUSY;
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

        if (!listed.Add(node))
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

        if (!listed.Remove(node))
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

        if (!listed.Contains(node))
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

        if (!listed.Contains(node))
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

        NodesOf(head).ForEach(visit);

        return Errno.None;
    }

    public Errno WalkBackwards(ListNode head, Action<ListNode> visit)
    {
        if (!head.IsHead)
        {
            return Errno.EINVAL;
        }

        List<ListNode> nodes = NodesOf(head);
        nodes.Reverse();
        nodes.ForEach(visit);

        return Errno.None;
    }

    public Errno WalkSafely(ListNode head, Action<ListNode> visit) => WalkForwards(head, visit);

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

    private static List<ListNode> NodesOf(ListNode head)
    {
        var nodes = new List<ListNode>();
        for (ListNode node = head.Next!; node != head; node = node.Next!)
        {
            nodes.Add(node);
        }

        return nodes;
    }
}
