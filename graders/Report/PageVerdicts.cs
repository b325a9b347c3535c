namespace MmVerify.Grader;

/// <summary>The laws of which there is no counterexample to show.</summary>
internal static class PageVerdicts
{
    private const int ShortList = 4;

    /// <summary>Writes the laws of which nothing is known, those with the same reason together.</summary>
    public static Html Unknown(Grade grade)
    {
        var groups = grade.Chapters
            .SelectMany(static chapter => chapter.Laws.Select(law => (Chapter: chapter, Law: law)))
            .Where(static entry => VerdictMark.Of(entry.Law) == VerdictMark.Unknown)
            .GroupBy(static entry => (entry.Chapter, entry.Law.Reason))
            .Select(static group =>
                Group(group.Key.Chapter, group.Key.Reason, [.. group.Select(static entry => entry.Law)]))
            .ToList();
        return groups.Count == 0 ? Html.Nothing : Html.Of($"""
            <section aria-labelledby="unknown">
            <h2 id="unknown">{VerdictMark.Unknown.ShowSign()} Unknown laws</h2>
            <p class="note">Unknown is not a pass. The reason says what is missing.</p>
            {groups}
            </section>
            """);
    }

    /// <summary>Writes the laws that hold.</summary>
    public static Html Holding(Grade grade)
    {
        List<GradeLaw> laws = [.. grade.Chapters
            .SelectMany(static chapter => chapter.Laws)
            .Where(static law => VerdictMark.Of(law) == VerdictMark.Holds)];
        return laws.Count == 0 ? Html.Nothing : Html.Of($"""
            <section aria-labelledby="holds">
            <h2 id="holds">{VerdictMark.Holds.ShowSign()} Laws that hold</h2>
            <p class="note">A witness is a step about which the law speaks, and which kept it.</p>
            <table class="holding">
            <thead>
            <tr><th scope="col">Law</th><th scope="col" class="number">Witnesses</th>
            <th scope="col" class="number">Points</th></tr>
            </thead>
            <tbody>
            {laws.Select(Row)}
            </tbody>
            </table>
            </section>
            """);
    }

    private static Html Row(GradeLaw law) => Html.Of($"""
        <tr id="{VerdictMark.Anchor(law)}"><th scope="row"><span class="id">{law.Id,80}</span>
        <span class="says">{law.Statement}</span></th>
        <td class="number">{law.Witnesses:N0}</td><td class="number">{law.Earned}/{law.Points}</td></tr>

        """);

    private static Html Group(GradeChapter chapter, string reason, List<GradeLaw> laws) => Html.Of($"""
        <article class="card open">
        {(chapter.Attempted ? Html.Nothing : Html.Of($"<h3>{chapter.Name,80} was not judged</h3>"))}
        <p class="reason">{reason,4000}</p>
        {(laws.Count <= ShortList ? List(laws) : Folded(laws))}
        </article>

        """);

    private static Html Folded(List<GradeLaw> laws) =>
        Html.Of($"<details><summary>The {laws.Count} laws</summary>{List(laws)}</details>");

    private static Html List(List<GradeLaw> laws) => Html.Of($"""
        <ul class="list">
        {laws.Select(Item)}
        </ul>
        """);

    private static Html Item(GradeLaw law) => Html.Of($"""
        <li id="{VerdictMark.Anchor(law)}"><span class="id">{law.Id,80}</span>
        <span class="says">{law.Statement}</span>
        <span class="worth">{law.Earned}/{law.Points}</span></li>

        """);
}
