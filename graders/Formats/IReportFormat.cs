namespace MmVerify.Grader;

/// <summary>A form in which somebody else reads a grade. It is made from <c>grade.json</c> alone.</summary>
internal interface IReportFormat
{
    /// <summary>What <c>--format</c> calls it.</summary>
    string Name { get; }

    /// <summary>What its reader calls the file.</summary>
    string FileName { get; }

    /// <summary>Who reads it.</summary>
    string ReadBy { get; }

    /// <summary>The arguments of an example, without the command.</summary>
    string Example { get; }

    /// <summary>The grade in this form. The same grade and options give the same text.</summary>
    /// <exception cref="BadArgumentException">Something that the form asks for was not given.</exception>
    string Write(Grade grade, ReportOptions options);
}
