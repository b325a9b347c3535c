using MmVerify.Spec;

namespace MmVerify.Properties;

/// <summary>
/// Is given each program of a batch with what was answered; the replies are only lent for the call.
/// </summary>
public delegate void HistoryReader<TSetup, TOperation, TReply>(
    Program<TSetup, TOperation> program, ReadOnlySpan<TReply> replies);

/// <summary>Carries out programs on one implementation, each on a fresh instance.</summary>
/// <typeparam name="TSetup">The chapter's setup.</typeparam>
/// <typeparam name="TOperation">The chapter's operations.</typeparam>
/// <typeparam name="TReply">The chapter's replies.</typeparam>
public interface IExecutor<TSetup, TOperation, TReply>
{
    /// <summary>Carries out programs.</summary>
    /// <param name="programs">The programs.</param>
    /// <param name="read">Called for each of them, in their order.</param>
    /// <returns>How many were carried out, at least one: after a crash the rest is left to be asked for
    /// again.</returns>
    int Run(
        IReadOnlyList<Program<TSetup, TOperation>> programs, HistoryReader<TSetup, TOperation, TReply> read);

    /// <summary>How often the implementation had to be started anew because it hung or crashed.</summary>
    int Restarts { get; }

    /// <summary>
    /// Forgets what the implementation may have kept from earlier programs, where that is possible.
    /// </summary>
    void Renew();
}

/// <summary>Carries out programs in this process.</summary>
/// <typeparam name="TSetup">The chapter's setup.</typeparam>
/// <typeparam name="TOperation">The chapter's operations.</typeparam>
/// <typeparam name="TReply">The chapter's replies.</typeparam>
/// <param name="driver">The driver of the implementation.</param>
public sealed class InProcessExecutor<TSetup, TOperation, TReply>(IDriver<TSetup, TOperation, TReply> driver)
    : IExecutor<TSetup, TOperation, TReply>
    where TReply : struct, IReply<TReply>
{
    private TReply[] replies = new TReply[256];
    private volatile Program<TSetup, TOperation>? current;

    /// <summary>
    /// The program that is being carried out, for whoever waits in vain for its end; null between two.
    /// </summary>
    public Program<TSetup, TOperation>? Current => current;

    /// <inheritdoc/>
    public int Restarts => 0;

    /// <inheritdoc/>
    public int Run(
        IReadOnlyList<Program<TSetup, TOperation>> programs, HistoryReader<TSetup, TOperation, TReply> read)
    {
        for (int i = 0; i < programs.Count; i++)
        {
            Program<TSetup, TOperation> program = programs[i];
            if (replies.Length <= program.Operations.Length)
            {
                replies = new TReply[program.Operations.Length + 1];
            }

            current = program;
            int count = driver.Run(program, replies);
            current = null;
            read(program, replies.AsSpan(0, count));
        }

        return programs.Count;
    }

    /// <inheritdoc/>
    public void Renew()
    {
        // Static fields of code in this process cannot be undone.
    }
}
