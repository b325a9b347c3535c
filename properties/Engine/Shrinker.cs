using MmVerify.Spec;

namespace MmVerify.Properties;

/// <summary>
/// Makes a program that breaks a law smaller while it breaks the same law. A smaller program has fewer operations, or
/// as many on a smaller setup, or smaller arguments there.
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
    /// <summary>Shrinks until nothing smaller breaks the law or the budget is used up.</summary>
    /// <param name="program">A program that breaks the law.</param>
    /// <param name="breakingStep">The step at which a program breaks the law; null when it does not.</param>
    /// <param name="mayGoOn">Whether one more program may be tried.</param>
    public Program<TSetup, TOperation> Shrink(
        Program<TSetup, TOperation> program, Func<Program<TSetup, TOperation>, int?> breakingStep, Func<bool> mayGoOn)
    {
        Program<TSetup, TOperation> best = program;
        bool isSmaller = true;
        while (isSmaller)
        {
            isSmaller = false;
            foreach (Program<TSetup, TOperation> candidate in Candidates(best))
            {
                if (!mayGoOn())
                {
                    return best;
                }

                if (breakingStep(candidate) is int step)
                {
                    best = CutBehind(candidate, step);
                    isSmaller = true;
                    break;
                }
            }
        }

        return best;
    }

    /// <summary>The program up to a step.</summary>
    public static Program<TSetup, TOperation> CutBehind(Program<TSetup, TOperation> program, int step) =>
        step + 1 >= program.Operations.Length
            ? program
            : program with { Operations = program.Operations[..(step + 1)] };

    /// <summary>Smaller programs, the most promising first. This is also the shrinker that FsCheck is given.</summary>
    public IEnumerable<Program<TSetup, TOperation>> Candidates(Program<TSetup, TOperation> program)
    {
        int length = program.Operations.Length;
        for (int chunk = length / 2; chunk >= 1; chunk /= 2)
        {
            for (int at = length - chunk; at >= 0; at -= chunk)
            {
                yield return Without(program, at, chunk, retarget: false);
            }
        }

        for (int at = length - 1; at >= 0; at--)
        {
            yield return Without(program, at, 1, retarget: true);
        }

        foreach (TSetup setup in programs.SmallerSetups(program.Setup))
        {
            yield return program with { Setup = setup };
        }

        foreach (Program<TSetup, TOperation> simpler in WithOneArgumentSmaller(program))
        {
            yield return simpler;
        }

        // An argument may have to grow for another step to become needless: to fill a memory takes fewer large blocks.
        foreach (Program<TSetup, TOperation> retuned in Retuned(program))
        {
            yield return retuned;
        }

        foreach (Program<TSetup, TOperation> resized in WithSmallerSetupAndOneArgument(program))
        {
            yield return resized;
        }
    }

    private IEnumerable<Program<TSetup, TOperation>> WithOneArgumentSmaller(Program<TSetup, TOperation> program)
    {
        for (int i = 0; i < program.Operations.Length; i++)
        {
            long size = programs.SizeOf(program.Operations[i]);
            foreach (TOperation variant in programs.Variants(program.Setup, program.Operations[i]))
            {
                if (programs.SizeOf(variant) < size)
                {
                    yield return Replaced(program, i, variant);
                }
            }
        }
    }

    private IEnumerable<Program<TSetup, TOperation>> Retuned(Program<TSetup, TOperation> program)
    {
        for (int i = 0; i < program.Operations.Length; i++)
        {
            foreach (TOperation variant in programs.Variants(program.Setup, program.Operations[i]))
            {
                Program<TSetup, TOperation> changed = Replaced(program, i, variant);
                for (int at = program.Operations.Length - 1; at >= 0; at--)
                {
                    if (at != i)
                    {
                        yield return Without(changed, at, 1, retarget: false);
                    }
                }
            }
        }
    }

    private IEnumerable<Program<TSetup, TOperation>> WithSmallerSetupAndOneArgument(
        Program<TSetup, TOperation> program)
    {
        foreach (TSetup setup in programs.SmallerSetups(program.Setup))
        {
            for (int i = 0; i < program.Operations.Length; i++)
            {
                foreach (TOperation variant in programs.Variants(setup, program.Operations[i]))
                {
                    yield return Replaced(program with { Setup = setup }, i, variant);
                }
            }
        }
    }

    private static Program<TSetup, TOperation> Replaced(
        Program<TSetup, TOperation> program, int at, TOperation operation)
    {
        var operations = (TOperation[])program.Operations.Clone();
        operations[at] = operation;
        return program with { Operations = operations };
    }

    // What used a removed step goes with it, or is made to use the nearest earlier step that lends.
    private Program<TSetup, TOperation> Without(
        Program<TSetup, TOperation> program, int at, int count, bool retarget)
    {
        var number = new int[program.Operations.Length];
        var kept = new List<TOperation>(program.Operations.Length);
        int nearest = -1;
        for (int i = 0; i < program.Operations.Length; i++)
        {
            TOperation operation = program.Operations[i];
            bool isLender = operation.Lender < 0;
            number[i] = retarget ? nearest : -1;
            if (i >= at && i < at + count)
            {
                continue;
            }

            if (!isLender)
            {
                int lender = number[operation.Lender];
                if (lender < 0)
                {
                    continue;
                }

                operation = lender == operation.Lender ? operation : programs.WithLender(operation, lender);
            }

            number[i] = kept.Count;
            nearest = isLender ? kept.Count : nearest;
            kept.Add(operation);
        }

        return program with { Operations = [.. kept] };
    }
}
