using System.CommandLine;
using MmVerify.Spec;

namespace MmVerify.Grader;

/// <summary><c>mmverify explain</c>.</summary>
internal static class ExplainCommand
{
    private static readonly Argument<string> LawId = new("LAW")
    {
        Description = "The law's id, such as BUDDY-MERGE.",
    };

    public static Command Make()
    {
        var command = new Command("explain", "Tells what a law says, why it matters and where it comes from.")
        {
            LawId,
        };
        command.SetAction(static parsed => Run(parsed.GetValue(LawId)!));
        return command;
    }

    private static int Run(string id)
    {
        Law law = Chapters.FindLaw(id)
            ?? throw new BadArgumentException($"there is no law '{id}'{Guess(id)}");
        Chapter chapter = Chapters.Laws.First(pair => pair.Law == law).Chapter;
        string worth = law.IsPolicy
            ? "nothing unless turned on: a correct implementation may differ"
            : $"{law.Points} points";
        string name = chapter.Name;
        Console.Out.WriteLine(
            $"""
            {law.Id}: {law.Statement}

              why       {law.Why}
              source    {law.Source}
              worth     {worth}
              contract  {chapter.Contract.Name}, chapter {name}; to learn it, read spec/{name}/{name}.md
            """);
        return CommandLine.Success;
    }

    // The id that shares most of its parts with what was typed.
    private static string Guess(string id)
    {
        HashSet<string> parts = [.. id.ToUpperInvariant().Split('-', ' ', '_')];
        Law? nearest = Chapters.Laws.Select(static pair => pair.Law)
            .MaxBy(law => law.Id.Split('-').Count(parts.Contains));
        return nearest is null ? "" : $"; did you mean {nearest.Id}? mmverify laws lists them all";
    }
}
