using MmVerify.Properties;
using MmVerify.Spec;

namespace MmVerify.Grader;

/// <summary>Any number of laws, and the verdict of each over all histories that were read.</summary>
internal sealed class ManyLaws<TSetup, TOperation, TReply, TModel>
    where TSetup : class
    where TOperation : class, IOperation
    where TReply : struct, IReply<TReply>
    where TModel : class, IModel<TSetup, TOperation, TReply>
{
    private const int MostLaws = 64;

    private readonly Judge<TSetup, TOperation, TReply, TModel>[] judges;
    private readonly ulong[] asked;
    private readonly int count;
    private readonly int leastWitnesses;

    public ManyLaws(
        Chapter<TSetup, TOperation, TReply, TModel> chapter,
        Law<TOperation, TReply, TModel>[] laws,
        ExaminationOptions options)
    {
        count = laws.Length;
        leastWitnesses = options.LeastWitnesses;
        judges = [.. laws.Chunk(MostLaws).Select(some =>
            new Judge<TSetup, TOperation, TReply, TModel>(some, chapter.NewModel(), chapter.Creation))];
        asked = new ulong[judges.Length];
        Array.Fill(asked, ulong.MaxValue);
    }

    /// <summary>One verdict for each law.</summary>
    public VerdictKind[] Verdicts() =>
        [.. Enumerable.Range(0, count).Select(law => VerdictOf(law / MostLaws, law % MostLaws))];

    /// <summary>Reads one history.</summary>
    public void Read(Program<TSetup, TOperation> program, ReadOnlySpan<TReply> replies)
    {
        for (int i = 0; i < judges.Length; i++)
        {
            judges[i].Read(program, replies, asked[i]);
            foreach (Breach breach in judges[i].Breaches)
            {
                asked[i] &= ~(1UL << breach.LawIndex);
            }
        }
    }

    private VerdictKind VerdictOf(int judge, int law) =>
        (asked[judge] & (1UL << law)) == 0 ? VerdictKind.Broken
        : judges[judge].Witnesses[law] >= leastWitnesses ? VerdictKind.Holds
        : VerdictKind.Unknown;
}

/// <summary>Carries out programs and lets another reader see every history first.</summary>
internal sealed class OverheardExecutor<TSetup, TOperation, TReply>(
    IExecutor<TSetup, TOperation, TReply> executor, HistoryReader<TSetup, TOperation, TReply> listener)
    : IExecutor<TSetup, TOperation, TReply>
{
    public int Restarts => executor.Restarts;

    public int Run(
        IReadOnlyList<Program<TSetup, TOperation>> programs,
        HistoryReader<TSetup, TOperation, TReply> read) => executor.Run(programs, (program, replies) =>
        {
            listener(program, replies);
            read(program, replies);
        });

    public void Renew() => executor.Renew();
}
