namespace MmVerify.Host;

/// <summary>The names of the refusals that a locked-down process meets.</summary>
internal static class NativeErrno
{
    internal const int EPERM = 1;
    internal const int EFAULT = 14;
    internal const int EACCES = 13;
    internal const int ENOENT = 2;
    internal const int EINVAL = 22;
    internal const int ENOSYS = 38;

    /// <summary>The name a manual page uses, or the number when it is not a usual one.</summary>
    internal static string NameOf(int errno) => errno switch
    {
        EPERM => "EPERM",
        ENOENT => "ENOENT",
        3 => "ESRCH",
        11 => "EAGAIN",
        12 => "ENOMEM",
        EACCES => "EACCES",
        EFAULT => "EFAULT",
        17 => "EEXIST",
        20 => "ENOTDIR",
        EINVAL => "EINVAL",
        30 => "EROFS",
        ENOSYS => "ENOSYS",
        101 => "ENETUNREACH",
        111 => "ECONNREFUSED",
        _ => $"errno {errno}",
    };
}
