namespace MmVerify.Spec;

/// <summary>
/// What is put into whatever shall be on a list: two links and nothing else. Linux: <c>struct
/// list_head</c>.
/// </summary>
/// <remarks>
/// The links are written by the implementation and read by the suite, so that what a list holds is never a
/// matter of what somebody says of it. In the kernel nothing tells a head from a node, and who mixes them up
/// is not told.
/// </remarks>
/// <param name="isHead">Whether it is the head of a list, which holds the list and is no part of it.</param>
public sealed class ListNode(bool isHead = false)
{
    /// <summary>Whether it is the head of a list.</summary>
    public bool IsHead { get; } = isHead;

    /// <summary>Whoever comes next; the head when it is the last. At first null.</summary>
    public ListNode? Next { get; set; }

    /// <summary>Whoever comes before; the head when it is the first. At first null.</summary>
    public ListNode? Previous { get; set; }

    /// <summary>Its place in the driver's pool; -1 for one that the driver did not make.</summary>
    internal int Place { get; init; } = -1;
}
