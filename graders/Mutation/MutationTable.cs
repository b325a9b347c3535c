using Spectre.Console;

namespace MmVerify.Grader;

/// <summary>A mutation run on the terminal; lines with tabs where nobody looks at a table.</summary>
internal static class MutationTable
{
    /// <summary>Prints it.</summary>
    public static void Print(MutationChapter chapter)
    {
        Console.Out.WriteLine(Summary(chapter));
        MutationEntry[] left = [.. chapter.Mutants.Where(static one =>
            one.Fate is nameof(MutantFate.Survived) or nameof(MutantFate.NoCoverage)
                or nameof(MutantFate.Timeout))];
        if (left.Length == 0)
        {
            return;
        }

        if (Console.IsOutputRedirected)
        {
            foreach (MutationEntry one in left)
            {
                Console.Out.WriteLine(string.Join('\t', Cells(one)));
            }

            return;
        }

        var table = new Table { Border = TableBorder.Simple };
        foreach (string name in (string[])["place", "fate", "kind", "was", "became"])
        {
            table.AddColumn(name);
        }

        foreach (MutationEntry one in left)
        {
            table.AddRow(Cells(one).Select(static cell => new Text(cell)));
        }

        AnsiConsole.Write(table);
    }

    private static string Summary(MutationChapter chapter) =>
        $"{chapter.Name}: {chapter.Percent} % of the mutants noticed: {chapter.Killed} killed, "
        + $"{chapter.Survived} survived, {chapter.NoCoverage} not covered; "
        + $"{chapter.Timeouts} stopped by the clock, which count neither way";

    private static string[] Cells(MutationEntry one) =>
    [
        Plain.Text($"{one.File}:{one.Line}"), one.Fate, Plain.Text(one.Mutator), Plain.Text(one.Original),
        Plain.Text(one.Replacement),
    ];
}
