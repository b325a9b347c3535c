namespace MmVerify.Grader;

/// <summary>All chapters and laws at a glance.</summary>
internal static class PageOverview
{
    /// <summary>Writes it.</summary>
    public static Html Write(Grade grade) => Html.Of($"""
        <nav aria-labelledby="overview">
        <h2 id="overview">All laws</h2>
        <table class="chapters">
        <thead>
        <tr><th scope="col">Chapter</th><th scope="col">Points</th><th scope="col">Laws</th></tr>
        </thead>
        <tbody>
        {grade.Chapters.Select(Row)}
        </tbody>
        </table>
        </nav>
        """);

    private static Html Row(GradeChapter chapter) => Html.Of($"""
        <tr><th scope="row">{chapter.Name,80}</th><td>{chapter.Score} of {chapter.MaxScore}</td><td>
        {(chapter.Attempted ? Html.Nothing : Html.Of($"<p class=\"mark open\">not judged</p>"))}
        <ul class="laws">
        {chapter.Laws.Select(Item)}
        </ul></td></tr>

        """);

    private static Html Item(GradeLaw law)
    {
        VerdictMark mark = VerdictMark.Of(law);
        return Html.Of($"""
            <li class="{mark.Style}"><span class="mark {mark.Style}" aria-hidden="true">{mark.Sign}</span>
            <a href="#{VerdictMark.Anchor(law)}">{law.Id,80}</a>
            <span class="worth">{mark.Word}, {law.Earned}/{law.Points}</span></li>

            """);
    }
}
