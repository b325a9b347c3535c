using MmVerify.Spec;

namespace MmVerify.Properties;

/// <summary>
/// Makes a program that breaks a law smaller while it breaks the same law. A smaller program has fewer
/// operations, or as many on a smaller setup, or smaller arguments there.
/// </summary>
/// <typeparam name="TSetup">The chapter's setup.</typeparam>
/// <typeparam name="TOperation">The chapter's operations.</typeparam>
/// <typeparam name="TReply">The chapter's replies.</typeparam>
/// <typeparam name="TModel">The chapter's model.</typeparam>
/// <param name="programs">The chapter's programs.</param>
public sealed class Shrinker<TSetup, TOperation, TReply, TModel>(
    ChapterPrograms<TSetup, TOperation, TReply, TModel> programs)
    where TSetup : class
    where TOperation : class, IOperation
    where TReply : struct, IReply<TReply>
    where TModel : class, IModel<TSetup, TOperation, TReply>
{
    private readonly ShrinkMoves<TSetup, TOperation, TReply, TModel> moves = new(programs);

    /// <summary>The program up to a step.</summary>
    public static Program<TSetup, TOperation> CutBehind(Program<TSetup, TOperation> program, int step) =>
        step + 1 >= program.Operations.Length
            ? program
            : program with { Operations = program.Operations[..(step + 1)] };

    /// <summary>Shrinks until nothing smaller breaks the law or the budget is used up.</summary>
    /// <param name="program">A program that breaks the law.</param>
    /// <param name="breakingStep">The step at which a program breaks the law; null when it does not.</param>
    /// <param name="mayGoOn">Whether one more program may be tried.</param>
    public Program<TSetup, TOperation> Shrink(
        Program<TSetup, TOperation> program,
        Func<Program<TSetup, TOperation>, int?> breakingStep,
        Func<bool> mayGoOn)
    {
        var search = new Search(program, breakingStep, mayGoOn);
        Program<TSetup, TOperation> before;
        do
        {
            before = search.Best;
            RemoveSteps(search);
            search.TakeFirst(moves.WithSmallerSetup(search.Best));
            SimplifyArguments(search);
            search.TakeFirst(moves.Composite(search.Best));
        }
        while (!ReferenceEquals(before, search.Best));
        return search.Best;
    }

    /// <summary>Smaller programs, the most promising first: the shrinker that FsCheck is given.</summary>
    public IEnumerable<Program<TSetup, TOperation>> Candidates(Program<TSetup, TOperation> program) =>
        moves.WithoutChunks(program)
            .Concat(moves.WithSmallerSetup(program))
            .Concat(moves.WithOneArgumentSmaller(program))
            .Concat(moves.Composite(program));

    // It goes on where it is after a success: to begin anew would try again what has just failed.
    private void RemoveSteps(Search search)
    {
        for (int chunk = search.Length / 2; chunk >= 1; chunk /= 2)
        {
            for (int at = search.Length - chunk; at >= 0; at = Math.Min(at, search.Length) - chunk)
            {
                search.Try(moves.Without(search.Best, at, chunk, retarget: false));
            }
        }
    }

    private void SimplifyArguments(Search search)
    {
        for (int i = 0; i < search.Length; i++)
        {
            search.TakeFirst(moves.WithSmallerArgument(search.Best, i));
        }
    }

    private sealed class Search(
        Program<TSetup, TOperation> program,
        Func<Program<TSetup, TOperation>, int?> breakingStep,
        Func<bool> mayGoOn)
    {
        public Program<TSetup, TOperation> Best { get; private set; } = program;

        public int Length => Best.Operations.Length;

        public bool Try(Program<TSetup, TOperation> candidate)
        {
            if (mayGoOn() && breakingStep(candidate) is int step)
            {
                Best = CutBehind(candidate, step);
                return true;
            }

            return false;
        }

        public void TakeFirst(IEnumerable<Program<TSetup, TOperation>> candidates)
        {
            foreach (Program<TSetup, TOperation> candidate in candidates)
            {
                if (Try(candidate))
                {
                    return;
                }
            }
        }
    }
}
