using System.Collections.Immutable;

namespace MmVerify.Spec;

/// <summary>What was told of every frame.</summary>
/// <param name="frames">The frames, in ascending order.</param>
/// <param name="states">The state of each of them.</param>
public sealed class PageStates(IReadOnlyList<Pfn> frames, ImmutableArray<PageState> states)
    : IEquatable<PageStates>
{
    private const int MostTold = 8;

    /// <summary>Of no frames.</summary>
    public static PageStates None { get; } = new([], []);

    /// <summary>The frames, in ascending order.</summary>
    public IReadOnlyList<Pfn> Frames => frames;

    /// <summary>How many frames there are.</summary>
    public int Count => states.Length;

    /// <summary>The state of a frame, by its place.</summary>
    public PageState this[int place] => states[place];

    /// <summary>All frames with their states.</summary>
    public IEnumerable<(Pfn Frame, PageState State)> All => frames.Zip(states);

    /// <summary>The state of a frame; <see cref="PageState.Untold"/> when there is no such frame.</summary>
    public PageState Of(Pfn frame)
    {
        for (int place = 0; place < states.Length; place++)
        {
            if (frames[place] == frame)
            {
                return states[place];
            }
        }

        return PageState.Untold;
    }

    /// <inheritdoc/>
    public bool Equals(PageStates? other) =>
        other is not null && states.AsSpan().SequenceEqual(other.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PageStates);

    /// <inheritdoc/>
    public override int GetHashCode() => states.Length;

    /// <inheritdoc/>
    public override string ToString()
    {
        string[] told =
        [
            .. states.Index().Where(static one => one.Item != PageState.Free)
                .Select(one => $"{frames[one.Index]}: {one.Item}"),
        ];
        return told.Length == 0 ? "all free"
            : string.Join("; ", told.Take(MostTold)) + (told.Length > MostTold ? "; …" : "");
    }

    private ReadOnlySpan<PageState> AsSpan() => states.AsSpan();
}
