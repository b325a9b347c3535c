namespace MmVerify.Grader.Tests;

/// <summary>The files through which a step tells the runner something, new for each step.</summary>
internal sealed class StepFiles
{
    private readonly string folder = TestFolder.New("mmverify-step-");

    private static readonly string[] Names =
        ["GITHUB_OUTPUT", "GITHUB_ENV", "GITHUB_PATH", "GITHUB_STEP_SUMMARY"];

    public StepFiles()
    {
        foreach (string name in Names)
        {
            File.WriteAllText(PathOf(name), "");
        }
    }

    public IEnumerable<KeyValuePair<string, string>> Variables => Directory.EnumerateFiles(folder)
        .Select(static path => KeyValuePair.Create(Path.GetFileName(path), path));

    public string Summary => File.ReadAllText(PathOf("GITHUB_STEP_SUMMARY"));

    public IReadOnlyList<string> Paths => File.ReadAllLines(PathOf("GITHUB_PATH"));

    /// <summary>Lines <c>NAME=VALUE</c>, or <c>NAME&lt;&lt;END</c>, lines, <c>END</c>.</summary>
    public Dictionary<string, string> Pairs(string name)
    {
        var pairs = new Dictionary<string, string>();
        var lines = new Queue<string>(File.ReadAllLines(PathOf(name)));
        while (lines.TryDequeue(out string? line))
        {
            if (line.Split("<<", 2) is [string key, string end] && !key.Contains('='))
            {
                List<string> value = [];
                while (lines.Dequeue() is string next && next != end)
                {
                    value.Add(next);
                }

                pairs[key] = string.Join('\n', value);
            }
            else if (line.Length > 0)
            {
                string[] pair = line.Split('=', 2);
                Assert.True(pair.Length == 2, $"{name}: the runner refuses the line {line}");
                pairs[pair[0]] = pair[1];
            }
        }

        return pairs;
    }

    private string PathOf(string name) => Path.Combine(folder, name);
}
