using MmVerify.Host;
using MmVerify.Properties;
using MmVerify.Spec;

namespace MmVerify.Grader;

/// <summary>
/// Carries out programs in a sandboxed process. When the process hangs or dies, a new one is started and the
/// programs that were not answered are tried one by one, each reply for itself, until the guilty one is
/// found; the caller can then leave out of the rest what was guilty.
/// </summary>
/// <typeparam name="TSetup">The chapter's setup.</typeparam>
/// <typeparam name="TOperation">The chapter's operations.</typeparam>
/// <typeparam name="TReply">The chapter's replies.</typeparam>
/// <typeparam name="TModel">The chapter's model.</typeparam>
/// <param name="chapter">The chapter.</param>
/// <param name="start">Starts a process with the submission loaded.</param>
public sealed class RemoteExecutor<TSetup, TOperation, TReply, TModel>(
    Chapter<TSetup, TOperation, TReply, TModel> chapter, Func<Patience, SubmissionHost> start)
    : IExecutor<TSetup, TOperation, TReply>, IDisposable
    where TSetup : class
    where TOperation : class, IOperation
    where TReply : struct, IReply<TReply>
    where TModel : class, IModel<TSetup, TOperation, TReply>
{
    private readonly WireWriter request = new();
    private readonly TReply[] replies =
        new TReply[Chapter<TSetup, TOperation, TReply, TModel>.MaxOperations + 1];
    private SubmissionHost? host;
    private bool isClean;
    private bool hasHung;

    /// <inheritdoc/>
    public int Restarts { get; private set; }

    /// <inheritdoc/>
    public int Run(
        IReadOnlyList<Program<TSetup, TOperation>> programs, HistoryReader<TSetup, TOperation, TReply> read)
    {
        int answered = 0;
        int restarts = Restarts;
        try
        {
            if (programs.Count > 1)
            {
                RunTogether(programs, read, ref answered);
            }
        }
        catch (SubmissionEndedException exception)
        {
            Restart(exception.Outcome.Kind == OutcomeKind.Hung);
            restarts = Restarts;
        }

        while (answered < programs.Count && Restarts == restarts)
        {
            RunAlone(programs[answered++], read);
        }

        return answered;
    }

    /// <inheritdoc/>
    public void Renew()
    {
        if (!isClean)
        {
            host?.Dispose();
            host = null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => host?.Dispose();

    private void RunTogether(
        IReadOnlyList<Program<TSetup, TOperation>> programs,
        HistoryReader<TSetup, TOperation, TReply> read,
        ref int answered)
    {
        SubmissionHost running = Running();
        Ask(running, programs, eachForItself: false);
        HostFrameKind kind;
        while ((kind = running.Receive(out ReadOnlySpan<byte> content))
            is HostFrameKind.Replies or HostFrameKind.Alive)
        {
            var reader = new WireReader(kind == HostFrameKind.Alive ? [] : content);
            while (!reader.IsAtEnd)
            {
                Program<TSetup, TOperation> program = answered < programs.Count
                    ? programs[answered]
                    : throw NotTheProtocol("more replies than there were programs");
                int count = 0;
                do
                {
                    ReadReply(ref reader, program, count++);
                }
                while (count <= program.Operations.Length && !replies[count - 1].Outcome.IsEnd);

                answered++;
                read(program, replies.AsSpan(0, count));
            }
        }

        if (answered < programs.Count)
        {
            throw NotTheProtocol("fewer replies than there were programs");
        }
    }

    private void RunAlone(Program<TSetup, TOperation> program, HistoryReader<TSetup, TOperation, TReply> read)
    {
        int count = 0;
        try
        {
            SubmissionHost running = Running();
            Ask(running, [program], eachForItself: true);
            while (running.Receive(out ReadOnlySpan<byte> content) == HostFrameKind.Replies)
            {
                if (count > program.Operations.Length)
                {
                    throw NotTheProtocol("more replies than there were operations");
                }

                var reader = new WireReader(content);
                ReadReply(ref reader, program, count++);
            }

            if (count == 0)
            {
                throw NotTheProtocol("no reply at all");
            }
        }
        catch (SubmissionEndedException exception)
        {
            replies[count++] = TReply.Ended(exception.Outcome);
            Restart(exception.Outcome.Kind == OutcomeKind.Hung);
        }

        read(program, replies.AsSpan(0, Math.Min(count, program.Operations.Length + 1)));
    }

    private void Ask(
        SubmissionHost running, IReadOnlyList<Program<TSetup, TOperation>> programs, bool eachForItself)
    {
        isClean = false;
        request.Clear();
        request.Byte(eachForItself ? (byte)1 : (byte)0);
        request.Number((ulong)programs.Count);
        foreach (Program<TSetup, TOperation> program in programs)
        {
            chapter.Write(request, program);
        }

        running.Send(HostFrameKind.Run, request.Written);
    }

    private void ReadReply(ref WireReader reader, Program<TSetup, TOperation> program, int number)
    {
        TOperation operation = number == 0 ? chapter.Creation : program.Operations[number - 1];
        try
        {
            chapter.ReadReply(ref reader, operation, replies.AsSpan(0, number), out replies[number]);
        }
        catch (WireException exception)
        {
            throw NotTheProtocol(exception.Message);
        }
    }

    private SubmissionHost Running()
    {
        if (host is null)
        {
            host = start(hasHung ? Patience.Short : Patience.Long);
            isClean = true;
        }

        return host;
    }

    private void Restart(bool afterHang = false)
    {
        hasHung |= afterHang;
        Restarts++;
        host?.Dispose();
        host = null;
    }

    private static SubmissionEndedException NotTheProtocol(string what) => new(new Outcome(
        OutcomeKind.Crashed,
        Fault: Fault.FromForeign("the process answered what it was not asked", what, null)));
}
