using System.Runtime.InteropServices;

namespace MmVerify.Host;

/// <summary>A system call and its number on the two architectures; -1 where it does not exist.</summary>
internal readonly record struct Syscall(string Name, int X64, int Arm64)
{
    internal static bool IsX64 => RuntimeInformation.ProcessArchitecture == Architecture.X64;

    /// <summary>The number on the architecture that runs.</summary>
    internal int Number => IsX64 ? X64 : Arm64;
}

/// <summary>The system calls that are refused, by what they would allow.</summary>
/// <remarks>Linux: arch/x86/entry/syscalls/syscall_64.tbl, include/uapi/asm-generic/unistd.h.</remarks>
internal static class NativeSyscalls
{
    internal static readonly Syscall Seccomp = new("seccomp", 317, 277);
    internal static readonly Syscall Clone = new("clone", 56, 220);
    internal static readonly Syscall Clone3 = new("clone3", 435, 435);
    internal static readonly Syscall SignalThread = new("tgkill", 234, 131);
    internal static readonly Syscall Execute = new("execve", 59, 221);
    internal static readonly Syscall Unshare = new("unshare", 272, 97);
    internal static readonly Syscall Trace = new("ptrace", 101, 117);
    internal static readonly Syscall ReadMemory = new("process_vm_readv", 310, 270);

    internal static readonly Syscall[] Network =
    [
        new("socket", 41, 198), new("socketpair", 53, 199), new("connect", 42, 203), new("bind", 49, 200),
        new("listen", 50, 201), new("accept", 43, 202), new("accept4", 288, 242), new("sendto", 44, 206),
        new("sendmsg", 46, 211), new("sendmmsg", 307, 269),
    ];

    internal static readonly Syscall[] OtherProcesses =
    [
        Trace, ReadMemory, new("process_vm_writev", 311, 271), new("kcmp", 312, 272),
        new("pidfd_open", 434, 434), new("pidfd_send_signal", 424, 424), new("pidfd_getfd", 438, 438),
        new("process_madvise", 440, 440), new("process_mrelease", 448, 448),
    ];

    internal static readonly Syscall[] Kernel =
    [
        new("io_uring_setup", 425, 425), new("io_uring_enter", 426, 426), new("io_uring_register", 427, 427),
        new("bpf", 321, 280), new("perf_event_open", 298, 241), new("userfaultfd", 323, 282),
        new("add_key", 248, 217), new("request_key", 249, 218), new("keyctl", 250, 219),
        new("init_module", 175, 105), new("finit_module", 313, 273), new("delete_module", 176, 106),
        new("kexec_load", 246, 104), new("kexec_file_load", 320, 294), new("personality", 135, 92),
        new("swapon", 167, 224), new("swapoff", 168, 225), new("reboot", 169, 142), new("acct", 163, 89),
        new("quotactl", 179, 60), new("sethostname", 170, 161), new("setdomainname", 171, 162),
        new("adjtimex", 159, 171), new("clock_settime", 227, 112), new("settimeofday", 164, 170),
        new("fanotify_init", 300, 262), new("fanotify_mark", 301, 263),
    ];

    internal static readonly Syscall[] MountsAndNamespaces =
    [
        new("mount", 165, 40), new("umount2", 166, 39), new("pivot_root", 155, 41), new("chroot", 161, 51),
        new("open_tree", 428, 428), new("move_mount", 429, 429), new("fsopen", 430, 430),
        new("fsconfig", 431, 431), new("fsmount", 432, 432), new("fspick", 433, 433),
        new("mount_setattr", 442, 442), Unshare, new("setns", 308, 268),
        new("name_to_handle_at", 303, 264), new("open_by_handle_at", 304, 265),
    ];

    internal static readonly Syscall[] SharedIpc =
    [
        new("shmget", 29, 194), new("shmat", 30, 196), new("shmctl", 31, 195), new("semget", 64, 190),
        new("semop", 65, 193), new("semctl", 66, 191), new("msgget", 68, 186), new("msgsnd", 69, 189),
        new("msgrcv", 70, 188), new("msgctl", 71, 187), new("mq_open", 240, 180), new("mq_unlink", 241, 181),
    ];

    internal static readonly Syscall[] NewPrograms =
    [
        Execute, new("execveat", 322, 281), new("fork", 57, -1), new("vfork", 58, -1),
    ];

    internal static readonly Syscall[] Signals =
    [
        new("kill", 62, 129), new("tkill", 200, 130), new("rt_sigqueueinfo", 129, 138),
        new("rt_tgsigqueueinfo", 297, 240),
    ];

    internal static readonly Syscall[] Identity =
    [
        new("setuid", 105, 146), new("setgid", 106, 144), new("setreuid", 113, 145),
        new("setregid", 114, 143), new("setresuid", 117, 147), new("setresgid", 119, 149),
        new("setgroups", 116, 159), new("capset", 126, 91), new("setrlimit", 160, 164),
        new("setpgid", 109, 154), new("setsid", 112, 157),
    ];

    internal static readonly Syscall[] FileTree =
    [
        new("unlink", 87, -1), new("unlinkat", 263, 35), new("rmdir", 84, -1), new("rename", 82, -1),
        new("renameat", 264, 38), new("renameat2", 316, 276), new("mkdir", 83, -1), new("mkdirat", 258, 34),
        new("symlink", 88, -1), new("symlinkat", 266, 36), new("link", 86, -1), new("linkat", 265, 37),
        new("mknod", 133, -1), new("mknodat", 259, 33), new("chmod", 90, -1), new("fchmod", 91, 52),
        new("fchmodat", 268, 53), new("fchmodat2", 452, 452), new("chown", 92, -1), new("fchown", 93, 55),
        new("lchown", 94, -1), new("fchownat", 260, 54), new("utime", 132, -1), new("utimes", 235, -1),
        new("utimensat", 280, 88), new("futimesat", 261, -1), new("truncate", 76, 45),
        new("setxattr", 188, 5), new("lsetxattr", 189, 6), new("fsetxattr", 190, 7),
    ];
}
