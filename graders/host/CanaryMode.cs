namespace MmVerify.Host;

/// <summary>The host as its own attacker: <c>canary SECRET PORT SOCKET JUDGE START LIMITS</c>.</summary>
/// <remarks>
/// <c>canary exceed NAME LIMITS</c> takes more than one limit allows instead. Either way the process is first
/// locked down and says so in its first line, as it would be for a submission.
/// </remarks>
public static class CanaryMode
{
    /// <summary>The last line of a canary that came to its end.</summary>
    public const string LastLine = "end";

    private const string Exceed = "exceed";

    /// <summary>Runs the canary with the arguments of the process and gives its exit code.</summary>
    public static int Run(string[] args)
    {
        LockdownReport report = Lockdown.Apply(LockdownLimits.Parse(args[^1]));
        Console.Out.WriteLine(report);
        if (args is [_, Exceed, string excess, _])
        {
            Console.Out.WriteLine(CanaryExcess.Run(excess));
        }
        else
        {
            foreach (CanaryFinding finding in Canary.Run(CanaryBait.Parse(args.AsSpan(1..^1))))
            {
                Console.Out.WriteLine(finding);
            }
        }

        Console.Out.WriteLine(LastLine);
        return 0;
    }
}
