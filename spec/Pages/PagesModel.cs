namespace MmVerify.Spec;

/// <summary>
/// The state of every frame, as the contract says that it is. What an operation does to a frame depends on
/// that frame alone.
/// </summary>
public sealed class PagesModel : IModel<PagesSetup, PagesOperation, PagesReply>
{
    private PageState[] states = [];

    /// <summary>What there is.</summary>
    public PagesSetup Setup { get; private set; } = PagesSetup.Flat(1);

    /// <summary>Where the descriptions are, as creation told.</summary>
    public PageTable Table { get; private set; } = PageTable.None;

    /// <summary>Whether any frame was ever changed.</summary>
    public bool HasChanged { get; private set; }

    /// <inheritdoc/>
    public void Start(PagesSetup setup)
    {
        Setup = setup;
        HasChanged = false;
        states = new PageState[setup.Frames.Count];
        Array.Fill(states, PageState.Reserved, 0, setup.Reserved);
    }

    /// <summary>The state of a frame, by its place.</summary>
    public PageState At(int place) => states[place];

    /// <summary>The state of a frame; null when there is no such frame.</summary>
    public PageState? Of(Pfn frame) => Setup.PlaceOf(frame) is var place and >= 0 ? states[place] : null;

    /// <summary>Why an operation has to be refused; no errno when it has to be done.</summary>
    public Errno WhyRefused(PagesOperation operation) => operation switch
    {
        PagesOperation.PfnOf asked => Of(asked.Of) is null || Table.FrameAt(asked) is null
            ? Errno.EINVAL : Errno.None,
        PagesOperation.ToPhysical asked => PhysicalOf(asked.Address) is null ? Errno.EINVAL : Errno.None,
        _ => Of(operation.Frame) is PageState state ? WhyRefused(operation, state) : Errno.EINVAL,
    };

    /// <summary>Why an operation on a frame in some state has to be refused.</summary>
    public Errno WhyRefused(PagesOperation operation, PageState state)
    {
        if ((operation.Kind & PagesOperation.Kinds.Changes) == 0)
        {
            return Errno.None;
        }

        if (!MakesSense(operation))
        {
            return Errno.EINVAL;
        }

        if (state.Flags.HasFlag(PageFlags.Reserved) || operation.Flag == PageFlags.Reserved)
        {
            return Errno.EPERM;
        }

        return operation switch
        {
            PagesOperation.Claim => state.Count > 0 ? Errno.EBUSY : Errno.None,
            PagesOperation.Unmap => state.MapCount == 0 ? Errno.ENOENT : Errno.None,
            _ when state.Count == 0 => Errno.ENOENT,
            PagesOperation.Get or PagesOperation.Map =>
                state.Count >= Setup.MostReferences ? Errno.ENOMEM : Errno.None,
            PagesOperation.Put => state.Count == state.MapCount ? Errno.EBUSY : Errno.None,
            _ => Errno.None,
        };
    }

    /// <summary>The state of a frame after an operation that has to be done.</summary>
    public static PageState After(PagesOperation operation, PageState state) => operation switch
    {
        PagesOperation.Claim claim => new(1, 0, PageFlags.None, claim.Owner),
        PagesOperation.Get => state with { Count = state.Count + 1 },
        PagesOperation.Map => state with { Count = state.Count + 1, MapCount = state.MapCount + 1 },
        PagesOperation.Put or PagesOperation.Unmap when state.Count == 1 => PageState.Free,
        PagesOperation.Put => state with { Count = state.Count - 1 },
        PagesOperation.Unmap => state with { Count = state.Count - 1, MapCount = state.MapCount - 1 },
        PagesOperation.SetFlag or PagesOperation.TestAndSet =>
            state with { Flags = state.Flags | operation.Flag },
        PagesOperation.ClearFlag or PagesOperation.TestAndClear =>
            state with { Flags = state.Flags & ~operation.Flag },
        _ => state,
    };

    /// <summary>What an operation on a frame in some state has to come to.</summary>
    public Answer AnswerOf(PagesOperation operation, PageState state)
    {
        Errno errno = WhyRefused(operation, state);
        bool isTrue = errno == Errno.None && operation switch
        {
            PagesOperation.Put or PagesOperation.Unmap => state.Count == 1,
            PagesOperation.TestAndSet or PagesOperation.TestAndClear => state.Flags.HasFlag(operation.Flag),
            _ => false,
        };
        return new Answer(Outcome.Of(errno), isTrue ? 1 : 0);
    }

    /// <summary>The byte that is seen at an address; null where no memory is.</summary>
    public PhysAddr? PhysicalOf(VirtAddr address)
    {
        var physical = new PhysAddr(unchecked(address.Value - Setup.DirectMap.Value));
        return address.Value >= Setup.DirectMap.Value && Of(physical.ToPfn()) is not null ? physical : null;
    }

    /// <inheritdoc/>
    public bool Follow(PagesOperation operation, in PagesReply reply)
    {
        bool isDone = reply.Outcome.Kind == OutcomeKind.Done;
        switch (operation)
        {
            case PagesOperation.Create:
                Table = reply.Table;
                return isDone && reply.States.Frames.SequenceEqual(Setup.Frames)
                    && Table.Rows.Length == states.Length && Agrees(reply.States);
            case PagesOperation.Concurrently { What: var what }:
                return isDone && FollowAll(what, in reply) && Agrees(reply.States);
            default:
                if (isDone && WhyRefused(operation) != Errno.None)
                {
                    return false;
                }

                HasChanged |= isDone && (operation.Kind & PagesOperation.Kinds.Changes) != 0;
                if (isDone && Setup.PlaceOf(operation.Frame) is var place and >= 0)
                {
                    states[place] = After(operation, states[place]);
                }

                return Agrees(reply.States);
        }
    }

    /// <summary>
    /// Becomes the state after an operation, unless it has to be refused; after calls that are made at once,
    /// the state that one CPU after the other leaves.
    /// </summary>
    public void Apply(PagesOperation operation)
    {
        if (operation is PagesOperation.Concurrently { What: var what })
        {
            foreach ((_, PagesOperation call) in what.Calls)
            {
                Apply(call);
            }
        }
        else if ((operation.Kind & PagesOperation.Kinds.Changes) != 0
            && WhyRefused(operation) == Errno.None)
        {
            int place = Setup.PlaceOf(operation.Frame);
            states[place] = After(operation, states[place]);
        }
    }

    /// <summary>
    /// Whether what the calls on a frame came to is what they come to one after the other, in some order.
    /// </summary>
    /// <param name="what">The calls.</param>
    /// <param name="history">What happened.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="end">What was told of it afterwards.</param>
    /// <param name="areTestsOpen">Whether tests of flags may have answered either way.</param>
    public bool Explains(
        Concurrent<PagesOperation> what,
        ConcurrentHistory history,
        Pfn frame,
        PageState end,
        bool areTestsOpen = false)
    {
        int[] calls = [.. CallsOn(what, frame)];
        return Linearizability.Explains(
            [.. calls.Select(call => history.Calls[call])],
            Of(frame) ?? PageState.Free,
            (ref PageState state, int index) =>
            {
                PagesOperation operation = what.Calls[calls[index]].Operation;
                Answer answer = Of(frame) is null
                    ? Answer.Of(Errno.EINVAL)
                    : AnswerOf(operation, state);
                state = answer.Outcome.Kind == OutcomeKind.Done ? After(operation, state) : state;
                Answer given = history.Calls[calls[index]].Answer;
                bool isOpen = areTestsOpen && (operation.Kind & PagesOperation.Kinds.Tests) != 0;
                return isOpen ? answer.Outcome == given.Outcome : answer == given;
            },
            state => state == end);
    }

    /// <summary>The calls on a frame, by their indices.</summary>
    public static IEnumerable<int> CallsOn(Concurrent<PagesOperation> what, Pfn frame) =>
        what.Calls.Index().Where(call => call.Item.Operation.Frame == frame)
            .Select(static call => call.Index);

    private bool FollowAll(Concurrent<PagesOperation> what, in PagesReply reply)
    {
        foreach (Pfn frame in what.Calls.Select(static call => call.Operation.Frame).Distinct())
        {
            int place = Setup.PlaceOf(frame);
            PageState end = place < 0 ? PageState.Free : reply.States[place];
            if (!Explains(what, reply.History, frame, end))
            {
                return false;
            }

            if (place >= 0)
            {
                states[place] = end;
            }
        }

        return true;
    }

    private static bool MakesSense(PagesOperation operation) => operation switch
    {
        PagesOperation.Claim { Owner: var owner } => owner is > 0 and <= PagesSetup.MostOwner,
        _ when (operation.Kind & PagesOperation.Kinds.Flags) == 0 => true,
        _ => operation.Flag is > PageFlags.None and <= PageFlags.Reserved
            && int.PopCount((int)operation.Flag) == 1,
    };

    private bool Agrees(PageStates told)
    {
        for (int place = 0; place < states.Length; place++)
        {
            if (told[place] != states[place])
            {
                return false;
            }
        }

        return told.Count == states.Length;
    }
}
