using System.CommandLine;
using System.Text;
using MmVerify.Properties;
using MmVerify.Spec;

namespace MmVerify.Grader;

/// <summary><c>mmverify replay</c>.</summary>
internal static partial class ReplayCommand
{
    private static readonly Argument<string> Token = new("TOKEN")
    {
        Description = "The program, as a report names it.",
    };

    private static readonly Argument<string?> Submission = new("DIR")
    {
        Description = "The submission; without one the program runs on the reference.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string?> Tier = SharedOptions.Tier();

    public static Command Make()
    {
        var command = new Command(
            "replay", "Runs exactly one program and shows it step by step, with every law's verdict.")
        {
            Token, Submission, Tier,
        };
        command.SetAction(static parsed => Run(parsed));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        string token = parsed.GetValue(Token)!;
        ChapterPrograms programs;
        try
        {
            programs = ChapterPrograms.Of(ReplayToken.ChapterOf(token));
        }
        catch (FormatException exception)
        {
            throw new BadArgumentException(exception.Message);
        }

        Console.OutputEncoding = Encoding.UTF8;
        if (parsed.GetValue(Submission) is not string path)
        {
            Type? reference = null;
            FindReference(programs.Untyped, ref reference);
            _ = reference ?? throw new BadArgumentException(
                "say on which submission: mmverify replay TOKEN DIR");
            Console.Out.WriteLine("on the reference\n");
            return programs.Accept(new ReplayVisitor(token, reference, null, null));
        }

        using Sandbox sandbox = SharedOptions.OpenSandbox(parsed.GetValue(Tier));
        CompiledSubmission submission = CompiledSubmission.Read(path, sandbox) with
        {
            Stack = ReplayToken.IsAboveOwnPages(token) ? PageSource.Own : PageSource.Plain,
        };
        SubmissionImage image = submission.ImageFor(programs.Untyped) ?? throw new BadSubmissionException(
            path,
            $"it has no public class that implements {programs.Untyped.Contract.Name}",
            "name the right folder");
        Console.Out.WriteLine($"on {Plain.Text(submission.Name)} (sandbox: {sandbox.Tier.ToName()})\n");
        return programs.Accept(new ReplayVisitor(token, null, sandbox, image));
    }

    // A student's kit has no reference.
    static partial void FindReference(Chapter chapter, ref Type? reference);
}
