using MmVerify.Properties;
using MmVerify.Spec;
using static MmVerify.Grader.RubricKeys;
using Mapping = MmVerify.Grader.RubricNode.Mapping;

namespace MmVerify.Grader;

/// <summary>
/// Makes a rubric of a text that has the right shape, and tells what no table of keys can: prerequisites that
/// can never be met, and percentages in the wrong order.
/// </summary>
internal sealed class RubricMaker(RubricErrors errors)
{
    /// <summary>Makes it; what is wrong is told, and then the result is not to be used.</summary>
    public Rubric Make(Mapping root)
    {
        RubricChapter[] chapters = [.. Chapters(root)];
        var budget = root[RubricKeys.Budget] as Mapping;
        return new Rubric(Text(root[Title]), chapters, new ExaminationOptions
        {
            LeastWitnesses = Number(root, Witnesses, Usual.LeastWitnesses),
            RandomPrograms = Number(budget, RandomPrograms, Usual.RandomPrograms),
            LongestProgram = Number(budget, LongestProgram, Usual.LongestProgram),
            ShrinkBudget = Number(budget, ShrinkPrograms, Usual.ShrinkBudget),
            Policies =
            [
                .. chapters.SelectMany(static chapter => chapter.Laws)
                    .Where(static law => law.IsPolicy).Select(static law => law.Id),
            ],
        });
    }

    private IEnumerable<RubricChapter> Chapters(Mapping root)
    {
        var named = root[RubricKeys.Chapters] as Mapping;
        foreach (Chapter chapter in Spec.Chapters.All)
        {
            if (named is null || named.Entries.Any(entry => Text(entry.Key) == chapter.Name))
            {
                yield return Chapter(chapter, named?[chapter.Name] as Mapping);
            }
        }
    }

    private RubricChapter Chapter(Chapter chapter, Mapping? node)
    {
        var laws = node?[Laws] as Mapping;
        Dictionary<string, int> points = chapter.Laws
            .Where(law => !law.IsPolicy || laws?[law.Id] is not null)
            .ToDictionary(static law => law.Id, law => Number(laws, law.Id, law.Points));
        return new RubricChapter(
            chapter,
            points,
            new RubricNeeds(errors, points).Read(node?[Needs] as Mapping),
            Share(node?[Mutation] as Mapping),
            Share(node?[Coverage] as Mapping));
    }

    private RubricShare Share(Mapping? node)
    {
        var share = new RubricShare(
            Number(node, Points, UsualShare.Points),
            Number(node, From, UsualShare.From),
            Number(node, Full, UsualShare.Full));
        if (share.From > share.Full)
        {
            errors.Add(
                node![From] ?? node[Full]!,
                $"points begin at {share.From} % and are full at {share.Full} %; expected the reverse");
        }

        return share;
    }

    private static int Number(Mapping? node, string key, int usual) =>
        node?[key] is RubricNode.Scalar { Number: long number } ? (int)number : usual;

    private static string Text(RubricNode? node) => ((RubricNode.Scalar)node!).Value;
}
