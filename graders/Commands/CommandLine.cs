using System.CommandLine;
using System.CommandLine.Parsing;

namespace MmVerify.Grader;

/// <summary>The command <c>mmverify</c>: what it can be asked, and how failures are told.</summary>
public static partial class CommandLine
{
    /// <summary>It did what was asked, whatever the score.</summary>
    public const int Success = 0;

    /// <summary>The score is below what was demanded.</summary>
    public const int BelowDemand = 1;

    /// <summary>What was given cannot be used; the message says where and why.</summary>
    public const int BadInput = 2;

    /// <summary>A failure of the suite or of the machine, never of the submission.</summary>
    public const int OurFailure = 3;

    private const int Interrupted = 130;

    /// <summary>Carries out a command line.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(IReadOnlyList<string> args)
    {
        var root = new RootCommand(
            """
            Checks memory-management code in C# against laws, and grades it.

            Examples:
              mmverify grade submissions/starter
              mmverify grade mine --json --fail-below 60
              mmverify explain BUDDY-MERGE
              mmverify replay Buddy1-AgEABAICBAA_HQ mine
            """)
        {
            GradeCommand.Make(),
            ReportCommand.Make(),
            ReplayCommand.Make(),
            ExplainCommand.Make(),
            LawsCommand.Make(),
            RubricCommand.Make(),
            MutateCommand.Make(),
            CoverageCommand.Make(),
            DoctorCommand.Make(),
            SoakCommand.Make(),
            KernelCommand.Make(),
        };
        AddCommandsOfTheCheckout(root);
        ParseResult parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (ParseError error in parsed.Errors)
            {
                Console.Error.WriteLine(Plain.Text(error.Message));
            }

            Console.Error.WriteLine("mmverify --help shows what can be asked.");
            return BadInput;
        }

        Console.CancelKeyPress += static (_, _) => Environment.Exit(Interrupted);
        return Guarded(
            () => parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false }));
    }

    // A student's kit has neither the reference nor the tests, and no command that needs them.
    static partial void AddCommandsOfTheCheckout(RootCommand root);

    private static int Guarded(Func<int> action)
    {
        try
        {
            return action();
        }
        catch (BadSubmissionException exception)
        {
            Console.Error.WriteLine($"{Plain.Text(exception.Place)}: {Plain.Text(exception.What)}");
            Console.Error.WriteLine($"  {Plain.Lines(exception.WhatToDo)}");
            return BadInput;
        }
        catch (DoesNotCompileException exception)
        {
            Console.Error.WriteLine("The submission does not compile:");
            foreach (Compiler.Diagnosis error in exception.Errors)
            {
                Console.Error.WriteLine($"  {Plain.Text($"{error}")}");
            }

            if (exception.Count > exception.Errors.Count)
            {
                Console.Error.WriteLine($"  and {exception.Count - exception.Errors.Count} more");
            }

            return BadInput;
        }
        catch (BadArgumentException exception)
        {
            Console.Error.WriteLine(Plain.Lines(exception.Message));
            return BadInput;
        }
        catch (UnmeasuredException exception)
        {
            Console.Error.WriteLine($"Not measured: {Plain.Lines(exception.Message)}");
            return exception.IsOurs ? OurFailure : BadInput;
        }
        catch (SandboxUnavailableException exception)
        {
            Console.Error.WriteLine(Plain.Lines(exception.Message));
            Console.Error.WriteLine("mmverify doctor tells more.");
            return OurFailure;
        }
        catch (Exception exception)
        {
            Console.Error.WriteLine($"mmverify itself failed, which costs nobody a point: {exception}");
            return OurFailure;
        }
    }
}

/// <summary>An argument cannot be used.</summary>
/// <param name="message">Which, why, and what could be.</param>
public sealed class BadArgumentException(string message) : Exception(message);
