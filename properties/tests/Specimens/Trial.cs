using MmVerify.Spec;

namespace MmVerify.Properties.Tests;

/// <summary>Programs on one implementation, and which laws they broke.</summary>
internal abstract class Trial
{
    /// <summary>The laws that were broken, by id.</summary>
    public abstract IReadOnlySet<string> Broken { get; }

    /// <summary>Prepares, for whatever contract.</summary>
    /// <param name="implementation">The implementation.</param>
    /// <param name="withPolicies">Whether policies are asked too.</param>
    public static Trial Of(Type implementation, bool withPolicies = false) =>
        ChapterPrograms.Of(SpecimenSource.ChapterOf(implementation)).Accept(
            new Visitor(implementation, withPolicies));

    /// <summary>Asks laws again that were broken before.</summary>
    /// <param name="but">The ids of those that are not to be asked.</param>
    public abstract void AskAll(IReadOnlySet<string>? but = null);

    /// <summary>Carries out the programs that are the same for every seed.</summary>
    public abstract void RunKept();

    /// <summary>Carries out one program that a token names.</summary>
    public abstract void RunToken(string token);

    /// <summary>Carries out random programs.</summary>
    public abstract void RunRandom(ulong seed, int count);

    /// <summary>Carries out the few on large setups.</summary>
    public abstract void RunLarge(ulong seed);

    private sealed class Visitor(Type implementation, bool withPolicies) : IChapterVisitor<Trial>
    {
        public Trial Visit<TSetup, TOperation, TReply, TModel>(
            ChapterPrograms<TSetup, TOperation, TReply, TModel> programs)
            where TSetup : class
            where TOperation : class, IOperation
            where TReply : struct, IReply<TReply>
            where TModel : class, IModel<TSetup, TOperation, TReply> =>
            new Trial<TSetup, TOperation, TReply, TModel>(
                programs,
                implementation,
                [.. programs.Chapter.JudgedLaws.Where(law => withPolicies || !law.IsPolicy)]);
    }
}

/// <summary>The same with the chapter's types.</summary>
internal sealed class Trial<TSetup, TOperation, TReply, TModel> : Trial
    where TSetup : class
    where TOperation : class, IOperation
    where TReply : struct, IReply<TReply>
    where TModel : class, IModel<TSetup, TOperation, TReply>
{
    private readonly ChapterPrograms<TSetup, TOperation, TReply, TModel> programs;
    private readonly InProcessExecutor<TSetup, TOperation, TReply> executor;
    private readonly IReadOnlyList<Law<TOperation, TReply, TModel>> laws;
    private readonly Judge<TSetup, TOperation, TReply, TModel> judge;
    private readonly Controls<TSetup, TOperation, TReply, TModel> controls;
    private readonly SortedSet<string> broken = new(StringComparer.Ordinal);
    private ulong asked;

    /// <summary>Prepares.</summary>
    /// <param name="programs">The chapter's programs.</param>
    /// <param name="implementation">The implementation.</param>
    /// <param name="laws">What is asked.</param>
    public Trial(
        ChapterPrograms<TSetup, TOperation, TReply, TModel> programs,
        Type implementation,
        IReadOnlyList<Law<TOperation, TReply, TModel>> laws)
    {
        this.programs = programs;
        this.laws = laws;
        executor = new(programs.Chapter.NewDriver(implementation));
        controls = new(programs, executor);
        judge = new(laws, programs.Chapter.NewModel(), programs.Chapter.Creation);
        AskAll();
    }

    public override IReadOnlySet<string> Broken => broken;

    public override void AskAll(IReadOnlySet<string>? but = null)
    {
        broken.Clear();
        asked = 0;
        for (int i = 0; i < laws.Count; i++)
        {
            asked |= but?.Contains(laws[i].Id) == true || laws[i].ShortId == "COST" ? 0 : 1UL << i;
        }
    }

    public override void RunKept()
    {
        Run(programs.Corpus.Select(token => ReplayToken.Read(programs.Chapter, token)));
        Run(programs.SmallScope);
    }

    public override void RunToken(string token) => Run(ReplayToken.Read(programs.Chapter, token));

    public override void RunRandom(ulong seed, int count) =>
        RandomSearch.Draw(programs, new ExaminationOptions(seed) { RandomPrograms = count }, Run);

    public override void RunLarge(ulong seed) => Run(programs.Large(seed));

    /// <summary>Carries out programs; a law that is broken is not asked again.</summary>
    public void Run(IEnumerable<Program<TSetup, TOperation>> some)
    {
        foreach (Program<TSetup, TOperation> program in some)
        {
            Run(program);
        }
    }

    /// <summary>Carries out one program.</summary>
    /// <param name="program">The program.</param>
    /// <param name="lawId">The one law that is asked.</param>
    /// <returns>The step at which it is broken; null when it is not.</returns>
    public int? BreachOf(Program<TSetup, TOperation> program, string lawId)
    {
        int index = laws.Select(static law => law.Id).ToList().IndexOf(lawId);
        int? step = null;
        executor.Run([program], (asking, replies) =>
        {
            judge.Read(asking, replies, 1UL << index);
            step = judge.Breaches is [var breach] ? breach.StepNumber : null;
        });
        return step;
    }

    private void Run(Program<TSetup, TOperation> program)
    {
        executor.Run([program], (asking, replies) => judge.Read(asking, replies, asked));
        foreach (Breach breach in judge.Breaches)
        {
            if (!laws[breach.LawIndex].IsOfOverlaps || controls.AreKept(
                Shrinker<TSetup, TOperation, TReply, TModel>.CutBehind(program, breach.StepNumber)))
            {
                broken.Add(laws[breach.LawIndex].Id);
                asked &= ~(1UL << breach.LawIndex);
            }
        }
    }
}
