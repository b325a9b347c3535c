using MmVerify.Spec;

namespace MmVerify.Properties.Tests;

/// <summary>Whole examinations in this process.</summary>
internal static class Examination
{
    /// <summary>Examines an implementation of the Buddy chapter.</summary>
    /// <param name="implementation">The allocator.</param>
    /// <param name="options">How much is searched.</param>
    /// <param name="programs">Other programs, or programs of other laws, than the chapter's.</param>
    public static IReadOnlyList<Finding> Of(
        Type implementation,
        ExaminationOptions options,
        ChapterPrograms<BuddySetup, BuddyOperation, BuddyReply, BuddyModel>? programs = null)
    {
        var executor = new InProcessExecutor<BuddySetup, BuddyOperation, BuddyReply>(
            BuddyChapter.Instance.NewDriver(implementation));
        return new Examiner<BuddySetup, BuddyOperation, BuddyReply, BuddyModel>(
            programs ?? new BuddyPrograms(), executor, options).Run();
    }
}
