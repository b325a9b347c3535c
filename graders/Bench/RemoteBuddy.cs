using MmVerify.Reference;
using MmVerify.Spec;

namespace MmVerify.Grader;

/// <summary>
/// The reference in a sandboxed process, as a submission would run there but for the counting of steps.
/// </summary>
internal sealed class RemoteBuddy : IDisposable
{
    private SubmissionHost? host;

    public RemoteBuddy(Sandbox sandbox)
    {
        var image = new SubmissionImage(
            BuddyChapter.Instance,
            typeof(BuddyAllocator).FullName!,
            File.ReadAllBytes(typeof(BuddyAllocator).Assembly.Location));
        Executor = new RemoteExecutor<BuddySetup, BuddyOperation, BuddyReply, BuddyModel>(
            BuddyChapter.Instance, patience => host = new SubmissionHost(sandbox, image, patience));
    }

    public RemoteExecutor<BuddySetup, BuddyOperation, BuddyReply, BuddyModel> Executor { get; }

    public TimeSpan CpuTime => host?.CpuTime ?? TimeSpan.Zero;

    public void Dispose() => Executor.Dispose();
}
