namespace MmVerify.Grader;

/// <summary>The broken laws, each with the program that breaks it.</summary>
internal static class PageBroken
{
    /// <summary>Writes them.</summary>
    /// <param name="grade">What was found.</param>
    /// <param name="maps">Takes the style rules that the memory maps need.</param>
    public static Html Write(Grade grade, MapStyles maps)
    {
        List<GradeLaw> laws = [.. grade.Chapters
            .SelectMany(static chapter => chapter.Laws)
            .Where(static law => VerdictMark.Of(law) == VerdictMark.Broken)];
        return laws.Count == 0 ? Html.Nothing : Html.Of($"""
            <section aria-labelledby="broken">
            <h2 id="broken">{VerdictMark.Broken.ShowSign()} Broken laws</h2>
            <p class="note">Each with the shortest program found that breaks it.</p>
            {laws.Select(law => Law(law, maps))}
            </section>
            """);
    }

    private static Html Law(GradeLaw law, MapStyles maps)
    {
        string anchor = VerdictMark.Anchor(law);
        return Html.Of($"""
            <article class="card bad" id="{anchor}" aria-labelledby="{anchor}-says">
            <p class="top">{VerdictMark.Broken.Show()} <span class="id">{law.Id,80}</span>
            <span class="worth">{law.Earned} of {law.Points} points</span></p>
            <h3 id="{anchor}-says">{law.Statement}</h3>
            {(law.Counterexample is null ? Grounds(law) : Found(law, law.Counterexample, maps))}
            </article>

            """);
    }

    private static Html Grounds(GradeLaw law) => Html.Of($"""
        <p class="reason">{law.Reason,4000}</p>
        <dl class="lesson">{Background(law)}</dl>
        """);

    private static Html Found(GradeLaw law, GradeCounterexample found, MapStyles maps) => Html.Of($"""
        <dl class="wrong">
        <div><dt>What is wrong</dt><dd>{found.Culprit,600}</dd></div>
        <div><dt>Had to be</dt><dd>{found.Expected,600}</dd></div>
        <div><dt>Was</dt><dd class="was">{found.Actual,600}</dd></div>
        </dl>
        {PageWalk.Write(found, maps)}
        {PageStory.Write(found)}
        <dl class="lesson">
        {Background(law)}
        <div><dt>How it was found</dt><dd>{Shrunk(found)}</dd></div>
        </dl>
        <details>
        <summary>The same program as an xunit test</summary>
        <pre class="copy"><code>{found.Test,ShownText.MaxCodeLength}</code></pre>
        </details>
        <div class="again"><h4>Run it again</h4>
        <pre class="copy"><code>mmverify replay {found.Replay,4000} DIR</code></pre>
        <p class="note">DIR is the folder of the submission.</p></div>
        """);

    private static Html Background(GradeLaw law) => Html.Of($"""
        {Term("Why it matters", law.Why)}
        {Term("Source", law.Source)}
        """);

    private static Html Term(string term, string text) => text.Length == 0
        ? Html.Nothing
        : Html.Of($"<div><dt>{term}</dt><dd>{text}</dd></div>");

    private static string Shrunk(GradeCounterexample found)
    {
        int steps = Math.Max(found.Steps.Count - 1, 0);
        return found.ShrunkFrom > steps ? $"Shrunk from {Count(found.ShrunkFrom)} to {steps}."
            : $"Found with {Count(steps)}: nothing could be left out.";
    }

    private static string Count(int steps) => steps == 1 ? "1 step" : $"{steps} steps";
}
