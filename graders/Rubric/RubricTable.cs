namespace MmVerify.Grader;

/// <summary>The table of keys in <c>graders/Rubric/Rubric.md</c>.</summary>
internal static class RubricTable
{
    /// <summary>Writes it, in Markdown.</summary>
    public static string Write() =>
        "| key | means | may be | without it |\n|---|---|---|---|\n"
            + string.Concat(Rows(RubricKeys.Root, "").Select(static row => row + "\n"));

    private static IEnumerable<string> Rows(RubricShape.Mapping mapping, string prefix)
    {
        foreach (RubricKey key in mapping.Each is RubricKey each ? [each] : mapping.Keys)
        {
            string path = prefix + key.Name;
            string may = key.Shape is RubricShape.Mapping inner
                ? $"{(inner.Each is null ? "key" : inner.What)}s"
                : $"{key.Shape}";
            yield return $"| `{path}` | {key.Meaning} | {may} | {key.Default ?? "an error"} |";
            if (key.Shape is RubricShape.Mapping below)
            {
                foreach (string row in Rows(below, path + "."))
                {
                    yield return row;
                }
            }
        }
    }
}
