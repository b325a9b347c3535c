using MmVerify.Spec;

namespace MmVerify.Grader;

/// <summary>What a recording says of a law.</summary>
internal enum ReplayVerdict
{
    /// <summary>Every step that the law speaks of kept it.</summary>
    Holds,

    /// <summary>A step broke it.</summary>
    Broken,

    /// <summary>It was asked, and no step was such that it spoke.</summary>
    Silent,

    /// <summary>The recording does not tell what the law needs.</summary>
    NotJudged,
}

/// <summary>What a recording says of one law.</summary>
/// <param name="Id">The law.</param>
/// <param name="Verdict">What came out.</param>
/// <param name="Steps">How many steps kept it.</param>
/// <param name="Line">The first that broke it: its line; else 0.</param>
/// <param name="Text">What was wrong there, or why it was not judged; else nothing.</param>
internal sealed record ReplayedLaw(string Id, ReplayVerdict Verdict, long Steps, int Line, string Text);

/// <summary>Something that a recording holds and no law can judge.</summary>
/// <param name="Count">How often.</param>
/// <param name="What">What it is, and why nothing is said of it.</param>
internal sealed record ReplayNote(long Count, string What)
{
    /// <summary>What is said of events that came when nobody could tell any more who holds what.</summary>
    /// <param name="count">How many.</param>
    public static ReplayNote OfUnseen(long count) =>
        new(count, "events follow one after which nobody can tell who holds what: the laws end there");
}

/// <summary>What a recording says of a chapter's laws.</summary>
/// <param name="Chapter">The chapter.</param>
/// <param name="View">What was taken for an implementation of its contract.</param>
/// <param name="Laws">Each law that is no policy.</param>
/// <param name="Notes">What was left out, and how often.</param>
internal sealed record ReplayedChapter(
    string Chapter, string View, IReadOnlyList<ReplayedLaw> Laws, IReadOnlyList<ReplayNote> Notes)
{
    /// <summary>Whether some law is broken.</summary>
    public bool IsBroken => Laws.Any(static law => law.Verdict == ReplayVerdict.Broken);

    /// <summary>Makes it of what a judge has seen.</summary>
    /// <param name="chapter">The chapter.</param>
    /// <param name="view">See <see cref="View"/>.</param>
    /// <param name="witnesses">How many steps kept each law.</param>
    /// <param name="breaches">What broke which, at which line.</param>
    /// <param name="notJudged">Why a law was not asked, by id.</param>
    /// <param name="notes">See <see cref="Notes"/>; those that never happened are left out.</param>
    public static ReplayedChapter Of(
        Chapter chapter,
        string view,
        ReadOnlySpan<long> witnesses,
        IReadOnlyList<Breach> breaches,
        IReadOnlyDictionary<string, string> notJudged,
        IEnumerable<ReplayNote> notes)
    {
        var laws = new List<ReplayedLaw>();
        for (int i = 0; i < chapter.Laws.Count; i++)
        {
            Law law = chapter.Laws[i];
            Breach[] own = [.. breaches.Where(breach => breach.LawIndex == i)];
            if (!law.IsPolicy)
            {
                laws.Add(own.Length > 0 ? BrokenBy(law, witnesses[i], own.MinBy(static one => one.StepNumber))
                    : notJudged.TryGetValue(law.Id, out string? why)
                        ? new ReplayedLaw(law.Id, ReplayVerdict.NotJudged, 0, 0, why)
                    : new ReplayedLaw(
                        law.Id,
                        witnesses[i] > 0 ? ReplayVerdict.Holds : ReplayVerdict.Silent,
                        witnesses[i],
                        0,
                        ""));
            }
        }

        return new ReplayedChapter(
            chapter.Name, view, laws, [.. notes.Where(static note => note.Count > 0)]);
    }

    private static ReplayedLaw BrokenBy(Law law, long steps, Breach breach) => new(
        law.Id,
        ReplayVerdict.Broken,
        steps,
        breach.StepNumber,
        $"{breach.Judgement.Culprit}: expected {breach.Judgement.Expected}, got {breach.Judgement.Actual}");
}
