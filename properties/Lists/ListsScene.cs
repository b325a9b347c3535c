using System.Text;
using MmVerify.Spec;

namespace MmVerify.Properties;

/// <summary>
/// The lecture's example, carried out: three foxes, each with a list node inside, come to a list and leave
/// it. What it tells is read from the links alone: any implementation can play it.
/// </summary>
public sealed class ListsScene
{
    private const int CaptionWidth = 34;
    private const int WayWidth = 40;

    private static readonly string[] Foxes = ["red", "grey", "arctic"];

    private static readonly (string Caption, ListsOperation Operation)[] Acts =
    [
        ("the red fox comes first", new ListsOperation.Add(NodeName.Node(0), NodeName.Head(0))),
        ("the grey fox comes first", new ListsOperation.Add(NodeName.Node(1), NodeName.Head(0))),
        ("the arctic fox comes last", new ListsOperation.AddTail(NodeName.Node(2), NodeName.Head(0))),
        ("the red fox is deleted", new ListsOperation.Delete(NodeName.Node(0))),
        ("the grey fox moves to the den", new ListsOperation.Move(NodeName.Node(1), NodeName.Head(1))),
        ("the den is spliced onto the list", new ListsOperation.Splice(NodeName.Head(1), NodeName.Head(0))),
        ("a safe walk deletes every fox", new ListsOperation.WalkSafely(NodeName.Head(0), 1)),
    ];

    private readonly ListsReply[] replies = new ListsReply[Acts.Length + 1];

    /// <summary>Plays the scene.</summary>
    /// <param name="create">How to make the list.</param>
    public ListsScene(ListsFactory create)
    {
        var program = new Program<ListsSetup, ListsOperation>(
            new ListsSetup(lists: 2, Foxes.Length), [.. Acts.Select(static act => act.Operation)]);
        int count = new ListsDriver(create).Run(program, replies);
        if (count < replies.Length || replies.Any(static reply => reply.Outcome.Kind != OutcomeKind.Done))
        {
            throw new ArgumentException("the list cannot play the scene", nameof(create));
        }
    }

    /// <summary>The list after each act, forwards and backwards.</summary>
    public string Story()
    {
        var text = new StringBuilder();
        text.Append($"{"",-CaptionWidth}{"forwards",-WayWidth}backwards\n");
        for (int act = 0; act < replies.Length; act++)
        {
            string caption = act == 0 ? "at first" : Acts[act - 1].Caption;
            string forwards = Way(replies[act].Links, isBackwards: false);
            string backwards = Way(replies[act].Links, isBackwards: true);
            text.Append($"{caption,-CaptionWidth}{forwards,-WayWidth}{backwards}\n");
        }

        return text.ToString();
    }

    /// <summary>The list with all three foxes, as a ring of boxes.</summary>
    public string Ring()
    {
        ListsLinks links = replies[Foxes.Length].Links;
        IEnumerable<string> boxes = links.From(0, isBackwards: false, out _)
            .Select(place => $"[ {NameOf(links, place)} ]").Prepend("[ foxes ]");
        string row = string.Join(" <-> ", boxes);
        string bottom = new('-', row.Length + 6);
        return $".-> {row} <-.\n'-{bottom}-'\n";
    }

    /// <summary>Both links of every node, before the red fox is deleted and afterwards.</summary>
    public string Deletion()
    {
        ListsLinks before = replies[Foxes.Length].Links;
        ListsLinks after = replies[Foxes.Length + 1].Links;
        var text = new StringBuilder();
        text.Append($"{"",-10}{"previous",-10}{"next",-10}{"",8}{"previous",-10}next\n");
        foreach (int place in Enumerable.Range(0, before.Places).Where(static place => place != 1))
        {
            string was = $"{Link(before, before.Previous(place)),-10}{Link(before, before.Next(place)),-10}";
            string isNow = $"{Link(after, after.Previous(place)),-10}{Link(after, after.Next(place))}";
            text.Append($"{NameOf(before, place),-10}{was}{"->",-8}{isNow}\n");
        }

        return text.ToString();
    }

    private static string Way(ListsLinks links, bool isBackwards) => string.Join(
        " > ",
        links.From(0, isBackwards, out _).Select(place => NameOf(links, place))
            .Prepend("foxes").Append("foxes"));

    private static string Link(ListsLinks links, int to) => to < 0 ? "null" : NameOf(links, to);

    private static string NameOf(ListsLinks links, int place) => links.NameOf(place) switch
    {
        { IsHead: true, Number: 0 } => "foxes",
        { IsHead: true } => "den",
        { Number: var fox } => Foxes[fox],
    };
}
