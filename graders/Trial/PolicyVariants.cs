using MmVerify.Spec;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace MmVerify.Grader;

/// <summary>
/// The reference with another choice where the contract leaves one: every required law must accept it.
/// </summary>
internal static class PolicyVariants
{
    /// <summary>
    /// The reference of a chapter with each change of its list <c>policies.yaml</c>; a chapter that leaves
    /// nothing open has none.
    /// </summary>
    /// <exception cref="BadArgumentException">A change does not fit the reference.</exception>
    public static IReadOnlyList<Specimen> Of(Checkout checkout, Chapter chapter)
    {
        string list = checkout.PathOf("reference", chapter.Name, "policies.yaml");
        if (!File.Exists(list))
        {
            return [];
        }

        var reference = ReferenceFolder.Of(checkout, chapter);
        (string Path, string Text)[] sources =
            [.. reference.Implementations.Select(static path => (path, File.ReadAllText(path)))];
        return
        [
            .. Read(File.ReadAllText(list)).Select(policy =>
            {
                // Of several implementations, the one in which stands what is to be changed.
                (string path, string text) = sources.FirstOrDefault(
                    source => policy.Changes.All(change => source.Text.Contains(change.From)), sources[0]);
                return Specimen.CompileText(
                    Path.GetFileName(path), Changed(text, policy, list), reference.Shared) with
                    {
                        Name = $"{Path.GetFileNameWithoutExtension(path)}, {policy.Name}",
                    };
            }),
        ];
    }

    /// <summary>The text with every change of a policy made.</summary>
    /// <exception cref="BadArgumentException">What is to be changed does not stand there once.</exception>
    internal static string Changed(string source, Policy policy, string list)
    {
        foreach (PolicyChange change in policy.Changes)
        {
            int at = source.IndexOf(change.From, StringComparison.Ordinal);
            if (at < 0 || source.IndexOf(change.From, at + 1, StringComparison.Ordinal) >= 0)
            {
                throw new BadArgumentException(
                    $"{list}: {policy.Name}: this does not stand in the reference just once:\n{change.From}");
            }

            source = source[..at] + change.To + source[(at + change.From.Length)..];
        }

        return source;
    }

    /// <summary>Reads a list.</summary>
    internal static IReadOnlyList<Policy> Read(string yaml) => new DeserializerBuilder()
        .WithNamingConvention(CamelCaseNamingConvention.Instance).Build()
        .Deserialize<List<Policy>>(yaml);
}

/// <summary>Another choice.</summary>
internal sealed class Policy
{
    /// <summary>Its name, one word.</summary>
    public string Name { get; set; } = "";

    /// <summary>What is chosen otherwise.</summary>
    public string Why { get; set; } = "";

    /// <summary>What is changed in the reference.</summary>
    public List<PolicyChange> Changes { get; set; } = [];
}

/// <summary>One change.</summary>
internal sealed class PolicyChange
{
    /// <summary>What stands there.</summary>
    public string From { get; set; } = "";

    /// <summary>What stands there instead.</summary>
    public string To { get; set; } = "";
}
