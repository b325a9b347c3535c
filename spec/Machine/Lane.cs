using System.Collections.Concurrent;

namespace MmVerify.Spec;

/// <summary>A thread that is used again: to start one takes longer than what a CPU does in a step.</summary>
internal sealed class Lane
{
    private const int StackBytes = 1 << 20;

    private static readonly ConcurrentBag<Lane> Idle = [];

    private readonly Baton hasWork = new();
    private Action work = static () => { };

    private Lane()
    {
        var thread = new Thread(Serve, StackBytes) { IsBackground = true, Name = "CPU" };
        thread.Start();
    }

    /// <summary>Does something on a thread of its own.</summary>
    /// <param name="work">What is done; it throws nothing. It is done when it says so itself, since the
    /// thread is given other work from then on.</param>
    public static void Start(Action<Action> work)
    {
        Lane lane = Idle.TryTake(out Lane? idle) ? idle : new Lane();
        lane.work = () => work(() => Idle.Add(lane));
        lane.hasWork.Give();
    }

    private void Serve()
    {
        while (true)
        {
            hasWork.Wait(static () => false);
            work();
        }
    }
}
