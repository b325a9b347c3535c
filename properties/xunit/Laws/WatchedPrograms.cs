using MmVerify.Properties;
using MmVerify.Spec;

namespace MmVerify.Xunit;

/// <summary>What the laws said of one program.</summary>
/// <param name="Broken">The laws that it breaks, by id.</param>
/// <param name="Spoken">The ids of the laws that spoke of it and found themselves kept.</param>
/// <param name="WhyCutShort">Why the reading ended before the program did; null when it did not.</param>
internal sealed record OneReading(
    IReadOnlyDictionary<string, Counterexample> Broken, IReadOnlySet<string> Spoken, string? WhyCutShort);

/// <summary>Carries out programs on an implementation in this process that may never return.</summary>
/// <typeparam name="TSetup">The chapter's setup.</typeparam>
/// <typeparam name="TOperation">The chapter's operations.</typeparam>
/// <typeparam name="TReply">The chapter's replies.</typeparam>
/// <typeparam name="TModel">The chapter's model.</typeparam>
internal sealed class WatchedPrograms<TSetup, TOperation, TReply, TModel>
    where TSetup : class
    where TOperation : class, IOperation
    where TReply : struct, IReply<TReply>
    where TModel : class, IModel<TSetup, TOperation, TReply>
{
    // The steps of submissions are counted in one place for the whole process, so only one may run at a time.
    private const string Hung = "did not return";

    private static readonly SemaphoreSlim Turn = new(1);

    private readonly Watch watch;
    private readonly NotingDriver<TSetup, TOperation, TReply> driver;
    private readonly InProcessExecutor<TSetup, TOperation, TReply> executor;

    /// <summary>Prepares.</summary>
    /// <param name="programs">The chapter's programs.</param>
    /// <param name="driver">The driver of the implementation.</param>
    /// <param name="limit">How much CPU time one step may take; zero for no limit.</param>
    public WatchedPrograms(
        ChapterPrograms<TSetup, TOperation, TReply, TModel> programs,
        IDriver<TSetup, TOperation, TReply> driver,
        TimeSpan limit)
    {
        Programs = programs;
        watch = new Watch(limit);
        this.driver = new NotingDriver<TSetup, TOperation, TReply>(driver, watch);
        executor = new InProcessExecutor<TSetup, TOperation, TReply>(this.driver);
    }

    /// <summary>The chapter's programs.</summary>
    public ChapterPrograms<TSetup, TOperation, TReply, TModel> Programs { get; }

    /// <summary>What carries out programs; to be used inside <see cref="RunAsync"/>.</summary>
    public IExecutor<TSetup, TOperation, TReply> Executor => executor;

    /// <summary>What methods have said when they are not written yet, and where.</summary>
    public IReadOnlyList<string> Unwritten => driver.Unwritten;

    /// <summary>Does something that carries out programs.</summary>
    /// <param name="name">What it is, for lists of threads.</param>
    /// <param name="body">What is done.</param>
    /// <returns>Null when it returned; otherwise the program that did not.</returns>
    /// <exception cref="InvalidOperationException">Something else than a program did not return.</exception>
    public Task<Counterexample?> RunAsync(string name, Action body) =>
        Task.Run(() => RunAloneAsync(name, body));

    /// <summary>Carries out one program, as it stands, and asks all laws.</summary>
    public OneReading Read(Program<TSetup, TOperation> program)
    {
        Judge<TSetup, TOperation, TReply, TModel> judge = Programs.Chapter.NewJudge();
        string? cutShort = null;
        executor.Run([program], (asked, replies) =>
        {
            int end = judge.Read(asked, replies, ulong.MaxValue);
            bool isComplete = end == asked.Operations.Length;
            cutShort = isComplete ? null
                : end < 0 ? $"creation -> {replies[0]}"
                : $"#{end} {asked.Operations[end]} -> {replies[end + 1]}";
        });
        var maker = new CounterexampleMaker<TSetup, TOperation, TReply, TModel>(Programs, executor);
        IReadOnlyList<Law> laws = Programs.Untyped.Laws;
        Breach[] breaches = [.. judge.Breaches.Where(breach => !laws[breach.LawIndex].IsPolicy)];
        var spoken = new HashSet<string>();
        for (int i = 0; i < laws.Count; i++)
        {
            if (judge.Witnesses[i] > 0)
            {
                spoken.Add(laws[i].Id);
            }
        }

        return new OneReading(
            breaches.ToDictionary(
                breach => laws[breach.LawIndex].Id,
                breach => maker.Make(breach.LawIndex, program, breach.StepNumber, budget: 0)),
            spoken,
            cutShort);
    }

    private async Task<Counterexample?> RunAloneAsync(string name, Action body)
    {
        await Turn.WaitAsync();
        string? hungFor;
        try
        {
            hungFor = await watch.RunAsync(name, body);
        }
        finally
        {
            Turn.Release();
        }

        if (hungFor is null)
        {
            return null;
        }

        Program<TSetup, TOperation> program = executor.Current
            ?? throw new InvalidOperationException($"the suite itself did not return within {hungFor}");
        int step = driver.Step;
        driver.Abandon();
        return CounterexampleOf(program, step, hungFor);
    }

    // It is not shrunk: every smaller program that hangs as well would cost a thread.
    private Counterexample CounterexampleOf(Program<TSetup, TOperation> program, int step, string hungFor)
    {
        Program<TSetup, TOperation> cut =
            program with { Operations = program.Operations[..(step + 1)] };
        IEnumerable<CounterStep> steps = cut.Operations.Select((operation, i) =>
            new CounterStep(i, $"{operation}", i == step ? Hung : "", i == step));
        string culprit = step < 0 ? "Create" : $"{cut.Operations[step]}";
        return new Counterexample(
            ReplayToken.Of(Programs.Chapter, cut),
            $"{cut.Setup}",
            [.. steps.Prepend(new CounterStep(-1, $"Create {cut.Setup}", step < 0 ? Hung : "", step < 0))],
            culprit,
            "it returns",
            $"it did not return within {hungFor}",
            "",
            [],
            step + 1);
    }
}
