using MmVerify.Spec;

namespace MmVerify.Properties;

/// <summary>
/// Fault injection at every call: an operation is carried out once for each call of a lower layer that it may
/// make, with that one failing, and then again without. The fault is a part of the operation, so that such a
/// program is shrunk, sent and replayed as any other. Linux: Documentation/fault-injection.
/// </summary>
public static class FaultSweep
{
    /// <summary>
    /// A program with each lower call of its last operation failing, and that operation again.
    /// </summary>
    /// <param name="programs">The chapter's programs.</param>
    /// <param name="program">The program, without a fault in its last operation.</param>
    public static IEnumerable<Program<TSetup, TOperation>> Of<TSetup, TOperation, TReply, TModel>(
        ChapterPrograms<TSetup, TOperation, TReply, TModel> programs, Program<TSetup, TOperation> program)
        where TSetup : class
        where TOperation : class, IOperation
        where TReply : struct, IReply<TReply>
        where TModel : class, IModel<TSetup, TOperation, TReply>
    {
        if (program.Operations is not [.. var before, var last])
        {
            yield break;
        }

        for (int call = 1; call <= programs.MostFaults(last); call++)
        {
            yield return program with
            {
                Operations = [.. before, programs.WithFailingCall(last, call), last],
            };
        }
    }
}
