namespace MmVerify.Grader;

/// <summary>What the submission was shut in while it ran.</summary>
internal static class PageSandbox
{
    /// <summary>Writes it.</summary>
    public static Html Write(GradeSandbox sandbox) => Html.Of($"""
        <section aria-labelledby="sandbox">
        <h2 id="sandbox">How it was run</h2>
        <p class="note">A submission runs in a process of its own and never sees a verdict.
        {Tier(sandbox)}</p>
        {(sandbox.Layers.Count == 0 ? Html.Nothing : Table(sandbox))}
        </section>
        """);

    private static Html Tier(GradeSandbox sandbox) => sandbox.Tier == "none"
        ? Html.Of($"<strong>No sandbox was in force around it.</strong>")
        : Html.Of($"The sandbox was <strong>{sandbox.Tier,60}</strong>.");

    private static Html Table(GradeSandbox sandbox) => Html.Of($"""
        <table class="layers">
        <thead>
        <tr><th scope="col">Layer</th><th scope="col">In force</th>
        <th scope="col">How, and what it stopped</th></tr>
        </thead>
        <tbody>
        {sandbox.Layers.Select(Row)}
        </tbody>
        </table>
        """);

    private static Html Row(GradeLayer layer) => Html.Of($"""
        <tr><th scope="row">{layer.Name,120}</th><td>{InForce(layer)}</td>
        <td class="reason">{layer.Detail}</td></tr>

        """);

    private static Html InForce(GradeLayer layer) => layer.InForce
        ? Html.Of($"<span class=\"mark good\"><span aria-hidden=\"true\">✓</span> yes</span>")
        : Html.Of($"<span class=\"mark open\"><span aria-hidden=\"true\">–</span> no</span>");
}
