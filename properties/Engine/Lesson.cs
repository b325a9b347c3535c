using System.Globalization;
using System.Text;
using MmVerify.Spec;

namespace MmVerify.Properties;

/// <summary>
/// Tells of a broken law what is wrong, how it came about, why it matters and how to see it again.
/// </summary>
public static class Lesson
{
    private const int LongestShown = 40;

    /// <summary>The lesson, several lines.</summary>
    /// <param name="law">The law.</param>
    /// <param name="counterexample">The program that breaks it.</param>
    /// <param name="again">The command that shows it again.</param>
    public static string Of(Law law, Counterexample counterexample, string again)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{law.Id} does not hold: {law.Statement}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"  at        {counterexample.Culprit}\n");
        text.Append(CultureInfo.InvariantCulture, $"  expected  {counterexample.Expected}\n");
        text.Append(CultureInfo.InvariantCulture, $"  actual    {counterexample.Actual}\n\n");
        AppendSteps(text, counterexample);
        text.Append(CultureInfo.InvariantCulture, $"\n  why       {law.Why}\n");
        text.Append(CultureInfo.InvariantCulture, $"  source    {law.Source}\n");
        text.Append(CultureInfo.InvariantCulture, $"  again     {again}\n");
        return text.ToString();
    }

    /// <summary>One step as a line: <c>#0 Allocate(order 0) -> pfn 0x0 order 0</c>.</summary>
    public static string LineOf(CounterStep step)
    {
        string number = step.Number < 0 ? ""
            : string.Create(CultureInfo.InvariantCulture, $"#{step.Number}  ");
        string reply = step.Reply.Length == 0 || (step.Number < 0 && step.Reply == "ok") ? ""
            : $" -> {step.Reply}";
        return number + step.Operation + reply + (step.Breaks ? "   <- breaks here" : "");
    }

    private static void AppendSteps(StringBuilder text, Counterexample counterexample)
    {
        int count = counterexample.Steps.Count - 1;
        string steps = count == 0 ? "right after creation"
            : string.Create(CultureInfo.InvariantCulture, $"after {count} step{(count == 1 ? "" : "s")}");
        string from = counterexample.ShrunkFrom <= count ? ""
            : string.Create(CultureInfo.InvariantCulture, $", shrunk from {counterexample.ShrunkFrom}");
        text.Append(CultureInfo.InvariantCulture, $"  {steps}{from}:\n");
        int left = counterexample.Steps.Count - LongestShown;
        foreach (CounterStep step in counterexample.Steps.Take(LongestShown / 2))
        {
            AppendStep(text, step);
        }

        if (left > 0)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"    … {left} steps that can be seen with the command below …\n");
        }

        foreach (
            CounterStep step in counterexample.Steps.Skip(
                Math.Max(LongestShown / 2, LongestShown / 2 + left)))
        {
            AppendStep(text, step);
        }
    }

    private static void AppendStep(StringBuilder text, CounterStep step)
    {
        text.Append("    ").Append(LineOf(step)).Append('\n');
        foreach (string line in step.Story)
        {
            text.Append("          ").Append(line).Append('\n');
        }
    }
}
