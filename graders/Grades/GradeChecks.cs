namespace MmVerify.Grader;

/// <summary>What must be true between the numbers of a grade, whoever wrote it down.</summary>
internal static class GradeChecks
{
    /// <summary>Refuses a grade that contradicts itself.</summary>
    /// <param name="grade">The grade.</param>
    /// <param name="file">What messages call its file.</param>
    /// <exception cref="BadArgumentException">It does; the message says where.</exception>
    public static void Check(Grade grade, string file)
    {
        foreach ((int index, GradeChapter chapter) in grade.Chapters.Index())
        {
            string at = $"{file}: $.chapters[{index}]";
            foreach ((int number, GradeLaw law) in chapter.Laws.Index())
            {
                Check(grade, law, $"{at}.laws[{number}]");
            }

            NoMore(chapter.Mutation?.Earned ?? 0, chapter.Mutation?.Points ?? 0, $"{at}.mutation", "earned");
            NoMore(chapter.Coverage?.Earned ?? 0, chapter.Coverage?.Points ?? 0, $"{at}.coverage", "earned");
            Same(
                chapter.Score,
                chapter.Laws.Sum(static law => (long)law.Earned)
                    + (chapter.Mutation?.Earned ?? 0) + (chapter.Coverage?.Earned ?? 0),
                $"{at}.score");
            Same(
                chapter.MaxScore,
                chapter.Laws.Sum(static law => (long)law.Points)
                    + (chapter.Mutation?.Points ?? 0) + (chapter.Coverage?.Points ?? 0),
                $"{at}.maxScore");
        }

        Same(grade.Score, grade.Chapters.Sum(static chapter => (long)chapter.Score), $"{file}: $.score");
        Same(
            grade.MaxScore,
            grade.Chapters.Sum(static chapter => (long)chapter.MaxScore),
            $"{file}: $.maxScore");
    }

    private static void Check(Grade grade, GradeLaw law, string at)
    {
        NoMore(law.Earned, law.Points, at, "earned");
        if (law.Verdict != "holds" && law.Earned > 0)
        {
            throw new BadArgumentException($"{at}.earned: a law that is {law.Verdict} earns nothing");
        }

        if (law.Verdict != "broken" && law.Counterexample is not null)
        {
            throw new BadArgumentException(
                $"{at}.counterexample: only a broken law has one, and this is {law.Verdict}");
        }

        if (law.Verdict != "unknown" && grade.Errors.Count > 0)
        {
            throw new BadArgumentException(
                $"{at}.verdict: is {law.Verdict}, although nothing can be known of what does not compile");
        }
    }

    private static void NoMore(int earned, int points, string at, string name)
    {
        if (earned > points)
        {
            throw new BadArgumentException($"{at}.{name}: is {earned}, more than its {points} points");
        }
    }

    private static void Same(int told, long sum, string at)
    {
        if (told != sum)
        {
            throw new BadArgumentException($"{at}: is {told}, but its parts add up to {sum}");
        }
    }
}
