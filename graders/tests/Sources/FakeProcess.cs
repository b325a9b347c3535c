namespace MmVerify.Grader.Tests;

/// <summary>A compiler that says what it was told to say, or nothing until it is killed.</summary>
internal sealed class FakeProcess : ICompilerProcess
{
    private readonly SemaphoreSlim killed = new(0);
    private TimeSpan spent;

    /// <summary>The processor time it uses between two looks at it.</summary>
    public TimeSpan Spends { get; init; }

    public byte[]? Says { get; init; }

    public bool IsKilled => killed.CurrentCount > 0;

    public Stream Input { get; } = new MemoryStream();

    public Stream Output => Says is null ? new Silence(killed) : new MemoryStream(Says);

    public TimeSpan CpuTime => spent += Spends;

    public void Kill() => killed.Release();

    public void Dispose()
    {
        Input.Dispose();
        killed.Dispose();
    }

    /// <summary>A pipe that nobody writes to.</summary>
    private sealed class Silence(SemaphoreSlim end) : MemoryStream
    {
        public override int Read(Span<byte> buffer)
        {
            end.Wait();
            end.Release();
            return 0;
        }
    }
}
