using System.Reflection;
using System.Runtime.Loader;
using MmVerify.Compiler;
using MmVerify.Properties;
using MmVerify.Spec;

namespace MmVerify.Grader.Tests;

/// <summary>
/// A specimen, compiled as the grader compiles it, with its steps counted, but run in this process.
/// </summary>
internal sealed class InstrumentedSpecimen
{
    private InstrumentedSpecimen(Type type) => Type = type;

    public Type Type { get; }

    public IReadOnlyList<string> Breaks =>
        Type.GetCustomAttribute<BreaksAttribute>()?.LawIds.Order(StringComparer.Ordinal).ToArray() ?? [];

    public static InstrumentedSpecimen Compile(string path)
    {
        SourceFolder sources = SourceFolder.Read(path);
        CompileAnswer answer = SubmissionBuild.Run(new CompileRequest(sources.Files));
        Assert.True(answer.HasImage, string.Join('\n', answer.Errors));
        Assert.True(answer.IsInstrumented);
        string name = answer.Contracts.Single(static search => search.IsAttempted).Subject!.TypeName;
        using var stream = new MemoryStream(answer.Image.ToArray());
        Assembly assembly = new AssemblyLoadContext(name).LoadFromStream(stream);
        return new InstrumentedSpecimen(assembly.GetType(name, throwOnError: true)!);
    }

    public IReadOnlyList<Finding> Examine(ExaminationOptions options)
    {
        var executor = new InProcessExecutor<BuddySetup, BuddyOperation, BuddyReply>(
            BuddyChapter.Instance.NewDriver(Type));
        return new Examiner<BuddySetup, BuddyOperation, BuddyReply, BuddyModel>(
            new BuddyPrograms(), executor, options).Run();
    }
}
