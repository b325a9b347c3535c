using System.Numerics;

namespace MmVerify.Spec;

/// <summary>A law that a history broke, the step at which it first did, and what was wrong there.</summary>
/// <param name="LawIndex">Which law, as an index into the chapter's list.</param>
/// <param name="StepNumber">The step: -1 is creation.</param>
/// <param name="Judgement">What was wrong.</param>
public readonly record struct Breach(int LawIndex, int StepNumber, Judgement Judgement);

/// <summary>
/// Reads histories and asks the laws. One history serves all laws of a chapter. A law is not asked again in a
/// history in which it was broken, and the reading ends where the model can no longer follow.
/// </summary>
/// <typeparam name="TSetup">The chapter's setup.</typeparam>
/// <typeparam name="TOperation">The chapter's operations.</typeparam>
/// <typeparam name="TReply">The chapter's replies.</typeparam>
/// <typeparam name="TModel">The chapter's model.</typeparam>
public sealed class Judge<TSetup, TOperation, TReply, TModel>
    where TOperation : class, IOperation
    where TReply : struct, IReply<TReply>
    where TModel : class, IModel<TSetup, TOperation, TReply>
{
    private const int KindCount = 32;
    private const int AnswerCount = 3;

    private readonly Entry[][] before;
    private readonly Entry[][] after;
    private readonly ulong[] keptByItself;
    private readonly long[] keptCounts = new long[KindCount * AnswerCount];
    private readonly TModel model;
    private readonly FollowStep follow;
    private readonly TOperation creation;
    private readonly long[] witnesses;
    private readonly List<Breach> breaches = [];
    private ulong asked;
    private bool hasSucceeded;

    /// <summary>Makes a judge.</summary>
    /// <param name="laws">The laws of the chapter, at most 64.</param>
    /// <param name="model">A model of the judge's own.</param>
    /// <param name="creation">The operation that stands for the making of an instance.</param>
    public Judge(IReadOnlyList<Law<TOperation, TReply, TModel>> laws, TModel model, TOperation creation)
    {
        if (laws.Count > 64)
        {
            throw new ArgumentException("a chapter has at most 64 laws", nameof(laws));
        }

        this.model = model;
        follow = model.Follow;
        this.creation = creation;
        witnesses = new long[laws.Count];
        before = Table(laws, Moment.Before);
        after = Table(laws, Moment.After);
        keptByItself = [.. Enumerable.Range(0, KindCount * AnswerCount).Select(row => laws.Index()
            .Where(law => SpeaksOf(law.Item.On, law.Item.KeptBy, row))
            .Aggregate(0UL, static (bits, law) => bits | (1UL << law.Index)))];
    }

    /// <summary>How many steps each law spoke about and found kept, over all histories read.</summary>
    public ReadOnlySpan<long> Witnesses
    {
        get
        {
            for (int row = 0; row < keptCounts.Length; row++)
            {
                CountKept(keptByItself[row], keptCounts[row]);
                keptCounts[row] = 0;
            }

            return witnesses;
        }
    }

    /// <summary>The laws that the last history broke, in the order of the breaches.</summary>
    public IReadOnlyList<Breach> Breaches => breaches;

    /// <summary>Reads a history.</summary>
    /// <param name="program">What was asked.</param>
    /// <param name="replies">What was answered, creation's reply first.</param>
    /// <param name="laws">The laws to ask, one bit for each index.</param>
    /// <returns>The step after which, or at which, the model could no longer follow; the last one if it
    /// always did.</returns>
    public int Read(Program<TSetup, TOperation> program, ReadOnlySpan<TReply> replies, ulong laws)
    {
        Begin(program.Setup, laws);
        if (!Next(-1, creation, in replies[0], in replies[0]))
        {
            return -1;
        }

        int steps = replies.Length - 1;
        for (int i = 0; i < steps; i++)
        {
            if (!Next(i, program.Operations[i], in replies[i + 1], in replies[i]))
            {
                return i;
            }
        }

        return steps;
    }

    /// <summary>Starts to read a history step by step.</summary>
    /// <param name="setup">What the implementation was created with.</param>
    /// <param name="laws">The laws to ask, one bit for each index.</param>
    public void Begin(TSetup setup, ulong laws = ulong.MaxValue)
    {
        breaches.Clear();
        asked = laws;
        hasSucceeded = false;
        model.Start(setup);
    }

    /// <summary>Reads one step.</summary>
    /// <param name="number">The step's number; -1 is creation.</param>
    /// <param name="operation">What was asked.</param>
    /// <param name="reply">What was answered.</param>
    /// <param name="previous">The reply before it; of creation, its own.</param>
    /// <returns>Whether the model could follow.</returns>
    public bool Next(int number, TOperation operation, in TReply reply, in TReply previous)
    {
        OutcomeKind kind = reply.Outcome.Kind;
        if (kind == OutcomeKind.Skipped)
        {
            return true;
        }

        hasSucceeded = hasSucceeded
            || (number >= 0 && kind == OutcomeKind.Done && !operation.AsksForNothing);
        int row = (BitOperations.TrailingZeroCount(operation.Kind) * AnswerCount)
            + (kind == OutcomeKind.Done ? 0 : kind == OutcomeKind.Refused ? 1 : 2);
        if (hasSucceeded)
        {
            CountKept(row);
        }

        var step = new Step<TOperation, TReply, TModel>(operation, in reply, in previous, model);
        Ask(before[row], in step, number);
        if (kind >= OutcomeKind.Threw || !follow(operation, in reply))
        {
            return false;
        }

        Ask(after[row], in step, number);
        return true;
    }

    /// <summary>Reads one step of which not all laws are asked, since not all of it is known.</summary>
    /// <param name="number">The step's number.</param>
    /// <param name="operation">What was asked.</param>
    /// <param name="reply">What was answered, as far as it is known.</param>
    /// <param name="previous">The reply before it.</param>
    /// <param name="laws">The laws to ask, one bit for each index.</param>
    /// <returns>Whether the model could follow.</returns>
    public bool Next(int number, TOperation operation, in TReply reply, in TReply previous, ulong laws)
    {
        ulong others = asked & ~laws;
        asked &= laws;
        bool hasFollowed = Next(number, operation, in reply, in previous);
        asked |= others;
        return hasFollowed;
    }

    private void Ask(Entry[] entries, in Step<TOperation, TReply, TModel> step, int number)
    {
        foreach (Entry entry in entries)
        {
            if ((asked & entry.Bit) == 0)
            {
                continue;
            }

            Judgement judgement = entry.Judge(in step);
            if (ReferenceEquals(judgement, Judgement.Kept))
            {
                // An implementation that refuses everything keeps many laws; it is no witness for any.
                witnesses[entry.Index] += hasSucceeded ? 1 : 0;
            }
            else if (!ReferenceEquals(judgement, Judgement.Silent))
            {
                asked &= ~entry.Bit;
                breaches.Add(new Breach(entry.Index, number, judgement));
            }
        }
    }

    // Nearly every step keeps some laws by its outcome alone: they are counted by the row, not one by one.
    private void CountKept(int row)
    {
        if ((asked & keptByItself[row]) == keptByItself[row])
        {
            keptCounts[row]++;
        }
        else
        {
            CountKept(asked & keptByItself[row], 1);
        }
    }

    private void CountKept(ulong laws, long steps)
    {
        for (; laws != 0 && steps != 0; laws &= laws - 1)
        {
            witnesses[BitOperations.TrailingZeroCount(laws)] += steps;
        }
    }

    // One row for each kind of operation and outcome, so that a law is never asked where it does not speak.
    private static Entry[][] Table(IReadOnlyList<Law<TOperation, TReply, TModel>> laws, Moment moment) =>
        [.. Enumerable.Range(0, KindCount * AnswerCount).Select(row => laws.Index()
            .Where(law => law.Item.Moment == moment
                && SpeaksOf(law.Item.On, law.Item.When, row)
                && !SpeaksOf(law.Item.On, law.Item.KeptBy, row))
            .Select(static law => new Entry(1UL << law.Index, law.Index, law.Item.Judge))
            .ToArray())];

    private static bool SpeaksOf(uint kinds, Answers answers, int row) =>
        ((kinds >> (row / AnswerCount)) & 1) == 1 && (((int)answers >> (row % AnswerCount)) & 1) == 1;

    // A delegate of a known method is called faster than a method of a type parameter.
    private delegate bool FollowStep(TOperation operation, in TReply reply);

    private readonly record struct Entry(ulong Bit, int Index, LawJudge<TOperation, TReply, TModel> Judge);
}
