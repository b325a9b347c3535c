namespace MmVerify.Spec;

/// <summary>
/// The kernel's list: circular, doubly linked, and intrusive, which means that the links are in the nodes
/// themselves. A head is a node that holds a list and is no part of it. Linux: <c>include/linux/list.h</c>.
/// </summary>
/// <remarks>
/// An instance is used by one thread. A node is on one list at most. All that counts is what is written to
/// <see cref="ListNode.Next"/> and <see cref="ListNode.Previous"/>: from a head along either of them one
/// comes past every node of the list, in order or in reverse, and back to the head. A node that is on no
/// list has links that are both null, or that both lead to itself; which of the two is open everywhere.
/// Where several reasons to refuse apply, <see cref="Errno.EINVAL"/> comes first. Nobody is ever given null
/// for a node. Walks apart, an operation takes a number of steps that does not depend on how long a list is.
/// </remarks>
public interface IKernelList
{
    /// <summary>Makes an instance.</summary>
    /// <remarks>
    /// <para>Requires: nothing. Ensures: nothing. Failure: there is none.</para>
    /// <para>Open: whether an instance keeps anything; the links suffice.</para>
    /// </remarks>
    static abstract IKernelList Create();

    /// <summary>Makes a head the head of an empty list. Linux: <c>INIT_LIST_HEAD</c>.</summary>
    /// <remarks>
    /// <para>Requires: nothing; misuse is recognised.</para>
    /// <para>Ensures: both links of the head lead to itself. No other links change.</para>
    /// <para>Failure: <see cref="Errno.EINVAL"/> when it is no head; <see cref="Errno.EBUSY"/> when its list
    /// has nodes, which would be lost. Nothing has changed then.</para>
    /// <para>Open: nothing.</para>
    /// </remarks>
    /// <param name="head">A head, new or of an empty list.</param>
    Errno Initialise(ListNode head);

    /// <summary>Puts a node first. Linux: <c>list_add</c>.</summary>
    /// <remarks>
    /// <para>Requires: nothing; misuse is recognised.</para>
    /// <para>Ensures: the node comes right after the head, and all others after it in their order.</para>
    /// <para>Failure: <see cref="Errno.EINVAL"/> when the node is a head or the head is none;
    /// <see cref="Errno.EBUSY"/> when the node is on a list, this one or another. Nothing has changed
    /// then.</para>
    /// <para>Open: nothing.</para>
    /// </remarks>
    /// <param name="node">A node that is on no list.</param>
    /// <param name="head">The list.</param>
    Errno Add(ListNode node, ListNode head);

    /// <summary>Puts a node last. Linux: <c>list_add_tail</c>.</summary>
    /// <remarks>
    /// <para>Requires: nothing; misuse is recognised.</para>
    /// <para>Ensures: the node comes right before the head, and all others before it in their order.</para>
    /// <para>Failure: as <see cref="Add"/>.</para>
    /// <para>Open: nothing.</para>
    /// </remarks>
    /// <param name="node">A node that is on no list.</param>
    /// <param name="head">The list.</param>
    Errno AddTail(ListNode node, ListNode head);

    /// <summary>Takes a node off its list. Linux: <c>list_del</c>, <c>list_del_init</c>.</summary>
    /// <remarks>
    /// <para>Requires: nothing; misuse is recognised.</para>
    /// <para>Ensures: its neighbours are each other's neighbours, and it is on no list.</para>
    /// <para>Failure: <see cref="Errno.EINVAL"/> for a head; <see cref="Errno.ENOENT"/> when the node is on
    /// no list. Nothing has changed then.</para>
    /// <para>Open: whether its links are null then or lead to itself.</para>
    /// </remarks>
    /// <param name="node">A node that is on a list.</param>
    Errno Delete(ListNode node);

    /// <summary>Takes a node off its list and puts it first. Linux: <c>list_move</c>.</summary>
    /// <remarks>
    /// <para>Requires: nothing; misuse is recognised. It may be the same list.</para>
    /// <para>Ensures: as <see cref="Delete"/>, then <see cref="Add"/>.</para>
    /// <para>Failure: <see cref="Errno.EINVAL"/> when the node is a head or the head is none;
    /// <see cref="Errno.ENOENT"/> when the node is on no list. Nothing has changed then.</para>
    /// <para>Open: nothing.</para>
    /// </remarks>
    /// <param name="node">A node that is on a list.</param>
    /// <param name="head">Where it goes.</param>
    Errno Move(ListNode node, ListNode head);

    /// <summary>Takes a node off its list and puts it last. Linux: <c>list_move_tail</c>.</summary>
    /// <remarks>
    /// <para>Requires: nothing; misuse is recognised. It may be the same list.</para>
    /// <para>Ensures: as <see cref="Delete"/>, then <see cref="AddTail"/>.</para>
    /// <para>Failure: as <see cref="Move"/>.</para>
    /// <para>Open: nothing.</para>
    /// </remarks>
    /// <param name="node">A node that is on a list.</param>
    /// <param name="head">Where it goes.</param>
    Errno MoveTail(ListNode node, ListNode head);

    /// <summary>Puts all nodes of a list first on another. Linux: <c>list_splice_init</c>.</summary>
    /// <remarks>
    /// <para>Requires: nothing; misuse is recognised. Either list may be empty.</para>
    /// <para>Ensures: the nodes come right after the head, in their order, and those that were there come
    /// after them; the other list is empty.</para>
    /// <para>Failure: <see cref="Errno.EINVAL"/> when one of the two is no head, or both are the same.
    /// Nothing has changed then.</para>
    /// <para>Open: nothing.</para>
    /// </remarks>
    /// <param name="from">The list whose nodes go.</param>
    /// <param name="onto">Where they go.</param>
    Errno Splice(ListNode from, ListNode onto);

    /// <summary>Whether no node is on a list. Linux: <c>list_empty</c>.</summary>
    /// <remarks>
    /// <para>Requires: a head. Ensures: nothing changes. Failure: there is none. Open: nothing.</para>
    /// </remarks>
    /// <param name="head">The list.</param>
    bool IsEmpty(ListNode head);

    /// <summary>Visits every node, the first one first. Linux: <c>list_for_each</c>.</summary>
    /// <remarks>
    /// <para>Requires: the visit changes no links.</para>
    /// <para>Ensures: each node is visited once, in order, the head never; nothing changes.</para>
    /// <para>Failure: <see cref="Errno.EINVAL"/> when it is no head; nobody was visited then.</para>
    /// <para>Open: nothing.</para>
    /// </remarks>
    /// <param name="head">The list.</param>
    /// <param name="visit">Is given each node.</param>
    Errno WalkForwards(ListNode head, Action<ListNode> visit);

    /// <summary>Visits every node, the last one first. Linux: <c>list_for_each_prev</c>.</summary>
    /// <remarks>
    /// <para>Requires: the visit changes no links.</para>
    /// <para>Ensures: each node is visited once, in reverse order, the head never; nothing changes.</para>
    /// <para>Failure: as <see cref="WalkForwards"/>.</para>
    /// <para>Open: nothing.</para>
    /// </remarks>
    /// <param name="head">The list.</param>
    /// <param name="visit">Is given each node.</param>
    Errno WalkBackwards(ListNode head, Action<ListNode> visit);

    /// <summary>
    /// Visits every node, the first one first, where the visit may take it off. Linux:
    /// <c>list_for_each_safe</c>.
    /// </summary>
    /// <remarks>
    /// <para>Requires: the visit changes nothing but that it may <see cref="Delete"/> the node that it is
    /// given.</para>
    /// <para>Ensures: each node is visited once, in order, the head never, whatever the visit takes
    /// off.</para>
    /// <para>Failure: as <see cref="WalkForwards"/>.</para>
    /// <para>Open: nothing.</para>
    /// </remarks>
    /// <param name="head">The list.</param>
    /// <param name="visit">Is given each node.</param>
    Errno WalkSafely(ListNode head, Action<ListNode> visit);
}
