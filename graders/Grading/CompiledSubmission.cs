using MmVerify.Compiler;
using MmVerify.Spec;

namespace MmVerify.Grader;

/// <summary>A submission's sources, compiled and looked through.</summary>
/// <param name="Name">The name of its folder or file.</param>
/// <param name="Sources">The sources.</param>
/// <param name="Answer">What the compiler said.</param>
public sealed record CompiledSubmission(string Name, SourceFolder Sources, CompileAnswer Answer)
{
    /// <summary>What stands below chapters that are given a page allocator.</summary>
    public PageSource Stack { get; init; }

    /// <summary>Reads and compiles a submission; nothing of it runs.</summary>
    /// <param name="path">Its folder, or one file.</param>
    /// <param name="sandbox">Where the compiler runs.</param>
    /// <exception cref="BadSubmissionException">It cannot be read as a submission.</exception>
    /// <exception cref="DoesNotCompileException">
    /// It does not compile, or is not clear about what it is.
    /// </exception>
    public static CompiledSubmission Read(string path, Sandbox sandbox)
    {
        SourceFolder sources = SourceFolder.Read(path);
        return SubmissionCompiler.Compile(
            sources, () => new SandboxedCompiler(sandbox), CompileBudget.Default) switch
        {
            CompileOutcome.Answered { Answer: { HasImage: true } answer }
                when Doubt(answer) is Diagnosis doubt =>
                throw new DoesNotCompileException([doubt], 1),
            CompileOutcome.Answered { Answer: { HasImage: true } answer } =>
                new CompiledSubmission(NameOf(path), sources, answer),
            CompileOutcome.Answered { Answer: var answer } =>
                throw new DoesNotCompileException(answer.Errors, answer.ErrorCount),
            CompileOutcome.TooMuch { Reason: var reason } =>
                throw new DoesNotCompileException([new Diagnosis("MMV000", SourcePlace.None, reason)], 1),
            CompileOutcome.Failed { Reason: var reason } => throw new InvalidOperationException(reason),
            _ => throw new InvalidOperationException("the compiler said nothing"),
        };
    }

    /// <summary>The class to examine for a chapter; null when there is none.</summary>
    public SubmissionImage? ImageFor(Chapter chapter) =>
        SearchFor(chapter)?.Subject is Implementer subject
            ? new SubmissionImage(chapter, subject.TypeName, Answer.Image)
            {
                BuddyTypeName = BelowOf(chapter),
            }
            : null;

    /// <summary>Where the class to examine for a chapter begins; null when there is none.</summary>
    public GradePlace? PlaceOf(Chapter chapter) =>
        SearchFor(chapter)?.Subject is { Place: { Line: > 0 } place }
            ? new GradePlace(place.File, place.Line)
            : null;

    /// <summary>Why there is no class for a chapter, where something nearly is one.</summary>
    public IReadOnlyList<Diagnosis> HintsFor(Chapter chapter) => SearchFor(chapter)?.Hints ?? [];

    private string? BelowOf(Chapter chapter)
    {
        if (Stack == PageSource.Plain || !chapter.StandsOnPages)
        {
            return null;
        }

        return SearchFor(BuddyChapter.Instance)?.Subject?.TypeName ?? throw new BadSubmissionException(
            Name,
            $"it has no public class that implements {BuddyChapter.Instance.Contract.Name}, "
                + $"on which its {chapter.Name} could stand",
            "leave out --stack own, and it stands on a plain page allocator");
    }

    private ContractSearch? SearchFor(Chapter chapter) =>
        Answer.Contracts.FirstOrDefault(search => search.Contract == chapter.Contract.FullName);

    private static Diagnosis? Doubt(CompileAnswer answer) =>
        answer.Contracts.Select(static search => search.Error)
            .FirstOrDefault(static error => error is not null);

    /// <summary>What a submission is called: its folder or file, without what every file ends in.</summary>
    internal static string NameOf(string path)
    {
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        return name.EndsWith(".cs", StringComparison.Ordinal) ? name[..^".cs".Length] : name;
    }
}

/// <summary>What stands below chapters that are given a page allocator.</summary>
public enum PageSource
{
    /// <summary>The plain page allocator of the suite.</summary>
    Plain,

    /// <summary>The submission's own buddy allocator.</summary>
    Own,
}

/// <summary>A submission does not compile, or not to something that can be examined.</summary>
/// <param name="errors">The first errors.</param>
/// <param name="count">How many there are.</param>
public sealed class DoesNotCompileException(IReadOnlyList<Diagnosis> errors, int count)
    : Exception(string.Join('\n', errors))
{
    /// <summary>The first errors.</summary>
    public IReadOnlyList<Diagnosis> Errors => errors;

    /// <summary>How many there are.</summary>
    public int Count => count;
}

/// <summary>The compiler in a sandbox.</summary>
internal sealed class SandboxedCompiler(Sandbox sandbox) : ICompilerProcess
{
    private readonly SandboxedProcess process = sandbox.Start(SandboxedProgram.Compiler);

    public Stream Input => process.Input;

    public Stream Output => process.Output;

    public TimeSpan CpuTime => process.CpuTime;

    public void Kill() => process.Kill();

    public void Dispose() => process.Dispose();
}
