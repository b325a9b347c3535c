namespace MmVerify.Compiler;

/// <summary>The fields of an answer on the stream, in one order for both directions.</summary>
internal static class CompileAnswerFields
{
    public static void Write(Stream stream, CompileAnswer answer) => Frame.Write(stream, writer =>
    {
        writer.WriteBytes(answer.Image.Span);
        writer.Write(answer.IsInstrumented);
        writer.WriteList(answer.Errors, WriteDiagnosis);
        writer.Write(answer.ErrorCount);
        writer.WriteList(answer.Warnings, WriteDiagnosis);
        writer.Write(answer.WarningCount);
        writer.WriteList(answer.Contracts, static (w, search) =>
        {
            w.WriteText(search.Contract);
            w.WriteList(search.Implementers, static (v, implementer) =>
            {
                v.WriteText(implementer.TypeName);
                WritePlace(v, implementer.Place);
            });
            w.WriteList(search.Hints, WriteDiagnosis);
        });
        writer.WriteList(answer.Findings, static (w, finding) =>
        {
            w.WriteText(finding.Api);
            w.WriteText(finding.Why);
            w.WriteText(finding.Member);
            WritePlace(w, finding.Place);
        });
        writer.Write(answer.FindingCount);
    });

    public static CompileAnswer Read(Stream stream) => Frame.Read(
        stream,
        CompileLimits.AnswerBytes,
        static r => new CompileAnswer(
            r.Bytes(CompileLimits.ImageBytes).ToArray(),
            r.Boolean(),
            r.List(CompileLimits.Errors, ReadDiagnosis),
            r.Count(int.MaxValue),
            r.List(CompileLimits.Warnings, ReadDiagnosis),
            r.Count(int.MaxValue),
            r.List(CompileLimits.Contracts, static s => new ContractSearch(
                s.Text(),
                s.List(CompileLimits.Implementers, static i => new Implementer(i.Text(), ReadPlace(i))),
                s.List(CompileLimits.Implementers, ReadDiagnosis))),
            r.List(CompileLimits.Findings, static f =>
                new ScreenFinding(f.Text(), f.Text(), f.Text(), ReadPlace(f))),
            r.Count(int.MaxValue)));

    private static void WriteDiagnosis(BinaryWriter writer, Diagnosis diagnosis)
    {
        writer.WriteText(diagnosis.Id);
        WritePlace(writer, diagnosis.Place);
        writer.WriteText(diagnosis.Message);
    }

    private static Diagnosis ReadDiagnosis(FrameReader reader) =>
        new(reader.Text(), ReadPlace(reader), reader.Text());

    private static void WritePlace(BinaryWriter writer, SourcePlace place)
    {
        writer.WriteText(place.File);
        writer.Write(place.Line);
        writer.Write(place.Column);
    }

    private static SourcePlace ReadPlace(FrameReader reader) =>
        new(reader.Text(), reader.Count(int.MaxValue), reader.Count(int.MaxValue));
}
