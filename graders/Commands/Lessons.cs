using MmVerify.Properties;

namespace MmVerify.Grader;

/// <summary>Lessons of broken laws on the terminal.</summary>
internal static class Lessons
{
    /// <summary>Prints what a broken law teaches, with the command that runs its program again.</summary>
    public static void Print(Finding finding, string path) => Console.Out.WriteLine(Plain.Lines(Lesson.Of(
        finding.Law,
        finding.Counterexample!,
        $"mmverify replay {finding.Counterexample!.Replay} {path}")));
}
