using MmVerify.Spec;

namespace MmVerify.Properties;

/// <summary>
/// Leaves out of later programs what has crashed or hung several times already, so that the rest of the
/// implementation can still be examined: each crash costs the start of a new process.
/// </summary>
/// <typeparam name="TSetup">The chapter's setup.</typeparam>
/// <typeparam name="TOperation">The chapter's operations.</typeparam>
/// <typeparam name="TReply">The chapter's replies.</typeparam>
/// <typeparam name="TModel">The chapter's model.</typeparam>
/// <param name="programs">The chapter's programs.</param>
/// <param name="limit">How often something may crash before it is left out.</param>
internal sealed class Avoidance<TSetup, TOperation, TReply, TModel>(
    ChapterPrograms<TSetup, TOperation, TReply, TModel> programs, int limit)
    where TSetup : class
    where TOperation : class, IOperation
    where TReply : struct, IReply<TReply>
    where TModel : class, IModel<TSetup, TOperation, TReply>
{
    private readonly Dictionary<TOperation, int> operations = [];
    private readonly Dictionary<uint, int> kinds = [];
    private readonly Dictionary<TSetup, int> setups = [];
    private int creations;

    public void Learn(Program<TSetup, TOperation> program, ReadOnlySpan<TReply> replies)
    {
        if (!IsCostly(replies[^1].Outcome))
        {
            return;
        }

        if (replies.Length == 1)
        {
            creations++;
            setups[program.Setup] = setups.GetValueOrDefault(program.Setup) + 1;
            return;
        }

        TOperation last = WithoutHandle(program.Operations[replies.Length - 2]);
        operations[last] = operations.GetValueOrDefault(last) + 1;
        if (operations[last] == 1)
        {
            kinds[last.Kind] = kinds.GetValueOrDefault(last.Kind) + 1;
        }
    }

    // A kind of operation that crashed with many different arguments is left out as a whole, and so is
    // creation on whatever setup: then nothing can be examined any more.
    public IReadOnlyList<Program<TSetup, TOperation>> Apply(IReadOnlyList<Program<TSetup, TOperation>> batch)
    {
        if (operations.Count == 0 && setups.Count == 0)
        {
            return batch;
        }

        var allowed = new List<Program<TSetup, TOperation>>(batch.Count);
        foreach (Program<TSetup, TOperation> program in batch)
        {
            if (creations >= 4 * limit || setups.GetValueOrDefault(program.Setup) >= limit)
            {
                continue;
            }

            int at = Array.FindIndex(program.Operations, IsAvoided);
            allowed.Add(at < 0 ? program : program with { Operations = program.Operations[..at] });
        }

        return allowed;
    }

    // To use up all memory takes its time as well, each time.
    private static bool IsCostly(Outcome outcome) => outcome.Kind is OutcomeKind.Hung or OutcomeKind.Crashed
        || outcome is { Kind: OutcomeKind.Threw, Fault.What: nameof(OutOfMemoryException) };

    private bool IsAvoided(TOperation operation) =>
        kinds.GetValueOrDefault(operation.Kind) >= 4 * limit
        || operations.GetValueOrDefault(WithoutHandle(operation)) >= limit;

    private TOperation WithoutHandle(TOperation operation) =>
        operation.Lender < 0 ? operation : programs.WithLender(operation, 0);
}
