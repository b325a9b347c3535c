using System.Collections;
using System.Globalization;
using MmVerify.Spec;

namespace MmVerify.Properties;

/// <summary>
/// Looks for breaches of all laws of a chapter in one implementation: first every program of the small
/// scopes, since what breaks a law there is as short as can be, then random ones, then the corpus, then a few
/// on a large memory. One history serves all laws; a law is done once it is broken.
/// </summary>
/// <typeparam name="TSetup">The chapter's setup.</typeparam>
/// <typeparam name="TOperation">The chapter's operations.</typeparam>
/// <typeparam name="TReply">The chapter's replies.</typeparam>
/// <typeparam name="TModel">The chapter's model.</typeparam>
public sealed class Examiner<TSetup, TOperation, TReply, TModel>
    where TSetup : class
    where TOperation : class, IOperation
    where TReply : struct, IReply<TReply>
    where TModel : class, IModel<TSetup, TOperation, TReply>
{
    private const int BatchSize = 256;
    private const string SmallScope = "small scope";

    private readonly ChapterPrograms<TSetup, TOperation, TReply, TModel> programs;
    private readonly IExecutor<TSetup, TOperation, TReply> executor;
    private readonly ExaminationOptions options;
    private readonly Action<ExaminationProgress>? progress;
    private readonly IReadOnlyList<Law<TOperation, TReply, TModel>> laws;
    private readonly Judge<TSetup, TOperation, TReply, TModel> judge;
    private readonly CounterexampleMaker<TSetup, TOperation, TReply, TModel> maker;
    private readonly Avoidance<TSetup, TOperation, TReply, TModel> avoidance;
    private readonly List<Program<TSetup, TOperation>> batch = new(BatchSize);
    private readonly FirstBreach?[] first;
    private readonly Dictionary<TSetup, bool> setups = [];
    private readonly List<IEnumerable<Program<TSetup, TOperation>>> interleavings = [];
    private readonly List<(int Law, FirstBreach Breach)> suspicions = [];
    private readonly Controls<TSetup, TOperation, TReply, TModel> controls;
    private readonly ulong enabled;
    private ulong asked;
    private long programCount;
    private long stepCount;
    private bool hasAnswered;
    private bool workWasCounted;

    /// <summary>Prepares an examination.</summary>
    /// <param name="programs">The chapter's programs.</param>
    /// <param name="executor">What carries out programs on the implementation.</param>
    /// <param name="options">How much is searched.</param>
    /// <param name="progress">Is told how far it is, after each batch; or null.</param>
    public Examiner(
        ChapterPrograms<TSetup, TOperation, TReply, TModel> programs,
        IExecutor<TSetup, TOperation, TReply> executor,
        ExaminationOptions options,
        Action<ExaminationProgress>? progress = null)
    {
        this.programs = programs;
        this.executor = executor;
        this.options = options;
        this.progress = progress;
        laws = programs.Chapter.JudgedLaws;
        judge = programs.Chapter.NewJudge();
        controls = new Controls<TSetup, TOperation, TReply, TModel>(programs, executor);
        maker = new CounterexampleMaker<TSetup, TOperation, TReply, TModel>(programs, executor);
        avoidance =
            new Avoidance<TSetup, TOperation, TReply, TModel>(programs, options.CrashesBeforeAvoiding);
        first = new FirstBreach?[laws.Count];
        for (int i = 0; i < laws.Count; i++)
        {
            bool isOn = !laws[i].IsPolicy
                || options.Policies.Contains(laws[i].Id, StringComparer.OrdinalIgnoreCase);
            isOn &= options.Only?.Contains(laws[i].Id, StringComparer.Ordinal) ?? true;
            enabled |= isOn ? 1UL << i : 0;
        }

        asked = enabled;
    }

    /// <summary>Examines, and shrinks what it finds.</summary>
    /// <returns>One finding for each law that is on, in teaching order.</returns>
    public IReadOnlyList<Finding> Run()
    {
        if (options.SmallScope)
        {
            Search(SmallScope, programs.SmallScope);
            if (interleavings.Count > 0)
            {
                Search("interleavings", interleavings.SelectMany(static one => one));
            }
        }

        if (!IsDone)
        {
            RandomSearch.Draw(programs, options, program => Offer(program, "random programs"));
            Flush("random programs");
        }

        // What the others find is shorter when shrunk; this catches what they no longer find.
        if (options.Corpus)
        {
            Search("corpus", programs.Corpus.Select(token => ReplayToken.Read(programs.Chapter, token)));
        }

        // Last, because these programs are long: what others show too is shown by a shorter one.
        if (options.SmallScope)
        {
            Search("large memory", programs.Large(options.Seed));
        }

        return [.. Enumerable.Range(0, laws.Count).Where(index => (enabled & (1UL << index)) != 0)
            .Select(Conclude)];
    }

    private bool IsDone => options.StopAtFirstBreach && first.Any(static one => one is not null);

    private void Search(string phase, IEnumerable<Program<TSetup, TOperation>> source)
    {
        foreach (Program<TSetup, TOperation> program in source.TakeWhile(_ => !IsDone))
        {
            Offer(program, phase);
        }

        Flush(phase);
    }

    private void Offer(Program<TSetup, TOperation> program, string phase)
    {
        if (IsDone)
        {
            return;
        }

        batch.Add(program);
        if (batch.Count == BatchSize)
        {
            Flush(phase);
        }
    }

    private void Flush(string phase)
    {
        IReadOnlyList<Program<TSetup, TOperation>> allowed = avoidance.Apply(batch);
        while (allowed.Count > 0)
        {
            int done = executor.Run(allowed, (program, replies) => Read(program, replies, phase));
            allowed = done == allowed.Count ? [] : avoidance.Apply([.. allowed.Skip(done)]);
        }

        Confirm();
        batch.Clear();
        progress?.Invoke(
            new ExaminationProgress(phase, programCount, stepCount, first.Count(one => one is not null)));
    }

    private void Read(
        Program<TSetup, TOperation> program, ReadOnlySpan<TReply> replies, string phase)
    {
        if (phase == SmallScope && replies.Length == program.Operations.Length + 1
            && programs.Interleavings(program, in replies[^1]) is var others and not ICollection { Count: 0 })
        {
            interleavings.Add(others);
        }

        int end = judge.Read(program, replies, asked);
        programCount++;
        stepCount += replies.Length - 1;
        hasAnswered |= replies.Length > 1 && !replies[^1].Outcome.IsEnd;
        workWasCounted |= replies[^1].Work > 0;
        setups[program.Setup] = setups.GetValueOrDefault(program.Setup) || !replies[0].Outcome.IsEnd;
        avoidance.Learn(program, replies);
        foreach (Breach breach in judge.Breaches)
        {
            bool endsTheReading = end == breach.StepNumber && end < program.Operations.Length - 1;
            var found = new FirstBreach(program, breach.StepNumber, endsTheReading, programCount);
            if (laws[breach.LawIndex].IsOfOverlaps)
            {
                suspicions.Add((breach.LawIndex, found));
            }
            else
            {
                Accept(breach.LawIndex, found);
            }
        }
    }

    private void Accept(int law, FirstBreach breach)
    {
        first[law] = breach;
        asked &= ~(1UL << law);
    }

    // Between two batches, when programs can be run.
    private void Confirm()
    {
        foreach ((int law, FirstBreach breach) in suspicions)
        {
            if (first[law] is null && controls.AreKept(
                Shrinker<TSetup, TOperation, TReply, TModel>.CutBehind(breach.Program, breach.Step)))
            {
                Accept(law, breach);
            }
        }

        suspicions.Clear();
    }

    private Finding Conclude(int index)
    {
        Law law = laws[index];
        long witnesses = judge.Witnesses[index];
        if (first[index] is FirstBreach breach)
        {
            progress?.Invoke(new ExaminationProgress(
                $"shrinking {law.Id}", programCount, stepCount, first.Count(one => one is not null)));
            Counterexample counterexample =
                maker.Make(index, breach.Program, breach.Step, options.ShrinkBudget);
            string reason = counterexample.NeedsEarlierPrograms
                ? "broken, but only after earlier programs: something is kept in static fields"
                : $"broken after {Count(counterexample.Steps.Count - 1, "step")}";
            return new Finding(new Verdict(law, VerdictKind.Broken, witnesses, reason), counterexample)
            {
                FoundAfter = breach.FoundAfter,
            };
        }

        return new Finding(
            witnesses >= options.LeastWitnesses && IsMostlyCreated
                ? new Verdict(law, VerdictKind.Holds, witnesses, $"kept in {Count(witnesses, "step")}")
                : new Verdict(law, VerdictKind.Unknown, witnesses, WhyUnknown(law, witnesses)),
            null);
    }

    // What can be created on few setups only has shown nothing, however often it was asked there.
    private bool IsMostlyCreated => 2 * setups.Count(static one => one.Value) >= setups.Count;

    private string WhyUnknown(Law law, long witnesses)
    {
        if (law.ShortId == "COST" && hasAnswered && !workWasCounted)
        {
            return "steps are counted only in code that mmverify grade compiled";
        }

        string few = !IsMostlyCreated
            ? $"Create fails on {setups.Count(static one => !one.Value)} of {setups.Count} memories"
            : $"only {Count(witnesses, "step")} spoke of it and {options.LeastWitnesses} are needed"
                + (law.Hint is null ? "" : $"; {law.Hint}");
        for (int i = 0; i < laws.Count; i++)
        {
            if (first[i] is { EndsTheReading: true })
            {
                return $"fix {laws[i].Id} first: {few}";
            }
        }

        for (int i = 0; i < laws.Count; i++)
        {
            if (first[i] is not null)
            {
                return $"fix {laws[i].Id} first: {few}";
            }
        }

        return few;
    }

    private static string Count(long number, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{number:#,0} {what}{(number == 1 ? "" : "s")}");

    private sealed record FirstBreach(
        Program<TSetup, TOperation> Program, int Step, bool EndsTheReading, long FoundAfter);
}
