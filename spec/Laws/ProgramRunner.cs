namespace MmVerify.Spec;

/// <summary>Carries out programs that come as bytes and answers with bytes.</summary>
public abstract class ProgramRunner
{
    /// <summary>Carries out one program on a fresh instance.</summary>
    /// <param name="program">The program.</param>
    /// <param name="replies">Where the replies go: creation's, then one for each operation carried
    /// out.</param>
    /// <param name="afterEach">Called after each reply was written, so that it can be sent at once; or
    /// null.</param>
    /// <returns>How many replies were written.</returns>
    public abstract int Run(ref WireReader program, WireWriter replies, Action? afterEach);
}

/// <summary>The same for one chapter.</summary>
internal sealed class ProgramRunner<TSetup, TOperation, TReply, TModel>(
    Chapter<TSetup, TOperation, TReply, TModel> chapter,
    IDriver<TSetup, TOperation, TReply> driver)
    : ProgramRunner
    where TSetup : class
    where TOperation : class, IOperation
    where TReply : struct, IReply<TReply>
    where TModel : class, IModel<TSetup, TOperation, TReply>
{
    private TReply[] history = new TReply[256];

    public override int Run(ref WireReader program, WireWriter replies, Action? afterEach)
    {
        Program<TSetup, TOperation> asked = chapter.ReadProgram(ref program);
        if (history.Length <= asked.Operations.Length)
        {
            history = new TReply[asked.Operations.Length + 1];
        }

        return driver.Run(asked, history, place =>
        {
            TOperation operation = place == 0 ? chapter.Creation : asked.Operations[place - 1];
            chapter.Write(replies, operation, in history[place]);
            afterEach?.Invoke();
        });
    }
}
