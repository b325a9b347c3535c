namespace MmVerify.Grader;

/// <summary>What the formats are told besides the grade.</summary>
/// <param name="Root">Where the submission lies in the repository.</param>
/// <param name="Settings">What the reader wants to know and no grade holds.</param>
/// <param name="IsEncoded">Whether the classroom format is written in base64.</param>
internal sealed record ReportOptions(SourceRoot Root, ReportSettings Settings, bool IsEncoded = false)
{
    /// <summary>Nothing but the grade.</summary>
    public static ReportOptions None { get; } =
        new(SourceRoot.None, new ReportSettings([], static _ => null));
}
