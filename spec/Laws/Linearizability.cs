namespace MmVerify.Spec;

/// <summary>
/// Advances a state by a call as if nobody else were at work. False when that call, in that state, would have
/// answered otherwise than it did.
/// </summary>
/// <typeparam name="TState">The state.</typeparam>
/// <param name="state">The state, which becomes the next.</param>
/// <param name="call">Which call, by its index.</param>
public delegate bool Sequentially<TState>(ref TState state, int call);

/// <summary>
/// Whether calls that were made at the same time came to what they might have come to one after the other.
/// A call takes effect at one moment between its beginning and its return, so one that returned before
/// another was made comes first; one that never returned may have taken effect or not.
/// Source: Herlihy and Wing, "Linearizability", TOPLAS 1990; Wing and Gong, "Testing and verifying concurrent
/// objects", JPDC 1993; the states that were seen are remembered as in Lowe, "Testing for linearizability",
/// 2017.
/// </summary>
public static class Linearizability
{
    /// <summary>The most calls that are taken.</summary>
    public const int MostCalls = 64;

    /// <summary>Whether there is such an order.</summary>
    /// <typeparam name="TState">The state; equal states are the same one.</typeparam>
    /// <param name="calls">The calls.</param>
    /// <param name="start">The state before all of them.</param>
    /// <param name="step">What a call does to a state.</param>
    /// <param name="isEnd">Whether a state agrees with what was seen after all of them.</param>
    public static bool Explains<TState>(
        IReadOnlyList<ConcurrentCall> calls,
        TState start,
        Sequentially<TState> step,
        Func<TState, bool> isEnd)
        where TState : IEquatable<TState>
    {
        return calls.Count <= MostCalls
            ? new Search<TState>(calls, step, isEnd).From(start, 0)
            : throw new ArgumentException($"there are {calls.Count} calls", nameof(calls));
    }

    private sealed class Search<TState>(
        IReadOnlyList<ConcurrentCall> calls, Sequentially<TState> step, Func<TState, bool> isEnd)
        where TState : IEquatable<TState>
    {
        private readonly HashSet<(ulong Done, TState State)> seen = [];

        public bool From(TState state, ulong done)
        {
            if (!seen.Add((done, state)))
            {
                return false;
            }

            if (calls.Index().All(one => Has(done, one.Index) || IsPending(one.Index)) && isEnd(state))
            {
                return true;
            }

            int firstReturn = FirstReturn(done);
            for (int call = 0; call < calls.Count; call++)
            {
                TState next = state;
                if (!Has(done, call) && calls[call].Called <= firstReturn && step(ref next, call)
                    && From(next, done | (1UL << call)))
                {
                    return true;
                }
            }

            return false;
        }

        // Whoever was called after a call had returned that has not taken effect yet has to wait.
        private int FirstReturn(ulong done)
        {
            int first = ConcurrentCall.Pending;
            for (int call = 0; call < calls.Count; call++)
            {
                first = Has(done, call) ? first : Math.Min(first, calls[call].Returned);
            }

            return first;
        }

        private bool IsPending(int call) => calls[call].Returned == ConcurrentCall.Pending;

        private static bool Has(ulong done, int call) => ((done >> call) & 1) == 1;
    }
}
