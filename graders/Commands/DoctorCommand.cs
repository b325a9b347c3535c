using System.CommandLine;
using MmVerify.Host;

namespace MmVerify.Grader;

/// <summary><c>mmverify doctor</c>.</summary>
internal static class DoctorCommand
{
    private static readonly Option<string?> Tier = SharedOptions.Tier();

    public static Command Make()
    {
        var command = new Command(
            "doctor",
            "Tells which sandbox is in force here, proves it with a canary, and says how to get "
            + "a better one.")
        {
            Tier,
        };
        command.SetAction(static parsed => Run(parsed.GetValue(Tier)));
        return command;
    }

    private static int Run(string? tier)
    {
        try
        {
            using Sandbox sandbox = SharedOptions.OpenSandbox(tier);
            PrintTrials(sandbox.Trials);
            Console.Out.WriteLine("\nWhat a hostile program in it could reach:");
            foreach (CanaryFinding finding in sandbox.Findings)
            {
                string outcome = $"{finding.Outcome}".ToLowerInvariant();
                Console.Out.WriteLine($"  {finding.Attempt,-24} {outcome,-8} {Plain.Text(finding.Detail)}");
            }

            Console.Out.WriteLine("\nLayers:");
            foreach (SandboxLayer layer in sandbox.Layers)
            {
                Console.Out.WriteLine(
                    $"  {(layer.InForce ? "on " : "off")}  {layer.Name,-12} {Plain.Text(layer.Detail)}");
            }

            PrintAdvice(sandbox.Advice);
            Console.Out.WriteLine($"\nThe sandbox in force is {sandbox.Tier.ToName()}.");
            return CommandLine.Success;
        }
        catch (SandboxUnavailableException exception)
        {
            PrintTrials(exception.Trials);
            PrintAdvice(SandboxAdvice.For(exception.Trials));
            Console.Out.WriteLine("\nNo sandbox can be had here: nothing will be graded.");
            return CommandLine.OurFailure;
        }
    }

    private static void PrintTrials(IReadOnlyList<SandboxTrial> trials)
    {
        Console.Out.WriteLine("Sandboxes tried, the strongest first:");
        foreach (SandboxTrial trial in trials)
        {
            Console.Out.WriteLine($"  {Plain.Text($"{trial}")}");
        }
    }

    private static void PrintAdvice(IReadOnlyList<string> advice)
    {
        if (advice.Count > 0)
        {
            Console.Out.WriteLine("\nTo reach a better one:");
            foreach (string line in advice)
            {
                Console.Out.WriteLine($"  {line}");
            }
        }
    }
}
