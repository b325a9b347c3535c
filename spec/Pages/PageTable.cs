using System.Collections.Immutable;

namespace MmVerify.Spec;

/// <summary>Where the description of each frame is, and whose is there: told right after creation.</summary>
public sealed class PageTable
{
    private readonly ImmutableArray<PageAddr> pages;
    private readonly ImmutableArray<Pfn?> back;
    private readonly IReadOnlyList<Pfn> frames;
    private readonly Dictionary<PageAddr, int> places = [];

    /// <summary>Makes a table.</summary>
    /// <param name="frames">The frames.</param>
    /// <param name="pages">Where the description of each is.</param>
    /// <param name="back">Whose description is said to be there; null for nobody's.</param>
    public PageTable(IReadOnlyList<Pfn> frames, ImmutableArray<PageAddr> pages, ImmutableArray<Pfn?> back)
    {
        this.frames = frames;
        this.pages = pages;
        this.back = back;
        for (int place = pages.Length - 1; place >= 0; place--)
        {
            places[pages[place]] = place;
        }
    }

    /// <summary>Of no frames.</summary>
    public static PageTable None { get; } = new([], [], []);

    /// <summary>How many frames there are.</summary>
    public int Count => pages.Length;

    /// <summary>Where the description of a frame is, by the frame's place.</summary>
    public PageAddr PageAt(int place) => pages[place];

    /// <summary>Whose description is said to be where that of a frame is; null for nobody's.</summary>
    public Pfn? BackAt(int place) => back[place];

    /// <summary>The first frame whose description is where this one's is.</summary>
    public Pfn SameAs(int place) => frames[places[pages[place]]];

    /// <summary>The frame that an operation asks for; null when no description is there.</summary>
    public Pfn? FrameAt(PagesOperation.PfnOf asked)
    {
        int place = -1;
        for (int i = 0; i < Count && place < 0; i++)
        {
            place = frames[i] == asked.Of ? i : -1;
        }

        if (place < 0)
        {
            return null;
        }

        var address = new PageAddr(unchecked(pages[place].Value + (ulong)asked.Offset));
        return places.TryGetValue(address, out int found) ? frames[found] : null;
    }
}
