namespace Starter.Tests;

/// <summary>Your own tests, and those that a report offers for pasting.</summary>
public sealed class KernelListTests
{
    // Such a test runs one program and asks one law, for example:
    //
    // [Fact]
    // public void ListsOrder() => LawAssert.Keeps<KernelList>(
    //     "LIST-ORDER",
    //     new ListsSetup(lists: 1, nodes: 1),
    //     new ListsOperation.Add(NodeName.Node(0), NodeName.Head(0)));
}
