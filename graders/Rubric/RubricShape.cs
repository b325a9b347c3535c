namespace MmVerify.Grader;

/// <summary>
/// What may stand at one place of a rubric. The reader, the JSON schema and the table of keys in the
/// documentation are all made from these.
/// </summary>
internal abstract record RubricShape
{
    private RubricShape()
    {
    }

    /// <summary>One line of text.</summary>
    /// <param name="Longest">Unit: characters.</param>
    public sealed record Text(int Longest) : RubricShape
    {
        public override string ToString() => $"text of 1 to {Longest} characters";
    }

    /// <summary>A whole number.</summary>
    public sealed record Number(int Least, int Most) : RubricShape
    {
        public override string ToString() => $"a whole number from {Least} to {Most}";
    }

    /// <summary>A list of names, each at most once.</summary>
    /// <param name="What">What they name.</param>
    /// <param name="Known">The names there are.</param>
    public sealed record Names(string What, IReadOnlyList<string> Known) : RubricShape
    {
        public override string ToString() => $"a list of {What}s, such as [{Known[0]}]";
    }

    /// <summary>Keys, each with a value.</summary>
    /// <param name="What">What its keys name.</param>
    /// <param name="Keys">The keys there are.</param>
    /// <param name="Each">What is said of all keys at once, where they are names of one kind.</param>
    public sealed record Mapping(string What, IReadOnlyList<RubricKey> Keys, RubricKey? Each = null)
        : RubricShape
    {
        public override string ToString() => $"{What}s, each with its value: \"{Keys[0].Name}: …\"";
    }
}

/// <summary>One key of a rubric.</summary>
/// <param name="Name">How it is written.</param>
/// <param name="Shape">What may stand behind it.</param>
/// <param name="Meaning">What it means, a sentence.</param>
/// <param name="Default">What serves where it is left out, in words; null where it must be there.</param>
internal sealed record RubricKey(string Name, RubricShape Shape, string Meaning, string? Default)
{
    public bool IsRequired => Default is null;
}
