using MmVerify.Reference;
using MmVerify.Spec;

namespace MmVerify.Grader;

/// <content>Without a submission the program runs on the reference.</content>
internal static partial class ReplayCommand
{
    static partial void FindReference(Chapter chapter, ref Type? reference) =>
        reference = Implementations.Of(chapter);
}
