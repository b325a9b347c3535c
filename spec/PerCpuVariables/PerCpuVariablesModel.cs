using static MmVerify.Spec.PerCpuVariablesOperation;

namespace MmVerify.Spec;

/// <summary>
/// Every copy of every variable, how often each task has disabled preemption, and where it runs.
/// </summary>
public sealed class PerCpuVariablesModel
    : IModel<PerCpuVariablesSetup, PerCpuVariablesOperation, PerCpuVariablesReply>
{
    /// <summary>What there is.</summary>
    public PerCpuVariablesSetup Setup { get; private set; } = new(1, 1);

    /// <summary>The state.</summary>
    public PerCpuVariablesState State { get; private set; } = PerCpuVariablesState.None;

    /// <summary>Whether anything was ever changed.</summary>
    public bool HasChanged { get; private set; }

    /// <inheritdoc/>
    public void Start(PerCpuVariablesSetup setup)
    {
        Setup = setup;
        State = PerCpuVariablesState.First(setup);
        HasChanged = false;
    }

    /// <summary>The CPU on which the task runs that calls.</summary>
    public int CpuOf(PerCpuVariablesOperation operation) => State.Places[operation.Caller];

    /// <summary>How many gets of the task that calls are not ended by a put.</summary>
    public int CountOf(PerCpuVariablesOperation operation) => State.Counts[operation.Caller];

    /// <summary>Why an operation has to be refused; no errno when it has to be done.</summary>
    public Errno WhyRefused(PerCpuVariablesOperation operation)
    {
        bool needsVariable = (operation.Kind & (Kinds.Changes | Kinds.Tells)) != 0;
        if ((needsVariable && (operation.Of < 0 || operation.Of >= Setup.Variables))
            || (operation is Read { Cpu: var cpu } && (cpu < 0 || cpu >= Setup.Cpus)))
        {
            return Errno.EINVAL;
        }

        return operation switch
        {
            Put or Write => CountOf(operation) == 0 ? Errno.EPERM : Errno.None,
            Sleep => CountOf(operation) > 0 ? Errno.EBUSY : Errno.None,
            Swap swap => State.Counts[swap.Task] + State.Counts[swap.With] > 0 ? Errno.EBUSY : Errno.None,
            _ => Errno.None,
        };
    }

    /// <summary>What a value has to be that an operation tells.</summary>
    public long ValueOf(PerCpuVariablesOperation operation) => operation switch
    {
        Get get => State.Copy(get.Variable, CpuOf(get)),
        Read read => State.Copy(read.Variable, read.Cpu),
        Sum sum => State.Sum(sum.Variable),
        _ => 0,
    };

    /// <summary>How many gets of the task that calls are not ended by a put after an operation.</summary>
    public int CountAfter(PerCpuVariablesOperation operation) => CountOf(operation)
        + (WhyRefused(operation) != Errno.None ? 0 : operation is Get ? 1 : operation is Put ? -1 : 0);

    /// <summary>What this CPU's copy has to be after an operation that changes it.</summary>
    public long CopyAfter(PerCpuVariablesOperation operation) => operation switch
    {
        Write write => write.Value,
        Add add => unchecked(State.Copy(add.Variable, CpuOf(add)) + add.Addend),
        _ => 0,
    };

    /// <summary>What the sum of a variable's copies has to be after calls that were made at once.</summary>
    public long SumAfter(Concurrent<PerCpuVariablesOperation> what, int variable)
    {
        long sum = State.Sum(variable);
        foreach ((_, PerCpuVariablesOperation call) in what.Calls)
        {
            sum = call is Add add && add.Variable == variable ? unchecked(sum + add.Addend) : sum;
        }

        return sum;
    }

    /// <summary>A variable whose copies' sum is not what it has to be after calls that were made at once;
    /// null when there is none.</summary>
    public int? LostIn(Concurrent<PerCpuVariablesOperation> what, PerCpuVariablesState told)
    {
        for (int variable = 0; variable < Setup.Variables; variable++)
        {
            if (told.Sum(variable) != SumAfter(what, variable))
            {
                return variable;
            }
        }

        return null;
    }

    /// <summary>The state after an operation, as the contract has it.</summary>
    public PerCpuVariablesState After(PerCpuVariablesOperation operation)
    {
        if (WhyRefused(operation) != Errno.None)
        {
            return State;
        }

        PerCpuVariablesState state = State with
        {
            Counts = State.Counts.SetItem(operation.Caller, CountAfter(operation)),
        };
        if ((operation.Kind & Kinds.Changes) != 0)
        {
            int index = State.IndexOf(operation.Of, CpuOf(operation));
            return state with { Copies = State.Copies.SetItem(index, CopyAfter(operation)) };
        }

        // Who sleeps while its partner cannot be moved wakes up where it was.
        bool areMoved = operation is Swap || (operation is Sleep && State.Counts[operation.Partner] == 0);
        return !areMoved ? state : state with
        {
            Places = State.Places
                .SetItem(operation.Caller, State.Places[operation.Partner])
                .SetItem(operation.Partner, State.Places[operation.Caller]),
        };
    }

    /// <summary>Becomes the state after an operation; after calls that are made at once, the state that one
    /// task after the other leaves.</summary>
    public void Apply(PerCpuVariablesOperation operation)
    {
        if (operation is Concurrently { What: var what })
        {
            foreach ((_, PerCpuVariablesOperation call) in what.Calls)
            {
                Apply(call);
            }
        }
        else
        {
            State = After(operation);
        }
    }

    /// <inheritdoc/>
    public bool Follow(PerCpuVariablesOperation operation, in PerCpuVariablesReply reply)
    {
        bool isDone = reply.Outcome.Kind == OutcomeKind.Done;
        PerCpuVariablesState told = reply.State;
        if (operation is Concurrently { What: var what })
        {
            // Which copies have grown, and who was moved, is open.
            bool agrees = isDone && told.Cpus == State.Cpus && told.Variables == State.Variables
                && HasSamePinned(told)
                && LostIn(what, told) is null;
            State = told with { Counts = State.Counts };
            return agrees;
        }

        if (operation is not Create)
        {
            HasChanged |= isDone && (operation.Kind & (Kinds.Changes | Kinds.Get | Kinds.Put)) != 0;
            bool isRight = isDone == (WhyRefused(operation) == Errno.None);
            State = After(operation);
            return isRight && Agrees(told);
        }

        return Agrees(told);
    }

    private bool Agrees(PerCpuVariablesState told) =>
        HasSamePinned(told) && State.Equals(told with { Counts = State.Counts });

    // How it is counted is open: what matters is who may be moved.
    private bool HasSamePinned(PerCpuVariablesState told) => told.Counts.Length == State.Counts.Length
        && told.Counts.Zip(State.Counts).All(static one => (one.First > 0) == (one.Second > 0));
}
