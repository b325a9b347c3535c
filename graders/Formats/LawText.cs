using System.Text;

namespace MmVerify.Grader;

/// <summary>
/// All that a grade says of a law as lines of plain text: what, where, how, why, again. Every character can
/// be seen and every part is bounded; nothing is escaped yet.
/// </summary>
internal static class LawText
{
    /// <summary>How long it is at most. Unit: characters.</summary>
    public const int MaxLength = 30_000;

    private const int MaxPart = 1_000;
    private const int MostSteps = 40;
    private const int MostLinesOfAStory = 80;

    /// <summary>The text, several lines.</summary>
    public static string Of(GradeLaw law) => Cut(Whole(law));

    private static string Whole(GradeLaw law)
    {
        var text = new StringBuilder();
        text.Append(Verdict(law)).Append('\n');
        if (law.Counterexample is not GradeCounterexample shown)
        {
            text.Append("\n  because   ").Append(Line(law.Reason)).Append('\n');
            AppendGrounds(text, law);
            return text.ToString();
        }

        text.Append("\n  at        ").Append(Line(shown.Culprit));
        text.Append("\n  expected  ").Append(Line(shown.Expected));
        text.Append("\n  actual    ").Append(Line(shown.Actual));
        if (shown.Place is GradePlace place)
        {
            text.Append("\n  line      ").Append(Line($"{place.File}:{place.Line}"));
        }

        text.Append("\n\n");
        AppendSteps(text, shown.Steps);
        AppendGrounds(text, law);
        text.Append("  again     mmverify replay ").Append(Line(shown.Replay)).Append(" DIR\n");
        return text.ToString();
    }

    private static string Cut(string text) => text.Length <= MaxLength
        ? text
        : text[..(text.LastIndexOf('\n', MaxLength - 1) + 1)]
            + "  … cut here: it is longer than anyone reads\n";

    private static string Verdict(GradeLaw law) =>
        $"{Line(law.Id)} "
        + law.Verdict switch { "holds" => "holds", "broken" => "does not hold", _ => "is unknown" }
        + $": {Line(law.Statement)}";

    private static void AppendGrounds(StringBuilder text, GradeLaw law)
    {
        if (law.Why.Length > 0)
        {
            text.Append("\n  why       ").Append(Line(law.Why)).Append('\n');
            text.Append("  source    ").Append(Line(law.Source)).Append('\n');
        }
    }

    // The first steps set the stage and the last one breaks the law: what is left out stands between them.
    private static void AppendSteps(StringBuilder text, IReadOnlyList<GradeStep> steps)
    {
        int count = Math.Max(steps.Count - 1, 0);
        text.Append(count == 0
            ? "  right after creation:\n"
            : $"  after {count} step{(count == 1 ? "" : "s")}:\n");
        int left = steps.Count - MostSteps;
        foreach ((int index, GradeStep step) in steps.Index())
        {
            if (left > 0 && index == MostSteps / 2)
            {
                text.Append("    … ").Append(left)
                    .Append(" steps that can be seen with the command below …\n");
            }

            if (left <= 0 || index < MostSteps / 2 || index >= MostSteps / 2 + left)
            {
                bool isPlainCreation = index == 0 && step.Reply == "ok";
                string reply = step.Reply.Length == 0 || isPlainCreation ? "" : $" -> {Line(step.Reply)}";
                text.Append("    ").Append(Line(step.Operation)).Append(reply)
                    .Append(step.Breaks ? "   <- breaks here\n" : "\n");
                AppendStory(text, step);
            }
        }
    }

    private static void AppendStory(StringBuilder text, GradeStep step)
    {
        foreach (string line in (step.Story ?? []).Take(MostLinesOfAStory))
        {
            text.Append("          ").Append(Line(line)).Append('\n');
        }
    }

    private static string Line(string text) => ShownText.Line(text, MaxPart);
}
