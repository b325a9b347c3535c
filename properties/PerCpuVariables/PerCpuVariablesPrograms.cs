using System.Globalization;
using MmVerify.Spec;
using static MmVerify.Spec.PerCpuVariablesOperation;

namespace MmVerify.Properties;

/// <summary>How programs for per-CPU variables are made, made smaller and shown.</summary>
public sealed class PerCpuVariablesPrograms()
    : ConcurrentPrograms<
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
    public override PerCpuVariablesOperation WithLender(PerCpuVariablesOperation operation, int lender) =>
        operation;

    /// <inheritdoc/>
    public override PerCpuVariablesOperation? GivingBack(int lender) => null;

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

    /// <inheritdoc/>
    protected override Concurrent<PerCpuVariablesOperation>? TogetherIn(PerCpuVariablesOperation operation) =>
        (operation as Concurrently)?.What;

    /// <inheritdoc/>
    protected override PerCpuVariablesOperation WithTogether(
        PerCpuVariablesOperation operation, Concurrent<PerCpuVariablesOperation> together) =>
        new Concurrently(together.Map(OfTask));

    /// <inheritdoc/>
    protected override IEnumerable<PerCpuVariablesOperation> VariantsOfOne(
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

    /// <inheritdoc/>
    protected override IEnumerable<PerCpuVariablesOperation> VariantsOfCall(
        PerCpuVariablesSetup setup, PerCpuVariablesOperation call) =>
        VariantsOfOne(setup, call).Where(variant => variant.Caller == call.Caller);

    /// <inheritdoc/>
    protected override string TextOf(PerCpuVariablesOperation call) => call.Call;

    /// <inheritdoc/>
    protected override string TextOf(PerCpuVariablesOperation call, Answer answer) =>
        PerCpuVariablesReply.Tell(call.Kind, answer);

    private static long CallSize(PerCpuVariablesOperation operation) =>
        (operation.Caller * 100) + (operation.Partner * 100) + (Math.Abs((long)operation.Of) * 10);

    private static long NumberSize(long number) => Math.Min(Math.Abs(number / 2) + (number & 1), 1 << 20);

    // Where a task was left out, those behind it have other numbers.
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
