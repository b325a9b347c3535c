using System.Net;
using System.Net.Sockets;
using MmVerify.Host;

namespace MmVerify.Grader;

/// <summary>Lays out the bait that a canary goes after, and takes it away again.</summary>
internal sealed class CanaryLure : IDisposable
{
    private readonly ScratchFolder folder = new();
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    // As a shell or a job runner may leave one: open, and handed on to every program that is started.
    private readonly int leftOpen;

    internal CanaryLure()
    {
        string secret = Path.Combine(folder.Path, "secret");
        File.WriteAllText(secret, "a sandbox keeps this from you");
        leftOpen = NativeCalls.Open(secret, flags: 0);
        listener.Start();
        string name = Path.GetFileName(folder.Path);
        socket.Bind(new UnixDomainSocketEndPoint('\0' + name));
        socket.Listen();
        int judge = Environment.ProcessId;
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        Bait = new(secret, port, name, judge, ScratchFolder.StartOf(judge) ?? 0);
    }

    /// <summary>The bait, as the canary is told of it.</summary>
    internal CanaryBait Bait { get; }

    /// <summary>Deletes what a canary could make, since its filter does not let it do so itself.</summary>
    internal void Clean(string appFolder)
    {
        File.Delete(Path.Combine(CanaryBait.TempFolder, Bait.FileName));
        File.Delete(Path.Combine(appFolder, Bait.FileName));
    }

    public void Dispose()
    {
        _ = NativeCalls.Close(leftOpen);
        socket.Dispose();
        listener.Dispose();
        folder.Dispose();
    }
}
