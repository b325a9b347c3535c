using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using MmVerify.Compiler;
using MmVerify.Spec;

namespace MmVerify.Grader;

/// <summary>
/// A kept submission of the suite's own, compiled as a student's is, with its steps counted, but run in this
/// process. Only code that is trusted may be loaded like this.
/// </summary>
/// <param name="Type">The class.</param>
/// <param name="Breaks">The laws that it says it breaks, in the order of their ids; none when it is
/// correct.</param>
internal sealed record Specimen(Type Type, IReadOnlyList<string> Breaks)
{
    private static readonly string[] Kinds = ["correct", "wrong"];

    /// <summary>What it is called.</summary>
    public string Name { get; init; } = Type.Name;

    /// <summary>Whether it keeps every law but perhaps policies.</summary>
    public bool IsCorrect => Breaks.Count == 0;

    /// <summary>Compiles one file.</summary>
    /// <exception cref="DoesNotCompileException">It does not compile.</exception>
    /// <param name="path">The file.</param>
    /// <param name="companions">The paths of other files that it needs.</param>
    public static Specimen Compile(string path, params IEnumerable<string> companions) =>
        CompileText(Path.GetFileName(path), File.ReadAllText(path), companions);

    /// <summary>Compiles one text.</summary>
    /// <exception cref="DoesNotCompileException">It does not compile.</exception>
    /// <param name="file">What its file is called.</param>
    /// <param name="source">The text.</param>
    /// <param name="companions">The paths of other files that it needs.</param>
    public static Specimen CompileText(
        string file, string source, params IEnumerable<string> companions)
    {
        CompileAnswer answer = SubmissionBuild.Run(new CompileRequest(
        [
            new SourceFile(file, Encoding.UTF8.GetBytes(source)),
            .. companions.Select(static path =>
                new SourceFile(Path.GetFileName(path), File.ReadAllBytes(path))),
        ]));
        if (!answer.HasImage || !answer.IsInstrumented)
        {
            throw new DoesNotCompileException(answer.Errors, answer.ErrorCount);
        }

        string name = answer.Contracts.Single(static search => search.IsAttempted).Subject!.TypeName;
        using var stream = new MemoryStream(answer.Image.ToArray());
        Type type = new AssemblyLoadContext(name).LoadFromStream(stream).GetType(name, throwOnError: true)!;
        IEnumerable<string> breaks = type.GetCustomAttribute<BreaksAttribute>()?.LawIds ?? [];
        return new Specimen(type, [.. breaks.Order(StringComparer.Ordinal)]);
    }

    /// <summary>
    /// Compiles the reference of a chapter, its policy variants and the kept specimens, correct ones first.
    /// </summary>
    public static IReadOnlyList<Specimen> All(Checkout checkout, Chapter chapter)
    {
        var reference = ReferenceFolder.Of(checkout, chapter);
        IEnumerable<string> files = Kinds.SelectMany(kind => Directory
            .EnumerateFiles(
                checkout.PathOf("submissions", "specimens", kind, chapter.Name),
                "*.cs",
                SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal));
        return
        [
            .. reference.Implementations.Select(path => Compile(path, reference.Shared)),
            .. PolicyVariants.Of(checkout, chapter),
            .. files.Select(static path => Compile(path)),
        ];
    }
}
