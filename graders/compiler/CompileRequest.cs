namespace MmVerify.Compiler;

/// <summary>
/// One source of a submission, by the path inside the submission, with <c>/</c> and fit to be shown.
/// </summary>
/// <param name="Path">Where it lies, seen from the submission's folder.</param>
/// <param name="Content">The file as it is, UTF-8.</param>
public sealed record SourceFile(string Path, ReadOnlyMemory<byte> Content);

/// <summary>
/// What is to be compiled. Everything else is decided by the compiler and is the same for everyone.
/// </summary>
/// <param name="Sources">The sources, in ordinal order of their paths.</param>
public sealed record CompileRequest(IReadOnlyList<SourceFile> Sources)
{
    /// <summary>Writes the request as one message.</summary>
    /// <param name="stream">Where to.</param>
    public void Write(Stream stream) => Frame.Write(stream, writer =>
        writer.WriteList(Sources, static (w, source) =>
        {
            w.WriteText(source.Path);
            w.WriteBytes(source.Content.Span);
        }));

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="stream">Where from.</param>
    /// <returns>The request.</returns>
    /// <exception cref="InvalidDataException">It is no request, or one above the limits.</exception>
    /// <exception cref="EndOfStreamException">The stream ended too early.</exception>
    public static CompileRequest Read(Stream stream) =>
        Frame.Read(stream, CompileLimits.RequestBytes, static reader => new CompileRequest(
            reader.List(CompileLimits.SourceFiles, static r => new SourceFile(
                r.Text(),
                r.Bytes(CompileLimits.SourceBytes).ToArray()))));
}
