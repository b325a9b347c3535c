namespace MmVerify.Spec;

/// <summary>One call, as data. Each chapter has its closed family of them.</summary>
public interface IOperation
{
    /// <summary>Which case it is: one bit, so that a law can name the cases it speaks of.</summary>
    uint Kind { get; }

    /// <summary>The step whose result this operation uses, or -1. It is always an earlier one.</summary>
    int Lender { get; }

    /// <summary>
    /// Which call of a lower layer is to fail while this operation is carried out, of those that may: 1 is
    /// the first; 0 none. A number beyond the calls that are made is no fault.
    /// </summary>
    int FailingCall => 0;

    /// <summary>
    /// Whether to do nothing is to do this, so that having done it shows nothing of an implementation.
    /// </summary>
    bool AsksForNothing => false;
}

/// <summary>What came back from one operation.</summary>
/// <typeparam name="TSelf">The reply type itself.</typeparam>
public interface IReply<TSelf>
    where TSelf : struct, IReply<TSelf>
{
    /// <summary>How the operation ended.</summary>
    Outcome Outcome { get; }

    /// <summary>
    /// Steps that the operation took inside the submission; 0 when they were not counted. Unit: ticks.
    /// </summary>
    long Work { get; }

    /// <summary>The reply of an operation from which no answer came.</summary>
    static abstract TSelf Ended(Outcome outcome);
}

/// <summary>
/// The plainest state that the laws of a chapter need. It is advanced by what the implementation answered and
/// never predicts an answer.
/// </summary>
/// <typeparam name="TSetup">What an implementation is created with.</typeparam>
/// <typeparam name="TOperation">The chapter's operations.</typeparam>
/// <typeparam name="TReply">The chapter's replies.</typeparam>
public interface IModel<TSetup, TOperation, TReply>
{
    /// <summary>Becomes the state right after creation.</summary>
    void Start(TSetup setup);

    /// <summary>
    /// Advances by one step. False when the answer was so wrong that no state can follow from it.
    /// </summary>
    bool Follow(TOperation operation, in TReply reply);
}

/// <summary>One step of a history, as a law sees it.</summary>
/// <typeparam name="TOperation">The chapter's operations.</typeparam>
/// <typeparam name="TReply">The chapter's replies.</typeparam>
/// <typeparam name="TModel">The chapter's model.</typeparam>
public readonly ref struct Step<TOperation, TReply, TModel>
{
    private readonly ref readonly TReply reply;
    private readonly ref readonly TReply previous;

    /// <summary>Makes a step.</summary>
    public Step(TOperation operation, in TReply reply, in TReply previous, TModel model)
    {
        Operation = operation;
        this.reply = ref reply;
        this.previous = ref previous;
        Model = model;
    }

    /// <summary>What was asked.</summary>
    public TOperation Operation { get; }

    /// <summary>What was answered.</summary>
    public ref readonly TReply Reply => ref reply;

    /// <summary>What the step before this one answered; of the first step, its own answer.</summary>
    public ref readonly TReply Previous => ref previous;

    /// <summary>
    /// The state before the step (for a law about the answer) or after it (for a law about the state).
    /// </summary>
    public TModel Model { get; }
}
