using MmVerify.Reference;

namespace MmVerify.Properties.Tests;

/// <summary>Programs that a law once judged wrongly.</summary>
public sealed class SlabLawTests
{
    // Its last step gives back, by its address alone, what an earlier one was handed.
    [Theory]
    [InlineData("Slab1-AYACEAYLAgALEgALgAEAC4IBAAuAAgAGAYDAhQFFOw")]
    public void ACorrectAllocatorBreaksNone(string token)
    {
        var trial = Trial.Of(typeof(SlobAllocator));
        trial.RunToken(token);
        Assert.Empty(trial.Broken);
    }
}
