namespace MmVerify.Spec;

/// <summary>A reply that tells what its operation asked of the lower layers.</summary>
public interface IWitnessedReply
{
    /// <summary>What was asked, with the answers.</summary>
    LowerCalls Calls { get; }
}

/// <summary>A model that keeps the accounts of the lower layers.</summary>
/// <typeparam name="TOperation">The chapter's operations.</typeparam>
/// <typeparam name="TReply">The chapter's replies.</typeparam>
public interface IWitnessedModel<in TOperation, TReply>
    where TReply : struct, IWitnessedReply
{
    /// <summary>The accounts after a step, which tell as well what the step changed.</summary>
    LowerAccounts AccountsAfter(in TReply reply);

    /// <summary>
    /// What a step that was done has left undone, given the accounts after it; null when nothing.
    /// </summary>
    string? MissingIn(TOperation operation, in TReply reply);

    /// <summary>
    /// Whether an operation is the one that only a fault has just kept from being done, and nothing is in its
    /// way now.
    /// </summary>
    bool IsDueAgain(TOperation operation);
}
