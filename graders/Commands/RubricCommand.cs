using System.CommandLine;
using System.Text;

namespace MmVerify.Grader;

/// <summary><c>mmverify rubric</c>.</summary>
internal static class RubricCommand
{
    private static readonly Argument<string> File = new("FILE")
    {
        Description = "The rubric, a YAML file.",
    };

    private static readonly Argument<string?> AnyFile = new("FILE")
    {
        Description = "The rubric, a YAML file; the default one where it is left out.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<bool> Json = new("--json")
    {
        Description = "Prints {title, maxScore, chapters, budget}.",
    };

    public static Command Make()
    {
        var check = new Command("check", "Tells what a rubric comes to, or what is wrong in it and where.")
        {
            File,
        };
        check.SetAction(static parsed => Show(RubricFile.Read(parsed.GetValue(File)!)));
        var show = new Command("show", "Tells what a rubric comes to; without a file, the default one.")
        {
            AnyFile, Json,
        };
        show.SetAction(static parsed => Run(parsed));
        var schema = new Command("schema", "Prints the JSON schema by which editors complete a rubric.");
        schema.SetAction(static _ => Print(RubricSchema.Write()));
        return new Command("rubric", "Checks and shows rubrics: what is graded, and what it is worth.")
        {
            check, show, schema,
        };
    }

    private static int Run(ParseResult parsed)
    {
        Rubric rubric = SharedOptions.RubricOf(parsed.GetValue(AnyFile));
        return parsed.GetValue(Json) ? Print(GradeJson.WriteAny(Plainly(rubric))) : Show(rubric);
    }

    private static int Show(Rubric rubric)
    {
        Console.OutputEncoding = Encoding.UTF8;
        RubricListing.Print(rubric);
        return CommandLine.Success;
    }

    private static int Print(string text)
    {
        Console.OutputEncoding = Encoding.UTF8;
        Console.Out.Write(text);
        return CommandLine.Success;
    }

    // Names as in the YAML file.
    private static object Plainly(Rubric rubric) => new
    {
        rubric.Title,
        rubric.MaxScore,
        Chapters = rubric.Chapters.Select(static chapter => new
        {
            chapter.Chapter.Name,
            chapter.MaxScore,
            Laws = chapter.Laws.Select(law => new
            {
                law.Id,
                law.IsPolicy,
                Points = chapter.Points[law.Id],
                Needs = chapter.NeedsOf(law.Id),
            }),
            Mutation = new { chapter.Mutation.Points, chapter.Mutation.From, chapter.Mutation.Full },
            Coverage = new { chapter.Coverage.Points, chapter.Coverage.From, chapter.Coverage.Full },
        }),
        Witnesses = rubric.Budget.LeastWitnesses,
        Budget = new
        {
            rubric.Budget.RandomPrograms,
            rubric.Budget.LongestProgram,
            ShrinkPrograms = rubric.Budget.ShrinkBudget,
        },
    };
}
