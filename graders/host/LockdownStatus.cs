using System.Globalization;

namespace MmVerify.Host;

/// <summary>What the kernel itself says about a process in <c>/proc/PID/status</c>.</summary>
internal sealed record ProcessStatus(
    int UserId, int Threads, ulong EffectiveCapabilities, bool HasNoNewPrivileges, int SeccompMode)
{
    internal static ProcessStatus OfThisProcess() =>
        TryRead("/proc/self/status") ?? throw new InvalidOperationException("/proc is not mounted.");

    /// <summary>Null when the process has gone or may not be looked at.</summary>
    internal static ProcessStatus? TryRead(string path)
    {
        try
        {
            Dictionary<string, string> fields = [];
            foreach (string line in File.ReadLines(path))
            {
                int colon = line.IndexOf(':', StringComparison.Ordinal);
                fields[line[..colon]] = line[(colon + 1)..].Trim();
            }

            return new(
                Number("Uid"),
                Number("Threads"),
                ulong.Parse(fields["CapEff"], NumberStyles.HexNumber, CultureInfo.InvariantCulture),
                Number("NoNewPrivs") == 1,
                Number("Seccomp"));

            int Number(string name) =>
                fields.TryGetValue(name, out string? text) ? int.Parse(text.Split('\t')[0], null) : 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
