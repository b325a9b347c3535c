using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using MmVerify.Compiler;

namespace MmVerify.Grader;

/// <summary>How far a mutation run is.</summary>
/// <param name="Tested">Mutants tested so far.</param>
/// <param name="All">Mutants that will be tested; 0 while that is not known.</param>
/// <param name="Survived">Those of them that no law noticed.</param>
/// <param name="Timeouts">Those that the clock stopped.</param>
/// <param name="Left">How long it will take, guessed from what it took so far; null at the start.</param>
internal readonly record struct MutationProgress(
    int Tested, int All, int Survived, int Timeouts, TimeSpan? Left)
{
    /// <summary>In words.</summary>
    public override string ToString()
    {
        if (All == 0)
        {
            return "building, and running the laws once";
        }

        string left = Left is TimeSpan time ? $", about {Math.Ceiling(time.TotalSeconds):0} s left" : "";
        return $"{Tested} of {All} mutants, {Tested - Survived - Timeouts} killed, {Survived} survived"
            + (Timeouts > 0 ? $", {Timeouts} stopped by the clock" : "") + left;
    }
}

/// <summary>
/// Follows what Stryker.NET prints: lines of its log, then, from its reporter <c>dots</c>, a sign for each
/// mutant as it is tested: a point for one that is killed, S for a survivor, T for a timeout.
/// </summary>
internal sealed partial class StrykerLog
{
    private const int LongestLine = 4000;
    private const int MostTroubles = 8;

    private readonly Stopwatch watch = new();
    private readonly StringBuilder line = new();
    private readonly List<string> troubles = [];
    private bool isOther;
    private int tested;
    private int all;
    private int survived;
    private int timeouts;

    /// <summary>What it warned of, or failed at: the first lines.</summary>
    public IReadOnlyList<string> Troubles => troubles;

    /// <summary>How many tests it found; null when it has not said.</summary>
    public int? TestsFound { get; private set; }

    /// <summary>How far it is.</summary>
    public MutationProgress Progress => new(
        tested,
        all,
        survived,
        timeouts,
        tested == 0 ? null : watch.Elapsed / tested * (all - tested));

    /// <summary>Takes the next piece of what it prints.</summary>
    public void Hear(string piece)
    {
        foreach (char c in piece)
        {
            if (c == '\n')
            {
                EndLine();
            }
            else if (line.Length < LongestLine)
            {
                line.Append(c);
                Count(c);
            }
        }
    }

    private void Count(char sign)
    {
        // The signs stand alone on a line, after it was said how many there will be.
        isOther |= sign is not ('.' or 'S' or 'T');
        if (tested >= all || isOther)
        {
            return;
        }

        tested++;
        survived += sign == 'S' ? 1 : 0;
        timeouts += sign == 'T' ? 1 : 0;
    }

    private void EndLine()
    {
        string text = line.ToString().Trim();
        line.Clear();
        isOther = false;
        if (NumberIn(ToBeTested().Match(text)) is int count)
        {
            all = count;
            watch.Start();
        }

        TestsFound = NumberIn(Found().Match(text)) ?? TestsFound;

        if (Trouble().IsMatch(text) && !IsHarmless(text) && troubles.Count < MostTroubles)
        {
            troubles.Add(Printable.Text(text));
        }
    }

    private static int? NumberIn(Match match) =>
        match.Success ? int.Parse(match.Groups["count"].Value, CultureInfo.InvariantCulture) : null;

    // It recommends half of the processors, and tries again what it could not analyse at first.
    private static bool IsHarmless(string text) =>
        text.Contains("more than recommended") || text.Contains("target framework")
        || text.Contains("simulated build");

    [GeneratedRegex(@"\] (?<count>\d{1,7}) +total mutants will be tested", Options, TimeLimit)]
    private static partial Regex ToBeTested();

    [GeneratedRegex(@"Number of tests found: (?<count>\d{1,7})", Options, TimeLimit)]
    private static partial Regex Found();

    [GeneratedRegex(@"^\[[0-9:]+ (WRN|ERR|FTL)\]|tests are failing|failing tests", Options, TimeLimit)]
    private static partial Regex Trouble();

    private const RegexOptions Options = RegexOptions.ExplicitCapture;
    private const int TimeLimit = 1000;
}
