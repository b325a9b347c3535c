namespace MmVerify.Spec;

/// <summary>What a thread waits for until it may go on.</summary>
internal sealed class Baton
{
    // Mostly the other thread runs on another core and is soon done.
    private const int Spins = 20;
    private const int LookMilliseconds = 25;

    private readonly object gate = new();
    private volatile bool isGiven;
    private volatile bool isAtWork = true;

    /// <summary>Who waits for it; null before it was ever at work.</summary>
    public Thread? Thread { get; set; }

    /// <summary>
    /// Whether it was given the baton and waits all the same, for something that nobody here can give.
    /// </summary>
    public bool IsAsleep => isAtWork && Thread is Thread thread
        && thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin);

    /// <summary>Lets it go on.</summary>
    public void Give()
    {
        lock (gate)
        {
            isGiven = true;
            Monitor.Pulse(gate);
        }
    }

    /// <summary>Waits until it may go on.</summary>
    /// <param name="mayGiveUp">Is asked now and then whether it goes on all the same.</param>
    public void Wait(Func<bool> mayGiveUp)
    {
        isAtWork = false;
        for (int i = 0; i < Spins && !isGiven; i++)
        {
            Thread.SpinWait(i);
        }

        while (!TryTake() && !mayGiveUp())
        {
            // It looks again.
        }

        isAtWork = true;
    }

    private bool TryTake()
    {
        lock (gate)
        {
            if (!isGiven)
            {
                Monitor.Wait(gate, LookMilliseconds);
            }

            // Not what the wait tells: it may be given just as the time is up.
            bool isTaken = isGiven;
            isGiven = false;
            return isTaken;
        }
    }
}
