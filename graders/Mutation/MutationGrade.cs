namespace MmVerify.Grader;

/// <summary>Turns a mutation run into an entry of <c>grade.json</c>.</summary>
internal static class MutationGrade
{
    /// <summary>The entry of a run.</summary>
    /// <param name="subject">What was mutated.</param>
    /// <param name="run">What came of it.</param>
    /// <param name="note">What else there is to say of it; or nothing.</param>
    public static GradeMutation Of(MeasuredSubject subject, MutationRun run, string note)
    {
        int killed = run.Count(MutantFate.Killed);
        int survived = run.Count(MutantFate.Survived);
        int uncovered = run.Count(MutantFate.NoCoverage);
        int timeouts = run.Count(MutantFate.Timeout);
        string laws = subject.LawIds.Count == 1 ? "the law" : $"the {subject.LawIds.Count} laws";
        string clock = timeouts == 0 ? "" : $"; {timeouts} stopped by the clock, which count neither way";
        return new GradeMutation(
            0,
            0,
            run.Percent,
            killed,
            survived,
            timeouts,
            uncovered,
            $"{laws} that it keeps and that can be asked of a mutant noticed {killed} of "
                + $"{killed + survived + uncovered} changes to the code{clock}{note}",
            SurvivorChoice.Of(run.Mutants));
    }

    /// <summary>The entry where there is nothing to tell but why.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="isOurs">Whether the suite or the machine is to blame. What is the submission's own doing
    /// is 0 %: to hide from the measure must not be worth more than to be measured.</param>
    public static GradeMutation Unmeasured(string reason, bool isOurs) =>
        new(0, 0, isOurs ? null : 0, 0, 0, 0, 0, $"not measured: {reason}", []);
}
