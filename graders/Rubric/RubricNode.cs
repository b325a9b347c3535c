using System.Globalization;

namespace MmVerify.Grader;

/// <summary>A part of a YAML text and where it stands: one of four kinds and nothing else.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1.</param>
internal abstract record RubricNode(int Line, int Column)
{
    private const int LongestShown = 40;

    /// <summary>What it is, in words.</summary>
    public abstract string Kind { get; }

    /// <summary>A value of one word or line.</summary>
    /// <param name="Line">The line, from 1.</param>
    /// <param name="Column">The column, from 1.</param>
    /// <param name="Value">The text.</param>
    /// <param name="IsPlain">Whether it is written without quotes: only then it can be a number.</param>
    public sealed record Scalar(int Line, int Column, string Value, bool IsPlain)
        : RubricNode(Line, Column)
    {
        private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

        // The words that the core schema of YAML 1.2 (10.3.2) does not take for text.
        private static readonly HashSet<string> NoText =
        [
            "true", "True", "TRUE", "false", "False", "FALSE",
            ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF",
            ".nan", ".NaN", ".NAN",
        ];

        public bool IsNothing => IsPlain && Value is ("" or "~" or "null" or "Null" or "NULL");

        /// <summary>The whole number that it is, if it is one.</summary>
        public long? Number =>
            IsPlain && long.TryParse(Value, NumberStyles.AllowLeadingSign, Invariant, out long number)
                ? number
                : null;

        /// <summary>Whether it is text: quoted, or nothing that YAML reads otherwise.</summary>
        public bool IsText => !IsPlain || !(IsNothing || NoText.Contains(Value) || IsNumeric);

        public override string Kind =>
            IsNothing ? "nothing" : IsText ? $"the text \"{Cut(Value)}\"" : Cut(Value);

        // Only what looks like a decimal number can be one; 0x10 and 0o7 are numbers too.
        private bool IsNumeric =>
            double.TryParse(Value, NumberStyles.Float, Invariant, out double number)
                ? double.IsFinite(number)
                : IsPrefixed("0x", "0123456789abcdefABCDEF") || IsPrefixed("0o", "01234567");

        private bool IsPrefixed(string prefix, string digits) =>
            Value.Length > prefix.Length && Value.StartsWith(prefix)
                && Value.AsSpan(prefix.Length).IndexOfAnyExcept(digits) < 0;
    }

    /// <summary>A list.</summary>
    public sealed record Sequence(int Line, int Column, IReadOnlyList<RubricNode> Items)
        : RubricNode(Line, Column)
    {
        public override string Kind => "a list";
    }

    /// <summary>Keys with values, in their order; a key may stand there twice.</summary>
    public sealed record Mapping(
        int Line, int Column, IReadOnlyList<(RubricNode Key, RubricNode Value)> Entries)
        : RubricNode(Line, Column)
    {
        public override string Kind => "keys with values";

        /// <summary>The value of a key; null where it is not there, or nothing stands behind it.</summary>
        public RubricNode? this[string key] => Entries
            .Where(entry => entry.Key is Scalar scalar && scalar.Value == key)
            .Select(static entry => entry.Value is Scalar { IsNothing: true } ? null : entry.Value)
            .FirstOrDefault();
    }

    /// <summary>Text of the file, short enough for a message.</summary>
    public static string Cut(string text) =>
        text.Length <= LongestShown ? text : string.Concat(text.AsSpan(0, LongestShown), "…");
}
