namespace MmVerify.Spec;

/// <summary>What one law says about one step.</summary>
public sealed record Judgement
{
    private Judgement(string culprit, string expected, string actual)
    {
        Culprit = culprit;
        Expected = expected;
        Actual = actual;
    }

    /// <summary>The law does not speak about this step.</summary>
    public static Judgement Silent { get; } = new("", "", "");

    /// <summary>The step is as the law says.</summary>
    public static Judgement Kept { get; } = new("", "", "");

    /// <summary>The thing that is wrong: a block, a count.</summary>
    public string Culprit { get; }

    /// <summary>What it had to be.</summary>
    public string Expected { get; }

    /// <summary>What it was.</summary>
    public string Actual { get; }

    /// <summary>Whether the step breaks the law.</summary>
    public bool IsBroken => !ReferenceEquals(this, Silent) && !ReferenceEquals(this, Kept);

    /// <summary>The step breaks the law.</summary>
    public static Judgement Broken(object culprit, object expected, object actual) =>
        new($"{culprit}", $"{expected}", $"{actual}");
}
