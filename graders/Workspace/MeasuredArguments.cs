using System.CommandLine;

namespace MmVerify.Grader;

/// <summary>What the commands that measure code have in common.</summary>
internal static class MeasuredArguments
{
    /// <summary>The word that stands for the suite's own solution; a folder of that name is ./reference.
    /// </summary>
    public const string Reference = "reference";

    public static Argument<string> Subject() => new("DIR")
    {
        Description = "The submission: a folder of C# sources, or one file; or the word 'reference'.",
    };

    public static Option<string> Out(string files) => new("--out")
    {
        Description = $"The folder for {files}.",
        HelpName = "DIR",
        DefaultValueFactory = static _ => "mmverify-out",
    };
}
