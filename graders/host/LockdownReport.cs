namespace MmVerify.Host;

/// <summary>What holds in a process after <see cref="Lockdown.Apply"/>, as the kernel tells it.</summary>
/// <param name="SeccompMode">2 when a filter is in force.</param>
/// <param name="EffectiveCapabilities">0 when the process has no privilege of root left.</param>
/// <param name="HasNoNewPrivileges">Whether running a program could no longer raise privileges.</param>
/// <param name="UserId">Who it runs as.</param>
/// <param name="Limits">The limits that were asked for.</param>
/// <param name="Trouble">What could not be put in force; empty when everything was.</param>
public sealed record LockdownReport(
    int SeccompMode,
    ulong EffectiveCapabilities,
    bool HasNoNewPrivileges,
    int UserId,
    LockdownLimits Limits,
    string Trouble)
{
    private const int FieldCount = 6;

    /// <summary>Reads the line that <see cref="ToString"/> writes.</summary>
    /// <exception cref="FormatException">The line has another form.</exception>
    public static LockdownReport Parse(string text)
    {
        string[] values = [.. text.Split(' ').Select(field => field[(field.IndexOf(':') + 1)..])];
        return values.Length != FieldCount
            ? throw new FormatException($"'{text}' is no report of a lockdown.")
            : new(
                int.Parse(values[0], null),
                ulong.Parse(values[1], System.Globalization.NumberStyles.HexNumber, null),
                values[2] == "1",
                int.Parse(values[3], null),
                LockdownLimits.Parse(values[4]),
                values[5]);
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"seccomp:{SeccompMode} caps:{EffectiveCapabilities:x} nnp:{(HasNoNewPrivileges ? 1 : 0)} "
        + $"uid:{UserId} limits:{Limits} trouble:{Trouble}";
}
