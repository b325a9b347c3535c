namespace MmVerify.Host;

/// <summary>
/// Takes from this process what a submission must not have, before any byte of it is loaded.
/// </summary>
public static class Lockdown
{
    /// <summary>
    /// Sets the limits, then the system call filter, and reports what holds; there is no way back.
    /// </summary>
    /// <remarks>
    /// The report can be believed because no code of a submission has run yet. The judge compares it with
    /// what the sandbox promises and sends nothing to a process that lacks some of it.
    /// </remarks>
    public static LockdownReport Apply(LockdownLimits limits)
    {
        // A judge that is killed cannot stop its processes any more: the kernel does.
        _ = Native.Prctl(Native.SetParentDeathSignal, Native.SigKill);
        List<string> trouble = LockdownResources.Apply(limits);
        int errno = LockdownFilter.Install();
        if (errno != 0)
        {
            trouble.Add($"seccomp:{NativeErrno.NameOf(errno)}");
        }

        ProcessStatus status = ProcessStatus.OfThisProcess();
        return new(
            status.SeccompMode,
            status.EffectiveCapabilities,
            status.HasNoNewPrivileges,
            status.UserId,
            limits,
            string.Join(',', trouble));
    }
}
