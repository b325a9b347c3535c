using System.Text.RegularExpressions;

namespace MmVerify.Grader.Tests;

/// <summary>
/// The few expressions that these workflows use: values by name, texts, <c>== != ! &amp;&amp; ||</c> and the
/// functions about how a job went. Anything else is an error: no workflow passes by being misread.
/// </summary>
/// <param name="valueOf">The text of a name such as <c>inputs.path</c>.</param>
/// <param name="hasFailed">Whether a step before has failed.</param>
internal sealed partial class WorkflowExpression(Func<string, string> valueOf, bool hasFailed)
{
    private const int TimeLimit = 1000;
    private const string True = "true";
    private const string False = "false";

    private readonly Queue<string> tokens = new();

    /// <summary>A text with every <c>${{ }}</c> in it replaced.</summary>
    public string Fill(string text) =>
        Place().Replace(text, place => Value(place.Groups["expression"].Value));

    /// <summary>
    /// Whether a step runs; without a function about how the job went, only when nothing failed.
    /// </summary>
    public bool IsMet(string? condition)
    {
        if (condition is null)
        {
            return !hasFailed;
        }

        Match place = Place().Match(condition);
        string expression = place.Success && place.Length == condition.Length
            ? place.Groups["expression"].Value
            : condition;
        bool asks = expression.Contains("always()", StringComparison.Ordinal)
            || expression.Contains("cancelled()", StringComparison.Ordinal)
            || expression.Contains("failure()", StringComparison.Ordinal);
        return IsTrue(Value(expression)) && (asks || !hasFailed);
    }

    private static bool IsTrue(string value) => value.Length > 0 && value != False;

    private static string Text(bool value) => value ? True : False;

    private string Value(string expression)
    {
        tokens.Clear();
        string rest = expression.Trim();
        while (rest.Length > 0)
        {
            Match token = Token().Match(rest);
            Assert.True(token.Success, $"not understood: {rest}");
            tokens.Enqueue(token.Value.Trim());
            rest = rest[token.Length..];
        }

        string value = Or();
        Assert.True(tokens.Count == 0, $"not understood: {expression}");
        return value;
    }

    private string Or()
    {
        string left = And();
        while (tokens.TryPeek(out string? next) && next == "||")
        {
            tokens.Dequeue();
            string right = And();
            left = IsTrue(left) ? left : right;
        }

        return left;
    }

    private string And()
    {
        string left = Comparison();
        while (tokens.TryPeek(out string? next) && next == "&&")
        {
            tokens.Dequeue();
            string right = Comparison();
            left = IsTrue(left) ? right : left;
        }

        return left;
    }

    private string Comparison()
    {
        string left = Unary();
        if (!tokens.TryPeek(out string? next) || next is not ("==" or "!="))
        {
            return left;
        }

        bool wantsEqual = tokens.Dequeue() == "==";
        return Text(wantsEqual == string.Equals(left, Unary(), StringComparison.OrdinalIgnoreCase));
    }

    private string Unary()
    {
        string token = tokens.Dequeue();
        return token switch
        {
            "!" => Text(!IsTrue(Unary())),
            "always()" => True,
            "cancelled()" => False,
            "failure()" => Text(hasFailed),
            "success()" => Text(!hasFailed),
            _ when token[0] == '\'' => token[1..^1].Replace("''", "'", StringComparison.Ordinal),
            _ => valueOf(token),
        };
    }

    [GeneratedRegex(@"\$\{\{(?<expression>.*?)\}\}", RegexOptions.ExplicitCapture, TimeLimit)]
    private static partial Regex Place();

    [GeneratedRegex(
        @"^(\|\||&&|==|!=|!|'([^']|'')*'|(always|cancelled|failure|success)\(\)|[a-z][\w.-]*)\s*",
        RegexOptions.ExplicitCapture,
        TimeLimit)]
    private static partial Regex Token();
}
