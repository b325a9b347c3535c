namespace MmVerify.Grader;

/// <summary>How a verdict is shown: by a sign, a word and a colour, of which each alone is enough.</summary>
/// <param name="Sign">One character.</param>
/// <param name="Word">One word.</param>
/// <param name="Style">A class of the style sheet.</param>
internal readonly record struct VerdictMark(string Sign, string Word, string Style)
{
    /// <summary>The law holds.</summary>
    public static VerdictMark Holds { get; } = new("✓", "holds", "good");

    /// <summary>The law is broken.</summary>
    public static VerdictMark Broken { get; } = new("✗", "broken", "bad");

    /// <summary>Nothing is known of the law.</summary>
    public static VerdictMark Unknown { get; } = new("?", "unknown", "open");

    /// <summary>The mark of a law. A verdict that is not known is no pass.</summary>
    public static VerdictMark Of(GradeLaw law) => law.Verdict switch
    {
        "holds" => Holds,
        "broken" => Broken,
        _ => Unknown,
    };

    /// <summary>Sign and word.</summary>
    public Html Show() =>
        Html.Of($"<span class=\"mark {Style}\"><span aria-hidden=\"true\">{Sign}</span> {Word}</span>");

    /// <summary>The sign alone, where the words beside it say the same.</summary>
    public Html ShowSign() => Html.Of($"<span class=\"mark {Style}\" aria-hidden=\"true\">{Sign}</span>");

    /// <summary>The place of a law in the page.</summary>
    public static string Anchor(GradeLaw law) =>
        "law-" + string.Concat(law.Id.Where(static c => char.IsAsciiLetterOrDigit(c) || c == '-'));
}
