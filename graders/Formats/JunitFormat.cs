using System.Globalization;
using System.Text;
using System.Xml;

namespace MmVerify.Grader;

/// <summary>
/// JUnit's XML as the xUnit plugin of Jenkins describes it (jenkinsci/xunit-plugin, junit-10.xsd): one suite
/// for each chapter, one test for each law.
/// <list type="bullet">
/// <item>A broken law is a failure: something was claimed, looked at, and found wrong. So is an exception,
/// since that none escapes is a law that was looked at.</item>
/// <item>A crash, a hang and a submission that does not compile are errors: the test could not be carried out
/// to its end. What does not compile is one error, and its laws are skipped, so that one cause is told
/// once.</item>
/// <item>An unknown law is skipped: nothing was found wrong, and nothing right. It earns nothing; who counts
/// points must count <c>passed</c>, or read the property <c>score</c>.</item>
/// </list>
/// </summary>
internal sealed class JunitFormat : IReportFormat
{
    private static readonly XmlWriterSettings Settings = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        Indent = true,
        NewLineChars = "\n",
        NewLineHandling = NewLineHandling.None,
        CheckCharacters = true,
    };

    /// <inheritdoc/>
    public string Name => "junit";

    /// <inheritdoc/>
    public string FileName => "junit.xml";

    /// <inheritdoc/>
    public string ReadBy => "Jenkins, GitLab, Artemis and most others";

    /// <inheritdoc/>
    public string Example => "--out junit.xml";

    /// <inheritdoc/>
    public string Write(Grade grade, ReportOptions options)
    {
        IReadOnlyList<ReportEntry> entries = ReportEntries.Of(grade);
        using var stream = new MemoryStream();
        using (var xml = XmlWriter.Create(stream, Settings))
        {
            xml.WriteStartElement("testsuites");
            xml.WriteAttributeString("name", $"mmverify {ReportEntries.Line(grade.Submission)}");
            WriteCounts(xml, entries);
            foreach (IGrouping<string, ReportEntry> suite in entries.GroupBy(static entry => entry.Chapter))
            {
                WriteSuite(xml, grade, suite.Key, [.. suite]);
            }

            xml.WriteEndElement();
        }

        return WorkflowCommand.DefuseMarkup(Encoding.UTF8.GetString(stream.ToArray())) + "\n";
    }

    private static void WriteSuite(
        XmlWriter xml, Grade grade, string name, IReadOnlyList<ReportEntry> entries)
    {
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", name);
        WriteCounts(xml, entries);
        WriteCount(xml, "skipped", entries, EntryState.Unknown);
        xml.WriteStartElement("properties");
        WriteProperty(xml, "score", Text(entries.Sum(static entry => entry.Earned)));
        WriteProperty(xml, "max-score", Text(entries.Sum(static entry => entry.Points)));
        WriteProperty(xml, "rubric", ReportEntries.Line(grade.Rubric));
        WriteProperty(xml, "seed", grade.Seed.ToString(CultureInfo.InvariantCulture));
        WriteProperty(xml, "mmverify", ReportEntries.Line(grade.SuiteVersion));
        xml.WriteEndElement();
        foreach (ReportEntry entry in entries)
        {
            WriteTest(xml, entry);
        }

        xml.WriteEndElement();
    }

    private static void WriteTest(XmlWriter xml, ReportEntry entry)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("name", entry.Id);
        xml.WriteAttributeString("classname", entry.Chapter);
        xml.WriteAttributeString("time", "0");
        if (!entry.IsPassed)
        {
            xml.WriteStartElement(entry.State switch
            {
                EntryState.Failed => "failure",
                EntryState.Stopped => "error",
                _ => "skipped",
            });
            xml.WriteAttributeString("type", entry.Word);
            xml.WriteAttributeString("message", entry.Reason);
            xml.WriteString(entry.Text);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    // Times are required by some readers and not known: a grade has none, so that grading again gives the
    // same.
    private static void WriteCounts(XmlWriter xml, IReadOnlyList<ReportEntry> entries)
    {
        xml.WriteAttributeString("tests", Text(entries.Count));
        WriteCount(xml, "failures", entries, EntryState.Failed);
        WriteCount(xml, "errors", entries, EntryState.Stopped);
        xml.WriteAttributeString("time", "0");
    }

    private static void WriteCount(
        XmlWriter xml, string name, IReadOnlyList<ReportEntry> entries, EntryState state) =>
        xml.WriteAttributeString(name, Text(entries.Count(entry => entry.State == state)));

    private static void WriteProperty(XmlWriter xml, string name, string value)
    {
        xml.WriteStartElement("property");
        xml.WriteAttributeString("name", name);
        xml.WriteAttributeString("value", value);
        xml.WriteEndElement();
    }

    private static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);
}
