using System.Reflection;
using System.Runtime.ExceptionServices;
using System.Runtime.Loader;
using System.Text;
using MmVerify.Compiler;
using MmVerify.Spec;

namespace MmVerify.Grader.Tests;

/// <summary>
/// Compiles sources in this process and runs the method <c>Subject.Run()</c> of what comes out.
/// </summary>
internal static class Subject
{
    public static CompileAnswer Compile(params string[] sources) =>
        CompileFiles([.. sources.Select(static (text, i) => ($"File{i}.cs", text))]);

    public static CompileAnswer CompileFiles(params (string Path, string Text)[] sources)
    {
        using MemoryStream request = new();
        using MemoryStream answer = new();
        new CompileRequest([.. sources.Select(static source =>
            new SourceFile(source.Path, Encoding.UTF8.GetBytes(source.Text)))]).Write(request);
        request.Position = 0;
        Assert.Equal(CompilerProgram.Answered, CompilerProgram.Run(request, answer));
        answer.Position = 0;
        return CompileAnswer.Read(answer);
    }

    /// <summary>The same source with and without the counting of steps.</summary>
    public static Emitted Emit(string source, bool isCounting)
    {
        ParsedSource parsed = new(new SourceFile("File0.cs", Encoding.UTF8.GetBytes(source)));
        EditedSource edited = new(parsed, isCounting ? FuelEdits.Of(parsed) : []);
        Emitted emitted = new Variant([edited]).Emit();
        Assert.Empty(emitted.Errors);
        return emitted;
    }

    /// <summary>Runs with a specification of its own, so that its count of steps is nobody else's.</summary>
    /// <returns>What the method returned and how many steps were counted.</returns>
    public static (string Result, long Steps) Run(ReadOnlyMemory<byte> image, long steps = 10_000_000)
    {
        OwnContext context = new();
        Type fuel = context.LoadFromAssemblyPath(typeof(Fuel).Assembly.Location)
            .GetType(typeof(Fuel).FullName!)!;
        fuel.GetMethod(nameof(Fuel.Fill))!.Invoke(null, [steps]);
        using MemoryStream stream = new(image.ToArray());
        MethodInfo run = context.LoadFromStream(stream).GetType("Subject")!.GetMethod("Run")!;
        try
        {
            string result = (string)run.Invoke(null, null)!;
            return (result, steps - (long)fuel.GetProperty(nameof(Fuel.Left))!.GetValue(null)!);
        }
        catch (TargetInvocationException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerException!);
            throw;
        }
    }

    private sealed class OwnContext() : AssemblyLoadContext("subject", isCollectible: false)
    {
        protected override Assembly? Load(AssemblyName assemblyName) => assemblyName.Name == "MmVerify.Spec"
            ? LoadFromAssemblyPath(typeof(Fuel).Assembly.Location)
            : null;
    }
}
