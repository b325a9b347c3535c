using MmVerify.Host;

namespace MmVerify.Grader.Tests;

/// <summary>
/// One sandbox of each tier, opened when a test first asks for it and shared by all of them.
/// </summary>
public sealed class OpenSandboxes : IDisposable
{
    private readonly Dictionary<SandboxTier, Sandbox> opened = [];

    public static TheoryData<SandboxTier> RealTiers => [SandboxTier.Bubblewrap, SandboxTier.Landlock];

    /// <summary>Skips the test, saying why, where this machine has no such tier.</summary>
    public Sandbox Get(SandboxTier tier)
    {
        if (!opened.ContainsKey(tier))
        {
            try
            {
                opened.Add(tier, Sandbox.Open(tier, allowNone: tier == SandboxTier.None));
            }
            catch (SandboxUnavailableException error)
            {
                Skip.If(true, $"NOT TESTED on this machine: {error.Message}");
            }
        }

        return opened[tier];
    }

    public static SandboxedProgram Exceeding(string what) =>
        SandboxedProgram.Host with { Arguments = ["canary", "exceed", what] };

    public static string[] LinesOf(SandboxedProcess process)
    {
        using StreamReader reader = new(process.Output);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Waits until the program has started and locked itself down.</summary>
    public static LockdownReport ReportOf(SandboxedProcess process)
    {
        List<byte> line = [];
        for (int next = process.Output.ReadByte(); next is > 0 and not '\n'; next = process.Output.ReadByte())
        {
            line.Add((byte)next);
        }

        return LockdownReport.Parse(System.Text.Encoding.UTF8.GetString([.. line]));
    }

    public void Dispose()
    {
        foreach (Sandbox sandbox in opened.Values)
        {
            sandbox.Dispose();
        }
    }
}

/// <summary>
/// Tests that start processes run one after the other: they measure what others would disturb.
/// </summary>
[CollectionDefinition(Name)]
public sealed class SandboxTests : ICollectionFixture<OpenSandboxes>
{
    public const string Name = "sandbox";
}
