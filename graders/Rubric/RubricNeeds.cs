using Mapping = MmVerify.Grader.RubricNode.Mapping;
using Scalar = MmVerify.Grader.RubricNode.Scalar;
using Sequence = MmVerify.Grader.RubricNode.Sequence;

namespace MmVerify.Grader;

/// <summary>Reads which laws must hold before others, in one chapter.</summary>
/// <param name="errors">Is told of laws that are not judged, and of circles.</param>
/// <param name="judged">The laws that are judged.</param>
internal sealed class RubricNeeds(RubricErrors errors, IReadOnlyDictionary<string, int> judged)
{
    private readonly Dictionary<string, IReadOnlyList<string>> needs = [];
    private readonly Dictionary<string, Scalar> places = [];
    private readonly HashSet<string> followed = [];
    private readonly List<string> path = [];

    /// <summary>Reads them.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Read(Mapping? node)
    {
        foreach ((RubricNode key, RubricNode value) in node?.Entries ?? [])
        {
            var law = (Scalar)key;
            Scalar[] named = [.. ((Sequence)value).Items.Cast<Scalar>()];
            needs[law.Value] = [.. named.Select(static one => one.Value)];
            places[law.Value] = law;
            foreach (Scalar one in named.Prepend(law))
            {
                RequireJudged(one);
            }
        }

        foreach (string law in needs.Keys)
        {
            Follow(law);
        }

        return needs;
    }

    private void RequireJudged(Scalar law)
    {
        if (!judged.ContainsKey(law.Value))
        {
            errors.Add(
                law, $"{law.Value} is a policy law and off; name it under {RubricKeys.Laws} to turn it on");
        }
    }

    private void Follow(string law)
    {
        int start = path.IndexOf(law);
        if (start >= 0)
        {
            string circle = string.Join(" needs ", path[start..].Append(law));
            errors.Add(places[law], $"none of these could ever earn anything: {circle}");
            return;
        }

        if (!followed.Add(law))
        {
            return;
        }

        path.Add(law);
        foreach (string next in needs.GetValueOrDefault(law) ?? [])
        {
            Follow(next);
        }

        path.RemoveAt(path.Count - 1);
    }
}
