using MmVerify.Reference;
using MmVerify.Spec;
using MmVerify.Specimens.Buddy;
using MmVerify.Xunit;
using Xunit.Sdk;

namespace MmVerify.Properties.Tests;

/// <summary>Tests that were pasted from a report.</summary>
public sealed class LawAssertTests
{
    private static readonly BuddySetup TwoPages = BuddySetup.Flat(2, maxOrder: 1);

    private static readonly BuddyOperation[] AllocateAndFree =
        [new BuddyOperation.Allocate(new Order(0)), new BuddyOperation.Free(0)];

    [Fact]
    public void ALawThatIsKeptPasses() =>
        LawAssert.Keeps<BuddyAllocator>(
            "BUDDY-RESTORES", TwoPages, new BuddyOperation.Allocate(new Order(0)),
            new BuddyOperation.Free(0));

    [Fact]
    public void ALawThatIsBrokenThrowsItsLesson()
    {
        LessonException lesson = Assert.Throws<LessonException>(
            () => LawAssert.Keeps<ForgetsToMerge>("BUDDY-RESTORES", TwoPages, AllocateAndFree));
        Assert.StartsWith("BUDDY-RESTORES does not hold: ", lesson.Message, StringComparison.Ordinal);
        Assert.Contains(
            "    #1  Free(#0) -> ok   <- breaks here\n", lesson.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("MmVerify.Xunit.", lesson.StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public void ALawThatCannotBeJudgedToTheEndIsNotKept()
    {
        LessonException lesson = Assert.Throws<LessonException>(
            () => LawAssert.Keeps<AcceptsDoubleFree>(
                "BUDDY-ALIGN", TwoPages, [.. AllocateAndFree, new BuddyOperation.Free(0)]));
        Assert.StartsWith(
            "BUDDY-ALIGN is not known to hold: "
                + "nothing can be judged after #2 Free(#0) -> ok; fix BUDDY-DOUBLE-FREE first\n",
            lesson.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void ALawThatDoesNotExistIsAMistakeOfTheTest() =>
        Assert.Throws<ArgumentException>(
            () => LawAssert.Keeps<BuddyAllocator>("BUDDY-MERG", TwoPages, AllocateAndFree));
}
