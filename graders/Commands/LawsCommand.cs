using System.CommandLine;
using MmVerify.Spec;

namespace MmVerify.Grader;

/// <summary><c>mmverify laws</c>.</summary>
internal static class LawsCommand
{
    private static readonly Option<bool> Json = new("--json")
    {
        Description = "Prints [{id, chapter, statement, why, source, points}].",
    };

    private static readonly Option<string[]> Chapter = SharedOptions.Chapter();

    public static Command Make()
    {
        var command = new Command(
            "laws", "Lists the laws: id, points, statement. Policy laws are worth nothing unless turned on.")
        {
            Json, Chapter,
        };
        command.SetAction(static parsed => Run(parsed));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        IReadOnlyList<Chapter> chapters = SharedOptions.ChaptersOf(parsed.GetValue(Chapter));
        if (parsed.GetValue(Json))
        {
            Console.Out.Write(GradeJson.WriteAny(chapters.SelectMany(static chapter =>
                chapter.Laws.Select(law => new
                {
                    law.Id,
                    Chapter = chapter.Name,
                    law.Statement,
                    law.Why,
                    law.Source,
                    Points = law.IsPolicy ? 0 : law.Points,
                }))));
            return CommandLine.Success;
        }

        foreach (Chapter chapter in chapters)
        {
            int width = chapter.Laws.Max(static law => law.Id.Length);
            Console.Out.WriteLine($"{chapter.Name} ({chapter.Contract.Name})");
            foreach (Law law in chapter.Laws)
            {
                string points = law.IsPolicy ? "policy" : $"{law.Points,6}";
                Console.Out.WriteLine($"  {law.Id.PadRight(width)}  {points}  {law.Statement}");
            }
        }

        return CommandLine.Success;
    }
}
