using Xunit.Sdk;

namespace MmVerify.Xunit;

/// <summary>What becomes of the test of a law.</summary>
internal enum LawTestEnd
{
    /// <summary>The law holds.</summary>
    Passed,

    /// <summary>It does not hold, or that is not known.</summary>
    Failed,

    /// <summary>Nothing can be known of it here.</summary>
    Skipped,
}

/// <summary>What becomes of the test of one law, and the text that is shown.</summary>
internal sealed record LawResult(LawTestEnd End, string Text)
{
    /// <summary>The law holds.</summary>
    public static LawResult Passed { get; } = new(LawTestEnd.Passed, "");

    /// <summary>Ends the test.</summary>
    public void ThrowUnlessItHolds()
    {
        if (End == LawTestEnd.Skipped)
        {
            throw new SkippedLawException(Text);
        }

        if (End == LawTestEnd.Failed)
        {
            throw new LessonException(Text);
        }
    }
}

/// <summary>The results of all laws of a chapter that are on.</summary>
internal sealed class LawResults(IReadOnlyDictionary<string, LawResult> results)
{
    /// <summary>The result of one.</summary>
    public LawResult Of(string lawId) => results[lawId];
}

/// <summary>Ends the test of a law as skipped.</summary>
/// <param name="reason">Why nothing can be known of the law here.</param>
public sealed class SkippedLawException(string reason) : Exception(reason);
