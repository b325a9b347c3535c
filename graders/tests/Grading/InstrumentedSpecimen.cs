using MmVerify.Properties;
using MmVerify.Spec;

namespace MmVerify.Grader.Tests;

/// <summary>Examines a specimen in this process.</summary>
internal static class InstrumentedSpecimen
{
    public static IReadOnlyList<Finding> Examine(this Specimen specimen, ExaminationOptions options)
    {
        var executor = new InProcessExecutor<BuddySetup, BuddyOperation, BuddyReply>(
            BuddyChapter.Instance.NewDriver(specimen.Type));
        return new Examiner<BuddySetup, BuddyOperation, BuddyReply, BuddyModel>(
            new BuddyPrograms(), executor, options).Run();
    }
}
