using System.Reflection;
using System.Runtime.Loader;
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

    /// <summary>The class's name.</summary>
    public string Name => Type.Name;

    /// <summary>Whether it keeps every law but perhaps policies.</summary>
    public bool IsCorrect => Breaks.Count == 0;

    /// <summary>Compiles one file.</summary>
    /// <exception cref="DoesNotCompileException">It does not compile.</exception>
    public static Specimen Compile(string path)
    {
        CompileAnswer answer = SubmissionBuild.Run(new CompileRequest(SourceFolder.Read(path).Files));
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

    /// <summary>Compiles the kept specimens of a chapter and its reference, correct ones first.</summary>
    public static IReadOnlyList<Specimen> All(Checkout checkout, Chapter chapter)
    {
        IEnumerable<string> files = Kinds.SelectMany(kind => Directory
            .EnumerateFiles(
                checkout.PathOf("submissions", "specimens", kind, chapter.Name),
                "*.cs",
                SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal));
        string reference = Directory
            .EnumerateFiles(checkout.PathOf("reference", chapter.Name), "*.cs").Order(StringComparer.Ordinal)
            .First();
        return [.. files.Prepend(reference).Select(Compile)];
    }
}
