namespace MmVerify.Grader;

/// <summary>The one list of formats. Help and documents are made from it.</summary>
internal static class ReportFormats
{
    /// <summary>All formats, those that most will need first.</summary>
    public static IReadOnlyList<IReportFormat> All { get; } =
    [
        new Classroom50Format(),
        new SummaryFormat(),
        new AnnotationsFormat(),
        new OutputsFormat(),
        new JunitFormat(),
        new GradescopeFormat(),
        new CtrfFormat(),
        new ClassroomFormat(),
    ];

    /// <summary>Their names.</summary>
    public static string Names => string.Join(", ", All.Select(static format => format.Name));

    /// <summary>The formats that a comma-separated list names, each once.</summary>
    /// <exception cref="BadArgumentException">There is none of that name, or nothing is named.</exception>
    public static IReadOnlyList<IReportFormat> Of(string names)
    {
        IReadOnlyList<IReportFormat> named =
        [
            .. names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(Find).Distinct(),
        ];
        return named.Count > 0
            ? named
            : throw new BadArgumentException($"--format names no format; there are: {Names}");
    }

    private static IReportFormat Find(string name) =>
        All.FirstOrDefault(format => string.Equals(format.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new BadArgumentException($"there is no format '{name}'; there are: {Names}");
}
