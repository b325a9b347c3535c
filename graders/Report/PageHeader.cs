namespace MmVerify.Grader;

/// <summary>The head of the page: whose grade, how many points, how it came about.</summary>
internal static class PageHeader
{
    /// <summary>Writes it.</summary>
    public static Html Write(Grade grade)
    {
        string share = Share(grade.Score, grade.MaxScore);
        string name = grade.Submission.Length == 0 ? "Submission" : grade.Submission;
        return Html.Of($"""
            <header>
            <p class="brand">MmVerify report</p>
            <h1><bdi>{name,200}</bdi></h1>
            <p class="score"><strong>{grade.Score}</strong> of {grade.MaxScore} points</p>
            <svg class="bar" role="img" aria-label="{share} of the points" height="10">
            <rect class="all" width="100%" height="10" rx="5"/>
            <rect class="part" width="{share}" height="10" rx="5"/>
            </svg>
            {Lead(grade)}
            <dl class="facts">
            <div><dt>Sandbox</dt><dd>{grade.Sandbox.Tier,60}, {InForce(grade.Sandbox)}</dd></div>
            <div><dt>Seed</dt><dd><code>{ReportPage.SeedText(grade)}</code></dd></div>
            <div><dt>Rubric</dt><dd><bdi>{grade.Rubric,120}</bdi></dd></div>
            {Below(grade)}
            <div><dt>Suite</dt><dd>{grade.SuiteVersion,60}</dd></div>
            </dl>
            </header>
            """);
    }

    // Where a chapter stands on the plain page allocator there is nothing to tell.
    private static Html Below(Grade grade)
    {
        string[] chapters = [.. grade.Chapters.Where(static chapter => chapter.Stack is not null)
            .Select(static chapter => chapter.Name)];
        return chapters.Length == 0
            ? Html.Nothing
            : Html.Of($"<div><dt>On its own buddy</dt><dd>{string.Join(", ", chapters),120}</dd></div>");
    }

    private static string InForce(GradeSandbox sandbox) =>
        $"{sandbox.Layers.Count(static layer => layer.InForce)} of {sandbox.Layers.Count} layers in force";

    private static string Share(int score, int most) =>
        most <= 0 ? "0%" : $"{Math.Clamp(100L * score / most, 0, 100)}%";

    private static Html Lead(Grade grade)
    {
        List<GradeLaw> laws = [.. grade.Chapters.SelectMany(static chapter => chapter.Laws)];
        List<GradeLaw> broken = [.. laws.Where(static law => VerdictMark.Of(law) == VerdictMark.Broken)];
        int open = laws.Count(static law => VerdictMark.Of(law) == VerdictMark.Unknown);
        if (broken.Count > 0)
        {
            return Html.Of($"""
                <p class="lead">{broken.Count} of {laws.Count} laws
                {(broken.Count == 1 ? "is" : "are")} broken.
                Start with <a href="#{VerdictMark.Anchor(broken[0])}">{broken[0].Id,80}</a>.</p>
                """);
        }

        if (grade.Errors.Count > 0)
        {
            return Html.Of($"<p class=\"lead\">It does not compile, so nothing could be judged.</p>");
        }

        if (grade.Chapters.All(static chapter => !chapter.Attempted))
        {
            return Html.Of($"<p class=\"lead\">Nothing could be judged. The reason is below.</p>");
        }

        return open == laws.Count
            ? Html.Of($"<p class=\"lead\">No law could be judged. The reasons are below.</p>")
            : open > 0 ? Html.Of($"<p class=\"lead\">No law is broken; {open} could not be judged.</p>")
            : Html.Of($"<p class=\"lead\">All {laws.Count} laws hold.</p>");
    }
}
