using MmVerify.Spec;

namespace MmVerify.Properties;

/// <summary>
/// Tells whether what went wrong while several CPUs were at work goes wrong as well when their calls are made
/// one after the other: then the mistake has nothing to do with several CPUs, and another law tells of it.
/// </summary>
/// <typeparam name="TSetup">The chapter's setup.</typeparam>
/// <typeparam name="TOperation">The chapter's operations.</typeparam>
/// <typeparam name="TReply">The chapter's replies.</typeparam>
/// <typeparam name="TModel">The chapter's model.</typeparam>
/// <param name="programs">The chapter's programs.</param>
/// <param name="executor">What carries out programs on the implementation.</param>
internal sealed class Controls<TSetup, TOperation, TReply, TModel>(
    ChapterPrograms<TSetup, TOperation, TReply, TModel> programs,
    IExecutor<TSetup, TOperation, TReply> executor)
    where TSetup : class
    where TOperation : class, IOperation
    where TReply : struct, IReply<TReply>
    where TModel : class, IModel<TSetup, TOperation, TReply>
{
    private readonly Judge<TSetup, TOperation, TReply, TModel> judge = programs.Chapter.NewJudge();
    private readonly Dictionary<string, bool> known = [];
    private readonly ulong required = programs.Chapter.RequiredLaws;

    /// <summary>Whether every law is kept when the calls of the last step are made one by one.</summary>
    /// <param name="program">A program whose last step is concurrent.</param>
    public bool AreKept(Program<TSetup, TOperation> program)
    {
        foreach (Program<TSetup, TOperation> control in programs.OneByOne(program))
        {
            string key = $"{control}";
            if (!known.TryGetValue(key, out bool isKept))
            {
                executor.Run([control], (asked, replies) =>
                    isKept = judge.Read(asked, replies, required) == asked.Operations.Length
                        && judge.Breaches.Count == 0);
                known[key] = isKept;
            }

            if (!isKept)
            {
                return false;
            }
        }

        return true;
    }
}
