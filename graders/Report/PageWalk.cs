using MmVerify.Properties;

namespace MmVerify.Grader;

/// <summary>
/// The program of a counterexample, each step beside memory after it. As written it is a list of rows; the
/// script makes a list and one map of it that can be stepped through.
/// </summary>
internal static class PageWalk
{
    private const int FirstSteps = 4;
    private const int LastSteps = 56;

    // So many stretches fill some 30 kB.
    private const int MaxBlocks = 400;

    /// <summary>Writes it.</summary>
    /// <param name="found">The counterexample.</param>
    /// <param name="maps">Takes the style rules that the maps need.</param>
    public static Html Write(GradeCounterexample found, MapStyles maps)
    {
        int firstPicture = FirstPicture(found);
        MapStrip strip = new(MapColumns.Of([.. found.Pictures.Skip(firstPicture)]), maps);
        int cutEnd = Math.Max(found.Steps.Count - LastSteps, FirstSteps);
        var rows = new List<Html>();
        for (int i = 0; i < found.Steps.Count; i++)
        {
            if (i >= FirstSteps && i < cutEnd)
            {
                rows.Add(i == FirstSteps ? LeftOut(cutEnd - i) : Html.Nothing);
                continue;
            }

            bool hasPicture = i >= firstPicture && i < found.Pictures.Count;
            Picture? before = hasPicture && i > firstPicture ? found.Pictures[i - 1] : null;
            GradeStep step = found.Steps[i];
            Html map = hasPicture ? strip.Draw(found.Pictures[i], before, step) : Html.Nothing;
            rows.Add(Row(step, i + 1, map));
        }

        return Html.Of($"""
            <div class="walk">
            <h4>The program, and memory after each step</h4>
            <ol class="steps" role="list">
            {rows}
            </ol>
            {(found.Pictures.Count == 0 ? Html.Nothing : strip.Legend())}
            </div>
            """);
    }

    private static Html Here => Html.Of($"<strong class=\"here\">✗ the law breaks here</strong>");

    // The last pictures are kept, for the law breaks there.
    private static int FirstPicture(GradeCounterexample found)
    {
        int blocks = 0;
        int first = found.Pictures.Count;
        while (first > 0 && blocks < MaxBlocks)
        {
            first--;
            blocks += Math.Min(found.Pictures[first].Blocks.Count, MapColumns.MaxCount);
        }

        return first;
    }

    private static Html LeftOut(int count) =>
        Html.Of($"<li class=\"cut\">{count} steps are not shown here. The replay runs them all.</li>\n");

    private static Html Row(GradeStep step, int place, Html map)
    {
        (string number, string call) = Split(step.Operation);
        return Html.Of($"""
            <li class="{(step.Breaks ? "step breaks" : "step")}" value="{place}">
            <p class="call"><span class="no">{number,12}</span>
            <code><bdi>{call,400}</bdi> <span class="reply">→ <bdi>{step.Reply,600}</bdi></span></code>
            {(step.Breaks ? Here : Html.Nothing)}</p>
            {map}</li>

            """);
    }

    private static (string Number, string Call) Split(string operation)
    {
        int space = operation.IndexOf(' ', StringComparison.Ordinal);
        return operation.StartsWith('#') && space > 0
            ? (operation[..space], operation[(space + 1)..])
            : ("", operation);
    }
}
