using MmVerify.Spec;

namespace MmVerify.Grader;

/// <summary>
/// Puts what a kernel did before the laws, event by event, until nobody can tell any more who holds what.
/// </summary>
/// <typeparam name="TSetup">The chapter's setup.</typeparam>
/// <typeparam name="TOperation">The chapter's operations.</typeparam>
/// <typeparam name="TReply">The chapter's replies.</typeparam>
/// <typeparam name="TModel">The chapter's model.</typeparam>
internal sealed class EventJudge<TSetup, TOperation, TReply, TModel>
    where TSetup : class
    where TOperation : class, IOperation
    where TReply : struct, IReply<TReply>
    where TModel : class, IModel<TSetup, TOperation, TReply>
{
    private readonly Judge<TSetup, TOperation, TReply, TModel> judge;
    private bool isLost;

    /// <summary>Starts.</summary>
    /// <param name="chapter">The chapter.</param>
    /// <param name="setup">What the kernel has.</param>
    public EventJudge(Chapter<TSetup, TOperation, TReply, TModel> chapter, TSetup setup)
    {
        Model = chapter.NewModel();
        judge = new(chapter.JudgedLaws, Model, chapter.Creation);
        judge.Begin(setup);
    }

    /// <summary>What is known of the state.</summary>
    public TModel Model { get; }

    /// <summary>How many steps kept each law.</summary>
    public ReadOnlySpan<long> Witnesses => judge.Witnesses;

    /// <summary>What broke which law; the number of the step is the line of the recording.</summary>
    public IReadOnlyList<Breach> Breaches => judge.Breaches;

    /// <summary>How many events came when it was no longer known who holds what.</summary>
    public long Unseen { get; private set; }

    /// <summary>Whether an event can be judged; one that cannot is counted.</summary>
    public bool CanSee()
    {
        Unseen += isLost ? 1 : 0;
        return !isLost;
    }

    /// <summary>Takes one step, unless it is no longer known who holds what.</summary>
    /// <param name="line">The line that tells of it.</param>
    /// <param name="operation">What was asked.</param>
    /// <param name="reply">What was answered, as far as it is known.</param>
    /// <param name="laws">The laws to ask, a bit for each index; of none, the model is only told.</param>
    /// <returns>Whether it is still known who holds what.</returns>
    public bool Do(int line, TOperation operation, TReply reply, ulong laws)
    {
        isLost = isLost || !judge.Next(line, operation, in reply, in reply, laws);
        return !isLost;
    }

    /// <summary>Asks laws of what is known at one moment; nothing is done.</summary>
    /// <param name="line">The line that tells of it.</param>
    /// <param name="operation">What is refused, and so changes nothing.</param>
    /// <param name="reply">The refusal, with what is known.</param>
    /// <param name="laws">The laws to ask, a bit for each index.</param>
    public void Compare(int line, TOperation operation, TReply reply, ulong laws)
    {
        if (!isLost)
        {
            judge.Next(line, operation, in reply, in reply, laws);
        }
    }
}
