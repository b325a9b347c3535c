using FsCheck;
using MmVerify.Spec;

namespace MmVerify.Properties.Tests;

/// <summary>Arbitraries for properties about programs.</summary>
public static class AnyProgram
{
    /// <summary>Programs of the Buddy chapter, with every kind of misuse.</summary>
    public static Arbitrary<Program<BuddySetup, BuddyOperation>> Buddy() =>
        RandomSearch.Arbitrary(new BuddyPrograms(), longest: 60);
}
