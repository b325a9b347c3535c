using System.Globalization;

namespace MmVerify.Host;

/// <summary>How much a locked-down process may take; its text form is one argument of the process.</summary>
/// <param name="DataBytes">Private memory, thread stacks and native allocations included.</param>
/// <param name="AddressSpaceBytes">Address space beyond what is mapped when the limit is set.</param>
/// <param name="Processes">Threads beyond those the user has when the limit is set.</param>
/// <param name="CpuSeconds">Processor time since the process started, over all its threads.</param>
/// <param name="FileBytes">The size of any file it writes, memory files included.</param>
public sealed record LockdownLimits(
    long DataBytes, long AddressSpaceBytes, int Processes, int CpuSeconds, long FileBytes)
{
    private const long Mebibyte = 1024 * 1024;

    /// <summary>What a submission gets when nobody asks for something else.</summary>
    public static LockdownLimits ForSubmission { get; } =
        new(512 * Mebibyte, 512 * Mebibyte, 48, 10, Mebibyte);

    /// <summary>What the compiler gets: Roslyn maps many assemblies and compiles in parallel.</summary>
    public static LockdownLimits ForCompiler { get; } =
        new(1024 * Mebibyte, 2048 * Mebibyte, 64, 20, Mebibyte);

    /// <summary>Reads the form that <see cref="ToString"/> writes.</summary>
    /// <exception cref="FormatException">It is not five numbers in their order.</exception>
    public static LockdownLimits Parse(string text)
    {
        string[] names = ["data", "as", "nproc", "cpu", "fsize"];
        string[] parts = text.Split(',');
        long[] values = new long[names.Length];
        for (int i = 0; i < names.Length; i++)
        {
            string prefix = names[i] + "=";
            if (parts.Length != names.Length
                || !parts[i].StartsWith(prefix, StringComparison.Ordinal)
                || !long.TryParse(parts[i].AsSpan(prefix.Length), NumberStyles.None, null, out values[i]))
            {
                throw new FormatException(
                    $"'{text}' is no set of limits; write data=,as=,nproc=,cpu=,fsize=");
            }
        }

        return new(values[0], values[1], checked((int)values[2]), checked((int)values[3]), values[4]);
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"data={DataBytes},as={AddressSpaceBytes},nproc={Processes},cpu={CpuSeconds},fsize={FileBytes}";
}
