using System.Globalization;
using System.Text;
using MmVerify.Spec;

namespace MmVerify.Properties;

/// <summary>
/// Turns a program that breaks a law into the smallest that does, with everything that is shown of it.
/// </summary>
/// <typeparam name="TSetup">The chapter's setup.</typeparam>
/// <typeparam name="TOperation">The chapter's operations.</typeparam>
/// <typeparam name="TReply">The chapter's replies.</typeparam>
/// <typeparam name="TModel">The chapter's model.</typeparam>
/// <param name="programs">The chapter's programs.</param>
/// <param name="executor">What carries out programs on the implementation.</param>
internal sealed class CounterexampleMaker<TSetup, TOperation, TReply, TModel>(
    ChapterPrograms<TSetup, TOperation, TReply, TModel> programs,
    IExecutor<TSetup, TOperation, TReply> executor)
    where TSetup : class
    where TOperation : class, IOperation
    where TReply : struct, IReply<TReply>
    where TModel : class, IModel<TSetup, TOperation, TReply>
{
    private const int CostOfRestart = 250;
    private const long StepsForOneTry = 10_000;

    private readonly Judge<TSetup, TOperation, TReply, TModel> judge = programs.Chapter.NewJudge();
    private readonly Shrinker<TSetup, TOperation, TReply, TModel> shrinker = new(programs);
    private readonly Controls<TSetup, TOperation, TReply, TModel> controls = new(programs, executor);
    private long spent;

    /// <summary>Shrinks a program and describes what is left.</summary>
    /// <param name="law">Which law it breaks.</param>
    /// <param name="found">The program.</param>
    /// <param name="step">The step at which it breaks the law.</param>
    /// <param name="budget">How many programs may be tried.</param>
    public Counterexample Make(int law, Program<TSetup, TOperation> found, int step, int budget)
    {
        Program<TSetup, TOperation> cut = Shrinker<TSetup, TOperation, TReply, TModel>.CutBehind(found, step);
        executor.Renew();
        if (Try(law, cut) is null)
        {
            return NotAlone(cut, law);
        }

        // A crash costs the start of a process, and a program of many steps its time: then fewer may be
        // tried.
        int tries = 0;
        int restarts = executor.Restarts;
        spent = 0;
        Program<TSetup, TOperation> small = shrinker.Shrink(
            cut,
            program => Try(law, program) is { Breach.StepNumber: var at } && IsOfItsOwn(law, program, at)
                ? at
                : null,
            () => tries++ + (CostOfRestart * (executor.Restarts - restarts))
                + (spent / StepsForOneTry) < budget);
        executor.Renew();
        return Try(law, small) is Attempt attempt
            ? Describe(law, small, attempt.Replies, attempt.Breach, step + 1)
            : NotAlone(cut, law);
    }

    private Attempt? Try(int law, Program<TSetup, TOperation> program)
    {
        Attempt? attempt = null;
        executor.Run([program], (asked, replies) =>
        {
            judge.Read(asked, replies, 1UL << law);
            foreach (ref readonly TReply reply in replies)
            {
                spent += 1 + reply.Work;
            }

            bool isBlocked = replies[^1].Outcome.Fault?.What == OutOfFuelException.Blocked;
            spent += isBlocked ? CostOfRestart * StepsForOneTry : 0;

            if (judge.Breaches.Count > 0)
            {
                attempt = new Attempt(judge.Breaches[0], replies.ToArray());
            }
        });
        return attempt;
    }

    // A law of overlaps is not broken where the calls go wrong one by one as well.
    private bool IsOfItsOwn(int law, Program<TSetup, TOperation> program, int step) =>
        !programs.Chapter.Laws[law].IsOfOverlaps
        || controls.AreKept(Shrinker<TSetup, TOperation, TReply, TModel>.CutBehind(program, step));

    private Counterexample Describe(
        int law, Program<TSetup, TOperation> program, TReply[] replies, Breach breach, int shrunkFrom)
    {
        List<CounterStep> steps =
            [new CounterStep(-1, $"Create {program.Setup}", $"{replies[0]}", breach.StepNumber == -1)];
        for (int i = 0; i < replies.Length - 1; i++)
        {
            steps.Add(
                new CounterStep(i, $"{program.Operations[i]}", $"{replies[i + 1]}", breach.StepNumber == i)
                {
                    Story = programs.Story(program.Operations[i], in replies[i + 1]),
                });
        }

        return new Counterexample(
            ReplayToken.Of(programs.Chapter, program),
            $"{program.Setup}",
            steps,
            breach.Judgement.Culprit,
            breach.Judgement.Expected,
            breach.Judgement.Actual,
            TestOf(programs.Chapter.Laws[law], program, steps, breach.Judgement),
            programs.Pictures(program, replies, lastIsWrong: true),
            shrunkFrom)
        {
            End = replies[breach.StepNumber + 1].Outcome is { IsEnd: true } end ? end : null,
        };
    }

    // What broke the law once and does not when tried alone depends on what ran before it in the same
    // process.
    private Counterexample NotAlone(Program<TSetup, TOperation> program, int law)
    {
        string setup = $"{program.Setup}";
        return new Counterexample(
            ReplayToken.Of(programs.Chapter, program),
            setup,
            [
                new CounterStep(-1, $"Create {setup}", "", false),
                .. program.Operations.Select((operation, i) =>
                    new CounterStep(i, $"{operation}", "", i == program.Operations.Length - 1)),
            ],
            "the program, which breaks the law only after others have run",
            "the same answers whatever ran before",
            "other answers when it runs alone",
            TestOf(programs.Chapter.Laws[law], program, [], null),
            [],
            program.Operations.Length)
        {
            NeedsEarlierPrograms = true,
        };
    }

    private string TestOf(
        Law law, Program<TSetup, TOperation> program, IReadOnlyList<CounterStep> steps, Judgement? judgement)
    {
        var text = new StringBuilder();
        string name = CultureInfo.InvariantCulture.TextInfo.ToTitleCase(law.ShortId.ToLowerInvariant())
            .Replace("-", "", StringComparison.Ordinal);
        text.Append(CultureInfo.InvariantCulture, $"// {law.Id}: {law.Statement}\n");
        text.Append(CultureInfo.InvariantCulture, $"[Fact]\npublic void {programs.Chapter.Name}{name}() => ");
        text.Append(
            CultureInfo.InvariantCulture, $"LawAssert.Keeps<{programs.Chapter.Contract.Name[1..]}>(\n");
        text.Append(CultureInfo.InvariantCulture, $"    \"{law.Id}\",\n    {programs.CodeOf(program.Setup)}");
        for (int i = 0; i < program.Operations.Length; i++)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $",{Comment(steps, i)}\n    {programs.CodeOf(program.Operations[i])}");
        }

        text.Append(");").Append(Comment(steps, program.Operations.Length));
        if (judgement is not null)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"\n// expected {judgement.Expected}\n// actual   {judgement.Actual}");
        }

        return text.Append('\n').ToString();
    }

    private static string Comment(IReadOnlyList<CounterStep> steps, int number) =>
        number == 0 || number >= steps.Count ? ""
            : $" // {steps[number].Reply}{(steps[number].Breaks ? "  <- breaks here" : "")}";

    private sealed record Attempt(Breach Breach, TReply[] Replies);
}
