namespace MmVerify.Spec;

/// <summary>
/// A few CPUs of which one is at work at a time: threads that hand over to each other at accesses to shared
/// words, as the turns say. So the order of accesses is a matter of data and never of the machine's mood.
/// </summary>
internal sealed class Cpus
{
    // Who waits for another in a loop and does not say so.
    private const int MostStepsInARow = 256;

    // Hand-overs because somebody waits, while no call returns: then all wait for each other.
    private const int MostWaits = 64;
    private const int MostLooks = 10;
    private const int MostLooksOnceBlocked = 1;
    private const int LooksAfterFailure = 40;

    private readonly int mostLooks;
    private readonly Func<Answer>[][] calls;
    private readonly int[] firstCall;
    private readonly IReadOnlyList<int> turns;
    private readonly Baton[] batons;
    private readonly ConcurrentCall[] records;
    private readonly List<WordAccess> accesses = [];
    private readonly Lock gate = new();
    private readonly Baton allDone = new();
    private readonly int[] at;
    private readonly bool[] isDone;
    private int seenAt;
    private int looks;
    private int looksInVain;
    private int nextTurn;
    private int left;
    private int inARow;
    private int waits;
    private int stamp;
    private volatile int current = -1;
    private volatile Exception? failure;

    private Cpus(Func<Answer>[][] calls, IReadOnlyList<int> turns, bool hasBlocked)
    {
        mostLooks = hasBlocked ? MostLooksOnceBlocked : MostLooks;
        this.calls = calls;
        this.turns = turns;
        batons = [.. calls.Select(static _ => new Baton())];
        at = new int[calls.Length];
        isDone = new bool[calls.Length];
        firstCall = [.. calls.Select((_, cpu) => calls.Take(cpu).Sum(static one => one.Length))];
        records = new ConcurrentCall[calls.Sum(static one => one.Length)];
        Array.Fill(records, new(ConcurrentCall.Pending, ConcurrentCall.Pending, 0, default));
    }

    /// <summary>The CPU that is at work.</summary>
    public int Current => current;

    /// <summary>The call that it carries out, as an index into those of all CPUs.</summary>
    public int CurrentCall => firstCall[current] + at[current];

    /// <summary>Lets CPUs make their calls.</summary>
    /// <param name="memory">The words that they share.</param>
    /// <param name="calls">The calls of each of them.</param>
    /// <param name="turns">Who makes how many steps before the next one goes on.</param>
    /// <param name="hasBlocked">Whether the implementation was seen to wait for something else than words:
    /// then that is believed sooner.</param>
    /// <param name="failure">What escaped from a call; null when all returned.</param>
    public static ConcurrentHistory Run(
        SharedMemory memory,
        Func<Answer>[][] calls,
        IReadOnlyList<int> turns,
        bool hasBlocked,
        out Exception? failure)
    {
        var cpus = new Cpus(calls, turns, hasBlocked);
        memory.Cpus = cpus;
        try
        {
            cpus.RunAll();
        }
        finally
        {
            memory.Cpus = null;
        }

        failure = cpus.failure;
        return new(
            [.. cpus.records], [.. cpus.accesses], [.. memory.Taken.Select(static words => words.Name)]);
    }

    /// <summary>A step is about to be made: whoever has used up its turn stops here.</summary>
    public void Pause()
    {
        int cpu = RequireCpu();
        if (++inARow > MostStepsInARow)
        {
            WaitForAnother(cpu);
        }

        while (left == 0 && failure is null)
        {
            PassOn(cpu);
        }

        RequireNoFailure();
        left -= left == int.MaxValue ? 0 : 1;
    }

    /// <summary>A CPU waits for another: its turn ends.</summary>
    public void Relax()
    {
        int cpu = RequireCpu();
        Note(AccessKind.Relax, 0, 0, 0, 0, 0);
        WaitForAnother(cpu);
        RequireNoFailure();
    }

    /// <summary>Notes an access.</summary>
    public void Note(AccessKind kind, int words, int index, long before, long after, long operand)
    {
        int call = CurrentCall;
        records[call] = records[call] with { Accesses = records[call].Accesses + 1 };
        if (accesses.Count < ConcurrentHistory.MostAccesses)
        {
            accesses.Add(new(stamp, call, kind, words, index, before, after, operand));
        }

        stamp++;
    }

    // CPU 0 is the calling thread: a step with one hand-over and back costs two changes of threads.
    private void RunAll()
    {
        batons[0].Thread = Thread.CurrentThread;
        current = calls.Length - 1;
        int first = Choose();
        if (first != 0)
        {
            Wake(first);
            batons[0].Wait(GivesUp);
        }

        RunOne(0, static () => { });
        allDone.Wait(IsAbandoned);
    }

    private void RunOne(int cpu, Action release)
    {
        batons[cpu].Thread = Thread.CurrentThread;
        try
        {
            for (int i = 0; i < calls[cpu].Length; i++)
            {
                at[cpu] = i;
                Pause();
                int call = firstCall[cpu] + i;
                records[call] = records[call] with { Called = stamp++ };
                Answer answer = calls[cpu][i]();
                records[call] = records[call] with { Returned = stamp++, Answer = answer };
                waits = 0;
                inARow = 0;
            }
        }
        catch (Exception exception)
        {
            failure ??= exception;
        }

        release();
        Finish(cpu);
    }

    private void Finish(int cpu)
    {
        lock (gate)
        {
            isDone[cpu] = true;
            for (int other = 0; other < calls.Length && failure is not null; other++)
            {
                isDone[other] |= batons[other].Thread is null;
                batons[other].Give();
            }

            if (Array.TrueForAll(isDone, static one => one))
            {
                allDone.Give();
                return;
            }
        }

        if (failure is null)
        {
            Wake(Choose());
        }
    }

    private void WaitForAnother(int cpu)
    {
        if (isDone.Count(static one => !one) == 1)
        {
            inARow = 0;
        }
        else if (++waits > MostWaits)
        {
            failure ??= new OutOfFuelException("every CPU waits for another");
        }
        else
        {
            PassOn(cpu);
        }
    }

    private void PassOn(int cpu)
    {
        int next = Choose();
        if (next != cpu)
        {
            Wake(next);
            batons[cpu].Wait(GivesUp);
        }
    }

    // The next one that is not done, and how long its turn is; turns of nothing are passed over.
    private int Choose()
    {
        int next = current;
        do
        {
            do
            {
                next = (next + 1) % calls.Length;
            }
            while (isDone[next]);
            left = nextTurn < turns.Count ? turns[nextTurn++] : int.MaxValue;
        }
        while (left == 0);
        inARow = 0;
        current = next;
        return next;
    }

    private void Wake(int cpu)
    {
        if (batons[cpu].Thread is null && cpu != 0)
        {
            Lane.Start(release => RunOne(cpu, release));
        }
        else
        {
            batons[cpu].Give();
        }
    }

    // Whoever is at work and sleeps has to be seen so at the same place for a quarter of a second.
    private bool GivesUp()
    {
        bool isSame = seenAt == stamp;
        looks = isSame && batons[current].IsAsleep ? looks + 1 : 0;
        seenAt = stamp;
        if (looks >= mostLooks)
        {
            failure ??= new OutOfFuelException(OutOfFuelException.Blocked);
        }

        return failure is not null;
    }

    // After a failure the others are given a second to end.
    private bool IsAbandoned() => GivesUp() && ++looksInVain > LooksAfterFailure;

    private void RequireNoFailure()
    {
        if (failure is not null)
        {
            throw new OutOfFuelException();
        }
    }

    private int RequireCpu()
    {
        RequireNoFailure();
        return ReferenceEquals(batons[current].Thread, Thread.CurrentThread)
            ? current
            : throw new InvalidOperationException("a thread that is no CPU uses shared words");
    }
}
