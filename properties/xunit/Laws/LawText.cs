using MmVerify.Properties;
using MmVerify.Spec;

namespace MmVerify.Xunit;

/// <summary>What is said of a law that does not hold or of which nothing is known.</summary>
internal static class LawText
{
    /// <summary>It is broken.</summary>
    public static string Broken(Law law, Counterexample counterexample) =>
        Lesson.Of(law, counterexample, Again(law, counterexample.Replay));

    /// <summary>Nothing is known, for a reason.</summary>
    public static string Unknown(Law law, string reason, string rows = "") => $"""
        {law.Id} is not known to hold: {reason}

        {rows}  law       {law.Statement}
          why       {law.Why}
          source    {law.Source}

        """;

    /// <summary>What it speaks of is not written yet.</summary>
    public static string Unwritten(Law law, IReadOnlyList<string> tasks) =>
        Unknown(law, "not written yet", string.Concat(tasks.Select(static task => $"  to do     {task}\n")));

    private static string Again(Law law, string token) =>
        $"dotnet test -e {RunSettings.ReplayVariable}={token} --filter DisplayName~{law.Id}";
}
