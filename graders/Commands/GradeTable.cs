using Spectre.Console;

namespace MmVerify.Grader;

/// <summary>A grade as a table on the terminal.</summary>
internal static class GradeTable
{
    private const int WidthOfFiles = 110;

    public static void Print(Grade grade)
    {
        bool isPlain = Console.IsOutputRedirected
            || Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 };
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isPlain ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = isPlain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
        });
        if (Console.IsOutputRedirected)
        {
            console.Profile.Width = WidthOfFiles;
        }

        foreach (GradeChapter chapter in grade.Chapters)
        {
            var table = new Table { Border = TableBorder.Simple };
            table.AddColumn(chapter.Stack is null ? $"{chapter.Name}" : $"{chapter.Name}, on its own buddy");
            table.AddColumn("");
            table.AddColumn("points");
            table.AddColumn("grounds");
            table.Columns[2].Alignment = Justify.Right;
            foreach (GradeLaw law in chapter.Laws)
            {
                table.AddRow(
                    new Text(law.Id),
                    Mark(law.Verdict),
                    new Text($"{law.Earned}/{law.Points}"),
                    new Text(Plain.Text(law.Reason)));
            }

            if (chapter.Mutation is GradeMutation mutation)
            {
                table.AddRow(Measured("mutation", mutation.Earned, mutation.Points, mutation.Reason));
            }

            if (chapter.Coverage is GradeCoverage coverage)
            {
                table.AddRow(Measured("coverage", coverage.Earned, coverage.Points, coverage.Reason));
            }

            console.Write(table);
        }

        console.Write(new Text($"{Plain.Text(grade.Submission)}: {grade.Score} of {grade.MaxScore} points"
            + $"   (sandbox: {grade.Sandbox.Tier}, seed {grade.Seed}, mmverify {grade.SuiteVersion})\n\n"));
    }

    private static Text[] Measured(string name, int earned, int points, string reason) =>
        [new Text(name), new Text(""), new Text($"{earned}/{points}"), new Text(Plain.Text(reason))];

    private static Text Mark(string verdict) => verdict switch
    {
        "holds" => new Text("✓ holds", new Style(Color.Green)),
        "broken" => new Text("✗ broken", new Style(Color.Red)),
        _ => new Text("? unknown", new Style(Color.Yellow)),
    };
}
