namespace MmVerify.Grader;

/// <summary>
/// What was measured besides the laws: changes that no law noticed, and lines that never ran.
/// </summary>
internal static class PageMeasures
{
    /// <summary>Writes it; nothing where nothing was measured.</summary>
    public static Html Write(Grade grade)
    {
        List<GradeChapter> measured = [.. grade.Chapters.Where(static chapter =>
            chapter.Mutation is not null || chapter.Coverage is not null)];
        return measured.Count == 0 ? Html.Nothing : Html.Of($"""
            <section aria-labelledby="measures">
            <h2 id="measures">How much of the code the laws see</h2>
            <p class="note">A change to the code that no law notices, or a line that never runs, is code whose
            purpose the laws do not know: look whether it is needed, and what else it should do.</p>
            {measured.Select(Chapter)}
            </section>
            """);
    }

    private static Html Chapter(GradeChapter chapter) => Html.Of($"""
        {(chapter.Mutation is GradeMutation mutation ? Mutation(chapter, mutation) : Html.Nothing)}
        {(chapter.Coverage is GradeCoverage coverage ? Coverage(chapter, coverage) : Html.Nothing)}

        """);

    private static Html Mutation(GradeChapter chapter, GradeMutation mutation) => Html.Of($"""
        <article class="card">
        <h3>{chapter.Name,80}: {Share(mutation.Percent)} of the mutants noticed</h3>
        <p class="reason">{mutation.Reason,4000}</p>
        {(mutation.Survivors.Count == 0 ? Html.Nothing : Survivors(mutation))}
        </article>

        """);

    private static Html Survivors(GradeMutation mutation) => Html.Of($"""
        <table class="survivors">
        <thead>
        <tr><th scope="col">Place</th><th scope="col">What stands there</th>
        <th scope="col">What no law would have noticed</th></tr>
        </thead>
        <tbody>
        {mutation.Survivors.Select(Survivor)}
        </tbody>
        </table>
        """);

    private static Html Survivor(GradeSurvivor one) => Html.Of($"""
        <tr><th scope="row">{one.File,200}:{one.Line}</th><td><code>{one.Original,400}</code></td>
        <td><code>{one.Replacement,400}</code> <span class="note">{one.Mutator,120}</span></td></tr>

        """);

    private static Html Coverage(GradeChapter chapter, GradeCoverage coverage) => Html.Of($"""
        <article class="card">
        <h3>{chapter.Name,80}: {Ran(coverage)} ran</h3>
        <p class="reason">{coverage.Reason,4000}</p>
        {(coverage.Uncovered.Count == 0 ? Html.Nothing : Html.Of($"""
            <ul class="list">
            {coverage.Uncovered.Select(Stretch)}
            </ul>
            """))}
        </article>

        """);

    private static Html Stretch(GradeUncovered one) => one.First == one.Last
        ? Html.Of($"<li><span class=\"id\">{one.File,200}:{one.First}</span> did not run</li>")
        : Html.Of($"<li><span class=\"id\">{one.File,200}:{one.First}–{one.Last}</span> did not run</li>");

    private static string Ran(GradeCoverage coverage) => coverage.Lines == 0
        ? "an unknown number of lines"
        : $"{coverage.LinesCovered} of {coverage.Lines} lines";

    private static string Share(decimal? percent) =>
        percent is decimal known ? $"{known:0.#} %" : "an unknown share";
}
