using System.Diagnostics;

namespace MmVerify.Grader;

/// <summary>
/// A compiler that runs as an ordinary process of the user: for tests and for the author's own code.
/// </summary>
public sealed class PlainCompilerProcess : ICompilerProcess
{
    private readonly Process process;
    private TimeSpan cpuTime;

    private PlainCompilerProcess(Process process) => this.process = process;

    /// <inheritdoc/>
    public Stream Input => process.StandardInput.BaseStream;

    /// <inheritdoc/>
    public Stream Output => process.StandardOutput.BaseStream;

    /// <inheritdoc/>
    public TimeSpan CpuTime
    {
        get
        {
            try
            {
                cpuTime = process.TotalProcessorTime;
            }
            catch (InvalidOperationException)
            {
                // It has ended; what was last known stands.
            }

            return cpuTime;
        }
    }

    /// <summary>The compiler beside the grader.</summary>
    public static string CompilerAssembly => Path.Combine(AppContext.BaseDirectory, "MmVerify.Compiler.dll");

    /// <summary>Starts a compiler.</summary>
    /// <returns>It, waiting for its request.</returns>
    public static ICompilerProcess Start()
    {
        ProcessStartInfo start = new(Environment.ProcessPath is { } path && IsDotnet(path) ? path : "dotnet")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(CompilerAssembly);
        Process started = Process.Start(start)!;
        started.BeginErrorReadLine(); // read and dropped, so that the child never waits for a reader
        return new PlainCompilerProcess(started);
    }

    /// <inheritdoc/>
    public void Kill()
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended already.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => process.Dispose();

    private static bool IsDotnet(string path) =>
        Path.GetFileNameWithoutExtension(path).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
}
