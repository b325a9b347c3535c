namespace MmVerify.Grader;

/// <summary>Why a submission does not compile.</summary>
internal static class PageErrors
{
    /// <summary>Writes it; nothing where it does.</summary>
    public static Html Write(Grade grade) => grade.Errors.Count == 0 ? Html.Nothing : Html.Of($"""
        <section aria-labelledby="errors">
        <h2 id="errors">{VerdictMark.Broken.ShowSign()} It does not compile</h2>
        <p class="note">Mend the first error first: others may follow from it.</p>
        <article class="card bad">
        <ul class="list errors">
        {grade.Errors.Select(Item)}
        </ul>
        </article>
        </section>
        """);

    /// <summary>Where an error is, as compilers say it.</summary>
    internal static string Place(GradeError error) => (error.File.Length, error.Line, error.Column) switch
    {
        (0, _, _) => "",
        (_, <= 0, _) => error.File,
        (_, _, <= 0) => $"{error.File}:{error.Line}",
        _ => $"{error.File}:{error.Line}:{error.Column}",
    };

    private static Html Item(GradeError error) => Html.Of($"""
        <li><code><bdi>{Place(error),400}</bdi></code> <span class="id">{error.Id,80}</span>
        <span class="says">{error.Message}</span></li>

        """);
}
