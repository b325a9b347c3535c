namespace MmVerify.Grader.Tests;

/// <summary>
/// Counts what this whole process holds open, so that nothing else may run in it meanwhile.
/// </summary>
[Collection(nameof(Alone))]
public sealed class SandboxLeakTests : IDisposable
{
    private const int Runs = 20;
    private readonly OpenSandboxes sandboxes = new();

    public static TheoryData<SandboxTier> RealTiers => OpenSandboxes.RealTiers;

    public void Dispose() => sandboxes.Dispose();

    // Fewer than one file a run: what the runtime opens for itself meanwhile does not grow with the runs.
    [SkippableTheory, MemberData(nameof(RealTiers))]
    public void NoFileOfTheJudgeIsLeaked(SandboxTier tier)
    {
        Sandbox sandbox = sandboxes.Get(tier);
        RunOnce();
        int before = OpenFiles();

        for (int i = 0; i < Runs; i++)
        {
            RunOnce();
        }

        Assert.InRange(OpenFiles(), 0, before + Runs - 1);

        void RunOnce()
        {
            using SandboxedProcess process = sandbox.Start(OpenSandboxes.Exceeding("heap"));
            Assert.True(process.WaitForExit(TimeSpan.FromMinutes(1)));
        }

        static int OpenFiles() => Directory.GetFileSystemEntries("/proc/self/fd").Length;
    }
}

/// <summary>For tests during which no other test of this project runs.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
