namespace MmVerify.Spec;

/// <summary>
/// What to do: a setup and operations. Every sub-list of the operations is a program as well.
/// </summary>
/// <param name="Setup">What the implementation is created with.</param>
/// <param name="Operations">The calls, in order. Never written after creation.</param>
/// <typeparam name="TSetup">The chapter's setup.</typeparam>
/// <typeparam name="TOperation">The chapter's operations.</typeparam>
public sealed record Program<TSetup, TOperation>(TSetup Setup, TOperation[] Operations)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"{Setup}: " + string.Join("; ", Operations.Select(static (o, i) => $"#{i} {o}"));
}

/// <summary>
/// What happened: the reply of creation, then one reply for each operation that was carried out. It is
/// shorter than its program when an operation threw, hung or crashed.
/// </summary>
/// <param name="Program">What was asked.</param>
/// <param name="Replies">What was answered; the first is creation's. Never written after creation.</param>
/// <typeparam name="TSetup">The chapter's setup.</typeparam>
/// <typeparam name="TOperation">The chapter's operations.</typeparam>
/// <typeparam name="TReply">The chapter's replies.</typeparam>
public sealed record History<TSetup, TOperation, TReply>(
    Program<TSetup, TOperation> Program, TReply[] Replies);

/// <summary>Carries out the operations of a chapter on one implementation and notes the replies.</summary>
/// <typeparam name="TSetup">The chapter's setup.</typeparam>
/// <typeparam name="TOperation">The chapter's operations.</typeparam>
/// <typeparam name="TReply">The chapter's replies.</typeparam>
public interface IDriver<TSetup, TOperation, TReply>
{
    /// <summary>Makes a fresh instance of the implementation.</summary>
    /// <param name="setup">What it is created with.</param>
    /// <param name="reply">What came of it.</param>
    void Start(TSetup setup, out TReply reply);

    /// <summary>Carries out one operation.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="earlier">The replies so far, creation's first: step #n is at n + 1.</param>
    /// <param name="reply">What came of it.</param>
    void Do(TOperation operation, ReadOnlySpan<TReply> earlier, out TReply reply);
}

/// <summary>Carries out whole programs in this process.</summary>
public static class DriverExtensions
{
    /// <summary>
    /// Carries out a program on a fresh instance, until its end or until an operation does not return.
    /// </summary>
    /// <param name="driver">The driver of the implementation; it serves one thread.</param>
    /// <param name="program">The program.</param>
    /// <param name="replies">Where the replies go; longer than the program.</param>
    /// <param name="afterEach">Is told the place of each reply as soon as it is there; or null.</param>
    /// <typeparam name="TSetup">The chapter's setup.</typeparam>
    /// <typeparam name="TOperation">The chapter's operations.</typeparam>
    /// <typeparam name="TReply">The chapter's replies.</typeparam>
    /// <returns>How many replies there are, creation's included.</returns>
    public static int Run<TSetup, TOperation, TReply>(
        this IDriver<TSetup, TOperation, TReply> driver,
        Program<TSetup, TOperation> program,
        TReply[] replies,
        Action<int>? afterEach = null)
        where TReply : struct, IReply<TReply>
    {
        driver.Start(program.Setup, out replies[0]);
        afterEach?.Invoke(0);
        int count = 1;
        while (count <= program.Operations.Length && !replies[count - 1].Outcome.IsEnd)
        {
            driver.Do(program.Operations[count - 1], replies.AsSpan(0, count), out replies[count]);
            afterEach?.Invoke(count);
            count++;
        }

        return count;
    }
}
