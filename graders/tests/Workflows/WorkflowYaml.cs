using YamlDotNet.RepresentationModel;

namespace MmVerify.Grader.Tests;

/// <summary>A mapping of a workflow file, whose values are read as text.</summary>
internal sealed class WorkflowYaml(YamlMappingNode node)
{
    public IEnumerable<KeyValuePair<string, string>> Texts => node.Children
        .Where(static pair => pair.Value is YamlScalarNode)
        .Select(static pair => KeyValuePair.Create(Text(pair.Key), Text(pair.Value)));

    public IEnumerable<string> Names => node.Children.Keys.Select(Text);

    public static WorkflowYaml Load(string path)
    {
        using var reader = new StreamReader(path);
        var stream = new YamlStream();
        stream.Load(reader);
        return new WorkflowYaml((YamlMappingNode)stream.Documents[0].RootNode);
    }

    public string? Find(string name) => Node(name) is YamlScalarNode scalar ? Text(scalar) : null;

    /// <summary>The mapping of that name; an empty one when there is none.</summary>
    public WorkflowYaml Map(string name) => new(Node(name) as YamlMappingNode ?? []);

    public IReadOnlyList<WorkflowYaml> List(string name) => Node(name) is YamlSequenceNode sequence
        ? [.. sequence.Cast<YamlMappingNode>().Select(static item => new WorkflowYaml(item))]
        : [];

    private static string Text(YamlNode scalar) => ((YamlScalarNode)scalar).Value ?? "";

    private YamlNode? Node(string name) =>
        node.Children.TryGetValue(new YamlScalarNode(name), out YamlNode? found) ? found : null;
}
