namespace MmVerify.Grader.Tests;

/// <summary>What the steps of one job or of one composite action know of each other.</summary>
/// <param name="Inputs">What was given.</param>
/// <param name="ActionPath">The folder of the action; empty in a job.</param>
internal sealed record StepScope(IReadOnlyDictionary<string, string> Inputs, string ActionPath)
{
    private readonly Dictionary<string, string> outputs = [];

    public bool HasFailed { get; private set; }

    public void Note(string? id, IReadOnlyDictionary<string, string> given, bool hasFailed)
    {
        HasFailed |= hasFailed;
        foreach ((string name, string value) in given)
        {
            outputs[$"steps.{id}.outputs.{name}"] = value;
        }
    }

    /// <summary>The value of a name, or null when it is not of this scope.</summary>
    public string? Find(string name)
    {
        if (name.StartsWith("inputs.", StringComparison.Ordinal))
        {
            string input = name["inputs.".Length..];
            Assert.True(Inputs.TryGetValue(input, out string? value), $"{name} is not declared");
            return value;
        }

        // A step that did not run has no outputs, and they are empty.
        return name == "github.action_path" ? ActionPath
            : name.StartsWith("steps.", StringComparison.Ordinal) ? outputs.GetValueOrDefault(name, "")
            : null;
    }
}
