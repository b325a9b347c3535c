using System.Runtime.InteropServices;

namespace MmVerify.Grader;

/// <summary>What may be done below one path; everything else is refused.</summary>
internal readonly record struct LandlockRule(string Path, LandlockAccess Access);

/// <summary>What a rule grants on a file, or on everything below a folder.</summary>
[Flags]
internal enum LandlockAccess : ulong
{
    /// <summary>Run it, or map it as a program.</summary>
    Execute = 1,

    /// <summary>Write to a file that exists.</summary>
    WriteFile = 2,

    /// <summary>Read a file.</summary>
    ReadFile = 4,

    /// <summary>List a folder.</summary>
    ReadFolder = 8,

    /// <summary>What a program and its libraries need.</summary>
    ReadAndRun = Execute | ReadFile | ReadFolder,

    /// <summary>What can be granted on a single file.</summary>
    OnFiles = Execute | WriteFile | ReadFile,
}

/// <summary>
/// A ruleset of the Landlock security module, which any user may put on a thread of its own.
/// </summary>
/// <remarks>Linux: <c>Documentation/userspace-api/landlock.rst</c>.</remarks>
internal static unsafe class Landlock
{
    private const int CreateRuleset = 444;
    private const int AddRule = 445;
    private const int AskForVersion = 1;
    private const int PathBeneath = 1;
    private const ulong BindAndConnect = 3;
    private const ulong SocketsAndSignals = 3;

    /// <summary>The version of the interface; 0 where the kernel has none.</summary>
    internal static int Abi { get; } = Math.Max(0, (int)NativeCalls.Call(CreateRuleset, 0, 0, AskForVersion));

    /// <summary>Makes a ruleset that handles all this kernel can and grants only the rules.</summary>
    /// <returns>A descriptor of the ruleset.</returns>
    /// <exception cref="InvalidOperationException">The kernel refuses.</exception>
    internal static int Open(IEnumerable<LandlockRule> rules)
    {
        Handled handled = new()
        {
            Files = HandledFiles(),
            Network = Abi >= 4 ? BindAndConnect : 0,
            Scopes = Abi >= 6 ? SocketsAndSignals : 0,
        };
        nint size = Abi switch { >= 6 => 24, >= 4 => 16, _ => 8 };
        int ruleset = (int)NativeCalls.Call(CreateRuleset, (nint)(&handled), size, 0);
        if (ruleset < 0)
        {
            throw new InvalidOperationException($"landlock_create_ruleset: errno {NativeCalls.Errno}");
        }

        foreach (LandlockRule rule in rules)
        {
            Grant(ruleset, rule);
        }

        return ruleset;
    }

    private static ulong HandledFiles()
    {
        const ulong firstVersion = 0x1FFF;
        const ulong refer = 1 << 13;
        const ulong truncate = 1 << 14;
        const ulong deviceControl = 1 << 15;
        return firstVersion
            | (Abi >= 2 ? refer : 0) | (Abi >= 3 ? truncate : 0) | (Abi >= 5 ? deviceControl : 0);
    }

    private static void Grant(int ruleset, LandlockRule rule)
    {
        int descriptor = NativeCalls.Open(rule.Path, NativeCalls.PathOnly | NativeCalls.CloseOnExec);
        if (descriptor < 0)
        {
            return; // What is not there needs no permission.
        }

        LandlockAccess access = Directory.Exists(rule.Path)
            ? rule.Access
            : rule.Access & LandlockAccess.OnFiles;
        Beneath beneath = new() { Access = (ulong)access, Descriptor = descriptor };
        nint result = NativeCalls.Call(AddRule, ruleset, PathBeneath, (nint)(&beneath));
        int errno = NativeCalls.Errno;
        _ = NativeCalls.Close(descriptor);
        if (result != 0)
        {
            _ = NativeCalls.Close(ruleset);
            throw new InvalidOperationException($"landlock_add_rule {rule.Path}: errno {errno}");
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Handled
    {
        internal ulong Files;
        internal ulong Network;
        internal ulong Scopes;
    }

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private struct Beneath
    {
        internal ulong Access;
        internal int Descriptor;
    }
}
