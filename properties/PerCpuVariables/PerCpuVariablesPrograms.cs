using System.Collections.Immutable;
using System.Globalization;
using MmVerify.Spec;
using static MmVerify.Spec.PerCpuVariablesOperation;

namespace MmVerify.Properties;

/// <summary>How programs for per-CPU variables are made, made smaller and shown.</summary>
public sealed class PerCpuVariablesPrograms()
    : ChapterPrograms<
        PerCpuVariablesSetup, PerCpuVariablesOperation, PerCpuVariablesReply, PerCpuVariablesModel>(
        PerCpuVariablesChapter.Instance)
{
    /// <inheritdoc/>
    public override IEnumerable<Program<PerCpuVariablesSetup, PerCpuVariablesOperation>> SmallScope =>
        PerCpuVariablesScopes.All().Concat(PerCpuVariablesScopes.Together());

    /// <inheritdoc/>
    public override IEnumerable<Program<PerCpuVariablesSetup, PerCpuVariablesOperation>> Large(ulong seed) =>
        PerCpuVariablesScopes.Large(seed);

    /// <inheritdoc/>
    public override Program<PerCpuVariablesSetup, PerCpuVariablesOperation> Random(
        ulong shape, int length, ulong seed) =>
        PerCpuVariablesExpansion.Expand(shape, length, seed);

    /// <inheritdoc/>
    public override IEnumerable<Program<PerCpuVariablesSetup, PerCpuVariablesOperation>> Interleavings(
        Program<PerCpuVariablesSetup, PerCpuVariablesOperation> program, in PerCpuVariablesReply last)
    {
        if (program.Operations is not [.., Concurrently { What: var what }]
            || last.Outcome.Kind != OutcomeKind.Done)
        {
            return [];
        }

        PerCpuVariablesOperation[] before = program.Operations[..^1];
        return Properties.Interleavings.Of(what, last.History)
            .Select(other => program with { Operations = [.. before, new Concurrently(other)] });
    }

    /// <inheritdoc/>
    public override IEnumerable<Program<PerCpuVariablesSetup, PerCpuVariablesOperation>> OneByOne(
        Program<PerCpuVariablesSetup, PerCpuVariablesOperation> program) =>
        program.Operations is [.., Concurrently { What: var what }]
            ? Properties.Interleavings.OneByOne(what)
                .Select(calls => program with { Operations = [.. program.Operations[..^1], .. calls] })
            : [];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Story(
        PerCpuVariablesOperation operation, in PerCpuVariablesReply reply)
    {
        if (operation is not Concurrently { What: var what } || reply.History.Calls.Length == 0)
        {
            return [];
        }

        ConcurrentHistory history = reply.History;
        return history.Story(
            [.. what.Calls.Select(static call => (call.Cpu, call.Operation.Call))],
            [
                .. what.Calls.Select((call, i) =>
                    PerCpuVariablesReply.Tell(call.Operation.Kind, history.Calls[i].Answer)),
            ]);
    }

    /// <inheritdoc/>
    public override PerCpuVariablesOperation WithLender(PerCpuVariablesOperation operation, int lender) =>
        operation;

    /// <inheritdoc/>
    public override PerCpuVariablesOperation? GivingBack(int lender) => null;

    /// <inheritdoc/>
    public override IEnumerable<PerCpuVariablesOperation> Variants(
        PerCpuVariablesSetup setup, PerCpuVariablesOperation operation)
    {
        if (operation is Concurrently { What: var what })
        {
            return what.Calls.Select(static call => call.Operation).Concat(
                Properties.Interleavings.Simpler(what, call => OfOne(setup, call)
                        .Where(variant => variant.Caller == call.Caller))
                    .Where(simpler => !simpler.Equals(what))
                    .Select(Renumbered));
        }

        return OfOne(setup, operation).Where(variant => variant != operation);
    }

    /// <inheritdoc/>
    public override IEnumerable<PerCpuVariablesSetup> SmallerSetups(PerCpuVariablesSetup setup) =>
        (from cpus in Enumerable.Range(1, setup.Cpus)
         from variables in new[] { 1, 2, setup.Variables / 2, setup.Variables }.Distinct()
         from initial in new[] { 0, 1, setup.Initial }.Distinct()
         where variables > 0 && variables <= setup.Variables
         let smaller = new PerCpuVariablesSetup(cpus, variables, initial)
         where SizeOf(smaller) < SizeOf(setup)
         select smaller).OrderBy(SizeOf);

    /// <inheritdoc/>
    public override long SizeOf(PerCpuVariablesSetup setup) =>
        (setup.Cpus * 1000) + (setup.Variables * 10) + NumberSize(setup.Initial);

    /// <inheritdoc/>
    public override long SizeOf(PerCpuVariablesOperation operation) => operation switch
    {
        Concurrently { What: var what } => Properties.Interleavings.SizeOf(what, SizeOf),
        Write write => CallSize(operation) + NumberSize(write.Value),
        Add add => CallSize(operation) + (add.Addend == 1 ? 0 : 1 + NumberSize(add.Addend)),
        Read read => CallSize(operation) + NumberSize(read.Cpu),
        _ => CallSize(operation),
    };

    /// <inheritdoc/>
    public override string CodeOf(PerCpuVariablesSetup setup)
    {
        string initial = setup.Initial == 0 ? "" : $", initial: {setup.Initial}";
        return $"new PerCpuVariablesSetup(cpus: {setup.Cpus}, variables: {setup.Variables}{initial})";
    }

    /// <inheritdoc/>
    public override string CodeOf(PerCpuVariablesOperation operation)
    {
        string name = $"new PerCpuVariablesOperation.{operation.GetType().Name}";
        string call = string.Create(
            CultureInfo.InvariantCulture, $"{name}({operation.Caller}, {operation.Of}");
        return operation switch
        {
            Concurrently { What: var what } => name + "("
                + Properties.Interleavings.CodeOf(what, nameof(PerCpuVariablesOperation), CodeOf) + ")",
            Get or Sum => $"{call})",
            Put => $"{name}({operation.Caller})",
            Write write => $"{call}, {write.Value})",
            Add add => $"{call}, {add.Addend})",
            Read read => $"{call}, {read.Cpu})",
            Sleep or Swap => $"{name}({operation.Caller}, {operation.Partner})",
            _ => throw new ArgumentException($"{operation} is no step of a program", nameof(operation)),
        };
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Picture> Pictures(
        Program<PerCpuVariablesSetup, PerCpuVariablesOperation> program,
        ReadOnlySpan<PerCpuVariablesReply> replies,
        bool lastIsWrong) =>
        PerCpuVariablesPictures.Draw(program, replies, lastIsWrong);

    private static long CallSize(PerCpuVariablesOperation operation) =>
        (operation.Caller * 100) + (operation.Partner * 100) + (Math.Abs((long)operation.Of) * 10);

    private static long NumberSize(long number) => Math.Min(Math.Abs(number / 2) + (number & 1), 1 << 20);

    // Where a task was left out, those behind it have other numbers.
    private static Concurrently Renumbered(Concurrent<PerCpuVariablesOperation> what) => new(new(
        [
            .. what.Cpus.Select(static (calls, task) => ImmutableArray.Create(
                calls.Select(call => OfTask(call, task)).ToArray())),
        ],
        what.Turns));

    private static PerCpuVariablesOperation OfTask(PerCpuVariablesOperation operation, int task) =>
        operation switch
        {
            Get get => get with { Task = task },
            Put put => put with { Task = task },
            Write write => write with { Task = task },
            Add add => add with { Task = task },
            Read read => read with { Task = task },
            Sum sum => sum with { Task = task },
            Sleep sleep => sleep with { Task = task },
            Swap swap => swap with { Task = task },
            _ => operation,
        };

    private static IEnumerable<PerCpuVariablesOperation> OfOne(
        PerCpuVariablesSetup setup, PerCpuVariablesOperation operation)
    {
        foreach (PerCpuVariablesOperation variant in WithArgument(setup, operation))
        {
            yield return variant;
            for (int task = 0; task < operation.Caller; task++)
            {
                yield return OfTask(variant, task);
            }
        }
    }

    private static IEnumerable<PerCpuVariablesOperation> WithArgument(
        PerCpuVariablesSetup setup, PerCpuVariablesOperation operation)
    {
        int[] variables = [.. new[] { 0, 1, -1, setup.Variables, operation.Of }.Distinct()];
        return operation switch
        {
            Get get => variables.Select(variable => get with { Variable = variable }),
            Sum sum => variables.Select(variable => sum with { Variable = variable }),
            Write write => from variable in variables
                           from value in new[] { 0, 1, 2, write.Value / 2, write.Value }.Distinct()
                           select write with { Variable = variable, Value = value },
            Add add => from variable in variables
                       from addend in new[] { 1, 0, 2, add.Addend / 2, add.Addend }.Distinct()
                       select add with { Variable = variable, Addend = addend },
            Read read => from variable in variables
                         from cpu in new[] { 0, 1, -1, setup.Cpus, read.Cpu }.Distinct()
                         select read with { Variable = variable, Cpu = cpu },
            Sleep sleep => Enumerable.Range(0, operation.Partner + 1)
                .Select(task => sleep with { With = task }),
            Swap swap => Enumerable.Range(0, operation.Partner + 1)
                .Select(task => swap with { With = task }),
            _ => [operation],
        };
    }
}
