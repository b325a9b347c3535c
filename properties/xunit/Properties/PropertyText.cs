using System.Globalization;
using System.Text;
using FsCheck;
using Microsoft.FSharp.Collections;
using Microsoft.FSharp.Core;

namespace MmVerify.Xunit;

/// <summary>What is said of a property that was tried.</summary>
internal static class PropertyText
{
    /// <summary>It holds.</summary>
    public static string Passed(PropertySettings settings, TestResult.Passed passed)
    {
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"ok, {Count(passed.Item1.NumberOfTests, "test")} (seed {settings.Seed})");
        foreach (Tuple<int, FSharpList<string>> stamp in passed.Item1.Stamps)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{stamp.Item1} % {string.Join(", ", stamp.Item2)}");
        }

        return text.ToString();
    }

    /// <summary>It does not hold.</summary>
    public static string Failed(PropertySettings settings, TestResult.Failed failed)
    {
        var text = new StringBuilder();
        TestData data = failed.Item1;
        text.Append(CultureInfo.InvariantCulture, $"falsified after {Count(data.NumberOfTests, "test")}");
        text.Append(data.Labels.IsEmpty ? "\n" : $": {string.Join(", ", data.Labels)}\n");
        if (CauseOf(failed) is Exception cause)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"\n  with\n    {cause.GetType().Name}: {Indented(cause.Message)}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"\n  arguments\n{Arguments(failed.Item3)}\n");
        if (data.NumberOfShrinks > 0)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"  shrunk in {Count(data.NumberOfShrinks, "step")} from\n{Arguments(failed.Item2)}\n");
        }

        var one = new ReplaySeed(failed.Item6.Seed, failed.Item6.Gamma, failed.Item7);
        return text.Append(CultureInfo.InvariantCulture, $"\n{Again(settings, one)}").ToString();
    }

    /// <summary>The exception that falsified it; null when it was the answer false.</summary>
    public static Exception? CauseOf(TestResult.Failed failed) =>
        failed.Item4 is Outcome.Failed { Item: var exception }
            && exception.Message != "Expected true, got false."
            ? exception
            : null;

    /// <summary>Too few cases met its precondition.</summary>
    public static string Exhausted(PropertySettings settings, TestResult.Exhausted exhausted) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"exhausted: only {exhausted.Item.NumberOfTests} of {settings.MaxTest} cases met the "
                + $"precondition before {settings.MaxRejected} were rejected; "
                + $"generate such cases instead of waiting for them");

    /// <summary>A case did not return.</summary>
    public static string Hung(
        PropertySettings settings, string within, IReadOnlyList<object[]> inProgress, int call)
    {
        string arguments = inProgress.Count == 0
            ? "    none: an argument was being generated"
            : string.Join("\n  and\n", inProgress.Select(ArgumentText.Of));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"did not return within {within}, in call {call}\n\n  arguments\n{arguments}\n\n")
            + Again(settings, settings.Seed);
    }

    private static string Again(PropertySettings settings, ReplaySeed seed) =>
        $"  again   dotnet test -e {RunSettings.ReplayVariable}={settings.Name}={seed} "
            + $"--filter FullyQualifiedName={settings.Name}\n"
            + $"  or      [Property(Replay = \"{seed}\")]\n";

    // FsCheck holds the arguments as a list with one element, the array that our arbitrary made.
    private static string Arguments(FSharpList<object> list) => ArgumentText.Of((object[])list.Head);

    private static string Indented(string text) => text.Replace("\n", "\n    ", StringComparison.Ordinal);

    private static string Count(int number, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {what}{(number == 1 ? "" : "s")}");
}

/// <summary>Keeps FsCheck's result instead of printing it.</summary>
internal sealed class Recorder : IRunner
{
    /// <summary>The result, once there is one.</summary>
    public TestResult? Result { get; private set; }

    public void OnStartFixture(Type t)
    {
    }

    public void OnArguments(
        int ntest, FSharpList<object> args, FSharpFunc<int, FSharpFunc<FSharpList<object>, string>> every)
    {
    }

    public void OnShrink(FSharpList<object> args, FSharpFunc<FSharpList<object>, string> everyShrink)
    {
    }

    public void OnFinished(string name, TestResult result) => Result = result;
}
