using MmVerify.Spec;

namespace MmVerify.Properties;

/// <summary>The ways in which a program can be made smaller.</summary>
/// <typeparam name="TSetup">The chapter's setup.</typeparam>
/// <typeparam name="TOperation">The chapter's operations.</typeparam>
/// <typeparam name="TReply">The chapter's replies.</typeparam>
/// <typeparam name="TModel">The chapter's model.</typeparam>
/// <param name="programs">The chapter's programs.</param>
internal sealed class ShrinkMoves<TSetup, TOperation, TReply, TModel>(
    ChapterPrograms<TSetup, TOperation, TReply, TModel> programs)
    where TSetup : class
    where TOperation : class, IOperation
    where TReply : struct, IReply<TReply>
    where TModel : class, IModel<TSetup, TOperation, TReply>
{
    /// <summary>Without some steps in a row: halves first, single steps last.</summary>
    public IEnumerable<Program<TSetup, TOperation>> WithoutChunks(Program<TSetup, TOperation> program)
    {
        for (int chunk = program.Operations.Length / 2; chunk >= 1; chunk /= 2)
        {
            for (int at = program.Operations.Length - chunk; at >= 0; at -= chunk)
            {
                yield return Without(program, at, chunk, retarget: false);
            }
        }
    }

    /// <summary>On a smaller setup, the smallest first.</summary>
    public IEnumerable<Program<TSetup, TOperation>> WithSmallerSetup(Program<TSetup, TOperation> program) =>
        programs.SmallerSetups(program.Setup).Select(setup => program with { Setup = setup });

    /// <summary>With a smaller argument in one step, the simplest first.</summary>
    public IEnumerable<Program<TSetup, TOperation>> WithOneArgumentSmaller(
        Program<TSetup, TOperation> program) =>
        Enumerable.Range(0, program.Operations.Length).SelectMany(i => WithSmallerArgument(program, i));

    /// <summary>With a smaller argument in a step, the simplest first.</summary>
    public IEnumerable<Program<TSetup, TOperation>> WithSmallerArgument(
        Program<TSetup, TOperation> program, int at)
    {
        TOperation operation = program.Operations[at];
        return Variants(program.Setup, operation)
            .Where(variant => SizeOf(variant) < SizeOf(operation))
            .Select(variant => Replaced(program, at, variant));
    }

    /// <summary>What needs two changes at once, because each alone would not break the law.</summary>
    public IEnumerable<Program<TSetup, TOperation>> Composite(Program<TSetup, TOperation> program) =>
        WithoutOneAndRetargeted(program)
            .Concat(WithTwoStepsSwapped(program))
            .Concat(Retuned(program))
            .Concat(RetunedAlike(program))
            .Concat(WithGivingBack(program))
            .Concat(WithSmallerSetupAndOneArgument(program));

    /// <summary>Without some steps. What used one of them goes as well.</summary>
    /// <param name="program">The program.</param>
    /// <param name="at">The first of the steps.</param>
    /// <param name="count">How many.</param>
    /// <param name="retarget">Whether what used one is made to use the nearest earlier step that
    /// lends.</param>
    public Program<TSetup, TOperation> Without(
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

    private IEnumerable<Program<TSetup, TOperation>> WithoutOneAndRetargeted(
        Program<TSetup, TOperation> program)
    {
        for (int at = program.Operations.Length - 1; at >= 0; at--)
        {
            yield return Without(program, at, 1, retarget: true);
        }
    }

    // Steps that hand out are put in order, the one that asks for less first.
    private IEnumerable<Program<TSetup, TOperation>> WithTwoStepsSwapped(Program<TSetup, TOperation> program)
    {
        TOperation[] operations = program.Operations;
        for (int i = 0; i + 1 < operations.Length; i++)
        {
            bool areLenders = operations[i].Lender < 0 && operations[i + 1].Lender < 0;
            if (areLenders && SizeOf(operations[i]) > SizeOf(operations[i + 1]))
            {
                int first = i;
                TOperation[] swapped = [.. operations.Select(one =>
                    one.Lender == first ? programs.WithLender(one, first + 1)
                    : one.Lender == first + 1 ? programs.WithLender(one, first)
                    : one)];
                (swapped[i], swapped[i + 1]) = (swapped[i + 1], swapped[i]);
                yield return program with { Operations = swapped };
            }
        }
    }

    // An argument may have to grow for another step to become needless: to fill a memory takes fewer large
    // blocks.
    private IEnumerable<Program<TSetup, TOperation>> Retuned(Program<TSetup, TOperation> program)
    {
        for (int i = 0; i < program.Operations.Length; i++)
        {
            foreach (TOperation variant in Variants(program.Setup, program.Operations[i]))
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

    // Steps that ask for the same often have to go on asking for the same: what one gives back the other
    // takes.
    private IEnumerable<Program<TSetup, TOperation>> RetunedAlike(Program<TSetup, TOperation> program)
    {
        foreach (IGrouping<TOperation, TOperation> alike in program.Operations.GroupBy(static one => one))
        {
            if (alike.Count() == 1)
            {
                continue;
            }

            foreach (TOperation variant in Variants(program.Setup, alike.Key))
            {
                TOperation[] operations =
                    [.. program.Operations.Select(one => one.Equals(alike.Key) ? variant : one)];
                Program<TSetup, TOperation> changed = program with { Operations = operations };
                for (int at = operations.Length - 1; at >= 0; at--)
                {
                    yield return Without(changed, at, 1, retarget: false);
                }
            }
        }
    }

    // Giving back what stands in the way of the last step may take the place of a step that worked around it.
    private IEnumerable<Program<TSetup, TOperation>> WithGivingBack(Program<TSetup, TOperation> program)
    {
        int last = program.Operations.Length - 1;
        for (int i = 1; i < last; i++)
        {
            for (int lender = 0; lender < i; lender++)
            {
                if (program.Operations[i].Lender >= 0 || program.Operations[lender].Lender >= 0
                    || programs.GivingBack(lender) is not TOperation back)
                {
                    continue;
                }

                long saved =
                    SizeOf(program.Operations[i]) + SizeOf(program.Operations[last]);
                Program<TSetup, TOperation> giving = Replaced(program, i, back);
                foreach (TOperation variant in Variants(program.Setup, program.Operations[last]))
                {
                    if (SizeOf(giving.Operations[i]) + SizeOf(variant) < saved)
                    {
                        yield return Replaced(giving, last, variant);
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
                foreach (TOperation variant in Variants(setup, program.Operations[i]))
                {
                    yield return Replaced(program with { Setup = setup }, i, variant);
                }
            }
        }
    }

    // Without its fault, or with an earlier one, comes first: most mistakes need none.
    private IEnumerable<TOperation> Variants(TSetup setup, TOperation operation) =>
        Enumerable.Range(0, operation.FailingCall)
            .Select(call => programs.WithFailingCall(operation, call))
            .Concat(programs.Variants(setup, operation));

    private long SizeOf(TOperation operation) => programs.SizeOf(operation) + operation.FailingCall;

    private static Program<TSetup, TOperation> Replaced(
        Program<TSetup, TOperation> program, int at, TOperation operation)
    {
        var operations = (TOperation[])program.Operations.Clone();
        operations[at] = operation;
        return program with { Operations = operations };
    }
}
