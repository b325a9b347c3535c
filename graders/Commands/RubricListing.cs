using MmVerify.Properties;
using MmVerify.Spec;

namespace MmVerify.Grader;

/// <summary>What a rubric comes to, as a table on the terminal.</summary>
internal static class RubricListing
{
    private const string Total = "total";

    public static void Print(Rubric rubric)
    {
        Console.Out.WriteLine(Plain.Text(rubric.Title));
        foreach (RubricChapter chapter in rubric.Chapters)
        {
            Console.Out.WriteLine($"\n{chapter.Chapter.Name}");
            int width = chapter.Laws.Select(static law => law.Id.Length).Append(Total.Length).Max();
            foreach (Law law in chapter.Laws)
            {
                Row(law.Id, chapter.Points[law.Id], Remark(law, chapter));
            }

            Share(RubricKeys.Mutation, chapter.Mutation);
            Share(RubricKeys.Coverage, chapter.Coverage);
            Row(Total, chapter.MaxScore, "");

            void Share(string name, RubricShare share) => Row(
                name, share.Points, share.Counts ? $"from {share.From} % on, in full at {share.Full} %" : "");
            void Row(string name, int points, string remark) =>
                Console.Out.WriteLine($"  {name.PadRight(width)}  {points,5}  {remark}".TrimEnd());
        }

        ExaminationOptions budget = rubric.Budget;
        Console.Out.WriteLine($"\n{rubric.MaxScore} points in all");
        Console.Out.WriteLine($"{budget.LeastWitnesses:#,0} witnesses for a law");
        Console.Out.WriteLine(
            $"{budget.RandomPrograms:#,0} random programs of at most {budget.LongestProgram:#,0} operations");
        Console.Out.WriteLine($"{budget.ShrinkBudget:#,0} programs to shorten one");
    }

    private static string Remark(Law law, RubricChapter chapter)
    {
        string needs = string.Join(", ", chapter.NeedsOf(law.Id));
        return (law.IsPolicy, needs.Length > 0) switch
        {
            (true, true) => $"policy, needs {needs}",
            (true, false) => "policy",
            (false, true) => $"needs {needs}",
            _ => "",
        };
    }
}
