using System.Collections.Immutable;
using MmVerify.Spec;

namespace MmVerify.Properties;

/// <summary>The programs of a chapter in which several CPUs may be at work at the same time.</summary>
/// <typeparam name="TSetup">The chapter's setup.</typeparam>
/// <typeparam name="TOperation">The chapter's operations.</typeparam>
/// <typeparam name="TReply">The chapter's replies.</typeparam>
/// <typeparam name="TModel">The chapter's model.</typeparam>
/// <param name="chapter">The chapter.</param>
public abstract class ConcurrentPrograms<TSetup, TOperation, TReply, TModel>(
    Chapter<TSetup, TOperation, TReply, TModel> chapter)
    : ChapterPrograms<TSetup, TOperation, TReply, TModel>(chapter)
    where TSetup : class
    where TOperation : class, IOperation
    where TReply : struct, IReply<TReply>, IConcurrentReply
    where TModel : class, IModel<TSetup, TOperation, TReply>
{
    /// <inheritdoc/>
    public sealed override IEnumerable<Program<TSetup, TOperation>> Interleavings(
        Program<TSetup, TOperation> program, in TReply last)
    {
        if (program.Operations is not [.. var before, var step]
            || TogetherIn(step) is not Concurrent<TOperation> asked
            || last.Outcome.Kind != OutcomeKind.Done)
        {
            return [];
        }

        return Properties.Interleavings.Of(asked, last.History)
            .Select(other => program with { Operations = [.. before, WithTogether(step, other)] });
    }

    /// <inheritdoc/>
    public sealed override IEnumerable<Program<TSetup, TOperation>> OneByOne(
        Program<TSetup, TOperation> program) =>
        program.Operations is [.. var before, var step] && TogetherIn(step) is Concurrent<TOperation> asked
            ? Properties.Interleavings.OneByOne(asked)
                .Select(calls => program with { Operations = [.. before, .. InOrder(program, calls)] })
            : [];

    /// <inheritdoc/>
    public sealed override IReadOnlyList<string> Story(TOperation operation, in TReply reply)
    {
        ConcurrentHistory history = reply.History;
        return TogetherIn(operation) is not Concurrent<TOperation> asked || history.Calls.Length == 0
            ? []
            : history.Story(
                [.. asked.Calls.Select(call => (call.Cpu, TextOf(call.Operation)))],
                [.. asked.Calls.Select((call, i) => TextOf(call.Operation, history.Calls[i].Answer))]);
    }

    /// <inheritdoc/>
    public sealed override IEnumerable<TOperation> Variants(TSetup setup, TOperation operation) =>
        TogetherIn(operation) is Concurrent<TOperation> asked
            ? asked.Calls.Select(static call => call.Operation).Where(CanStandAlone).Concat(
                Properties.Interleavings.Simpler(asked, call => VariantsOfCall(setup, call))
                    .Where(simpler => !simpler.Equals(asked))
                    .Select(simpler => WithTogether(operation, simpler)))
            : VariantsOfOne(setup, operation).Where(variant => !variant.Equals(operation));

    /// <summary>What several CPUs do in a step; null where it is of one.</summary>
    protected abstract Concurrent<TOperation>? TogetherIn(TOperation operation);

    /// <summary>The same step with other calls, or other turns.</summary>
    protected abstract TOperation WithTogether(TOperation operation, Concurrent<TOperation> together);

    /// <summary>An operation of one CPU with other arguments, the simplest first.</summary>
    protected abstract IEnumerable<TOperation> VariantsOfOne(TSetup setup, TOperation operation);

    /// <summary>The same for a call of a concurrent step, which only has variants that can be such.</summary>
    protected virtual IEnumerable<TOperation> VariantsOfCall(TSetup setup, TOperation call) =>
        VariantsOfOne(setup, call);

    /// <summary>Whether a call of a concurrent step means something as a step of its own.</summary>
    protected virtual bool CanStandAlone(TOperation call) => true;

    /// <summary>The steps of one CPU that come to the same as calls made one by one.</summary>
    /// <param name="program">A program with a concurrent last step.</param>
    /// <param name="calls">Its calls in some order, with who makes them.</param>
    protected virtual IEnumerable<TOperation> InOrder(
        Program<TSetup, TOperation> program, ImmutableArray<(int Cpu, TOperation Operation)> calls) =>
        calls.Select(static call => call.Operation);

    /// <summary>A call of a concurrent step, told below its CPU.</summary>
    protected virtual string TextOf(TOperation call) => $"{call}";

    /// <summary>What such a call answered.</summary>
    protected abstract string TextOf(TOperation call, Answer answer);
}
