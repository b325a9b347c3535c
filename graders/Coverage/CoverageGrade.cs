namespace MmVerify.Grader;

/// <summary>Turns a coverage run into an entry of <c>grade.json</c>.</summary>
internal static class CoverageGrade
{
    private const int MostStretches = 200;

    /// <summary>The entry of a run.</summary>
    /// <param name="subject">What was watched.</param>
    /// <param name="run">What came of it.</param>
    /// <param name="note">What else there is to say of it; or nothing.</param>
    public static GradeCoverage Of(MeasuredSubject subject, CoverageRun run, string note)
    {
        GradeUncovered[] uncovered = [.. run.Files.SelectMany(static file => file.Uncovered().Select(
            stretch => new GradeUncovered(file.Source.Path, stretch.First, stretch.Last)))];
        int more = uncovered.Length - Math.Min(uncovered.Length, MostStretches);
        string laws = subject.LawIds.Count == 1 ? "the law" : $"the {subject.LawIds.Count} laws";
        return new GradeCoverage(
            0,
            0,
            run.Lines,
            run.LinesCovered,
            run.Branches,
            run.BranchesCovered,
            $"{laws} that it keeps ran {run.LinesCovered} of {run.Lines} lines and took "
                + $"{run.BranchesCovered} of {run.Branches} branches"
                + (more > 0 ? $"; {more} more stretches did not run" : "") + note,
            [.. uncovered.Take(MostStretches)]);
    }

    /// <summary>The entry where there is nothing to tell but why.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="isOurs">Whether the suite or the machine is to blame.</param>
    public static GradeCoverage Unmeasured(string reason, bool isOurs)
    {
        // What can be scored says so by having points, and gets those of the rubric: to hide from the measure
        // must not be worth more than to be measured.
        int points = isOurs ? 0 : 1;
        return new(points, 0, 0, 0, 0, 0, $"not measured: {reason}", []);
    }
}
