using System.Diagnostics;

namespace MmVerify.Grader.Tests;

[Collection(SandboxTests.Name)]
public sealed class SandboxedProcessTests(OpenSandboxes sandboxes)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static TheoryData<SandboxTier> RealTiers => OpenSandboxes.RealTiers;

    [SkippableTheory, MemberData(nameof(RealTiers))]
    public void AKilledProcessLeavesNobodyBehind(SandboxTier tier)
    {
        using SandboxedProcess process = sandboxes.Get(tier).Start(OpenSandboxes.Exceeding("cpu"));
        _ = OpenSandboxes.ReportOf(process);
        int[] family = FamilyOf(process.ProcessId);
        Assert.Equal(tier == SandboxTier.Bubblewrap ? 3 : 1, family.Length);

        process.Kill("the test is over");

        Assert.Equal("killed by the judge: the test is over", process.DescribeDeath());
        Assert.Equal(128 + 9, process.ExitCode);
        Assert.DoesNotContain(family, IsListed);
    }

    [SkippableTheory, MemberData(nameof(RealTiers))]
    public void ASleepingProcessIsBlockedAndASpinningOneIsNot(SandboxTier tier)
    {
        using SandboxedProcess sleeping = sandboxes.Get(tier).Start(OpenSandboxes.Exceeding("sleep"));
        using SandboxedProcess spinning = sandboxes.Get(tier).Start(OpenSandboxes.Exceeding("cpu"));
        _ = OpenSandboxes.ReportOf(sleeping);
        _ = OpenSandboxes.ReportOf(spinning);

        Assert.True(SpinWait.SpinUntil(() => Settles(sleeping), Patience));
        Assert.False(Settles(spinning));
        Assert.True(SpinWait.SpinUntil(() => spinning.CpuTime > TimeSpan.FromSeconds(0.5), Patience));
        Assert.True(sleeping.CpuTime < spinning.CpuTime);

        static bool Settles(SandboxedProcess process)
        {
            _ = process.IsBlocked();
            Thread.Sleep(100);
            return process.IsBlocked();
        }
    }

    [SkippableTheory, MemberData(nameof(RealTiers))]
    public void AClosedSandboxEndsWhatItStarted(SandboxTier tier)
    {
        _ = sandboxes.Get(tier);
        Sandbox own = Sandbox.Open(tier);
        using SandboxedProcess process = own.Start(OpenSandboxes.Exceeding("sleep"));
        _ = OpenSandboxes.ReportOf(process);
        int[] family = FamilyOf(process.ProcessId);

        own.Dispose();

        Assert.True(process.WaitForExit(Patience));
        Assert.DoesNotContain(family, IsListed);
    }

    [SkippableTheory, MemberData(nameof(RealTiers))]
    public void AClosedSandboxLeavesNoFolders(SandboxTier tier)
    {
        _ = sandboxes.Get(tier);
        string[] before = Folders();
        using (Sandbox own = Sandbox.Open(tier))
        {
            using SandboxedProcess process = own.Start(OpenSandboxes.Exceeding("heap"));
            Assert.True(process.WaitForExit(Patience));
        }

        Assert.Equal(before, Folders());

        static string[] Folders() =>
            [.. Directory.GetDirectories(Path.GetTempPath(), $"mmverify-{Environment.ProcessId}-*").Order()];
    }

    // What the runtime begins on a confined thread, such as pool threads, would be confined as well.
    [SkippableTheory, MemberData(nameof(RealTiers))]
    public void TheJudgeItselfStaysFree(SandboxTier tier)
    {
        Sandbox sandbox = sandboxes.Get(tier);
        Parallel.For(0, 40, new ParallelOptions { MaxDegreeOfParallelism = 4 }, _ =>
        {
            using SandboxedProcess process = sandbox.Start(OpenSandboxes.Exceeding("heap"));
            Assert.True(process.WaitForExit(Patience));
            Assert.Equal(0, process.ExitCode);
            Assert.NotEmpty(File.ReadAllText("/etc/passwd"));
        });

        Parallel.For(0, 200, static _ => Assert.NotEmpty(File.ReadAllText("/etc/passwd")));
    }

    // A judge that was killed cannot delete its folders.
    [Fact]
    public void FoldersOfADeadJudgeAreSwept()
    {
        using Process gone = Process.Start("/bin/true");
        gone.WaitForExit();
        string abandoned = Directory.CreateTempSubdirectory($"mmverify-{gone.Id}-1-").FullName;
        using ScratchFolder ours = new();

        ScratchFolder.Sweep();

        Assert.False(Directory.Exists(abandoned));
        Assert.True(Directory.Exists(ours.Path));
    }

    // A process and all below it; what is dead but still listed counts, since nobody has waited for it.
    private static int[] FamilyOf(int process) =>
        [process, .. Directory.GetDirectories("/proc").Select(Path.GetFileName)
            .Where(id => int.TryParse(id, out _) && ParentOf(id!) == process)
            .SelectMany(static id => FamilyOf(int.Parse(id!, null)))];

    private static bool IsListed(int process) => Directory.Exists($"/proc/{process}");

    // The fourth field, proc(5).
    private static int ParentOf(string process)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/{process}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 1)..].Split(' ')[2], null);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
