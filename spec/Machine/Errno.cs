using System.Diagnostics.CodeAnalysis;

namespace MmVerify.Spec;

/// <summary>
/// Why something was refused, with the numbers of Linux. A refusal is an answer, never an exception.
/// Source: include/uapi/asm-generic/errno-base.h.
/// </summary>
public enum Errno
{
    /// <summary>Not refused.</summary>
    None = 0,

    /// <summary>Not permitted.</summary>
    EPERM = 1,

    /// <summary>It is not there.</summary>
    ENOENT = 2,

    /// <summary>No such process.</summary>
    ESRCH = 3,

    /// <summary>Try again.</summary>
    EAGAIN = 11,

    /// <summary>There is not enough memory for this now.</summary>
    ENOMEM = 12,

    /// <summary>Permission denied.</summary>
    EACCES = 13,

    /// <summary>A bad address.</summary>
    EFAULT = 14,

    /// <summary>Busy: still in use.</summary>
    EBUSY = 16,

    /// <summary>It exists already.</summary>
    EEXIST = 17,

    /// <summary>The request makes no sense, whatever the state of memory.</summary>
    EINVAL = 22,
}

/// <summary>
/// A value, or the reason why there is none. Both a value and an errno turn into a result by themselves, so a
/// method ends with <c>return block;</c> or <c>return Errno.ENOMEM;</c>.
/// </summary>
/// <typeparam name="T">What is returned on success.</typeparam>
public readonly struct Result<T>
{
    private readonly T value;

    private Result(T value, Errno errno)
    {
        this.value = value;
        Errno = errno;
    }

    /// <summary>Why there is no value; <see cref="Errno.None"/> when there is one.</summary>
    public Errno Errno { get; }

    /// <summary>Whether there is a value.</summary>
    public bool IsSuccess => Errno == Errno.None;

    /// <summary>The value.</summary>
    /// <exception cref="InvalidOperationException">There is none: see <see cref="Errno"/>.</exception>
    public T Value => IsSuccess ? value : throw new InvalidOperationException($"there is no value: {Errno}");

    /// <summary>Whether there is a value, and which.</summary>
    public bool TryGet(out T found)
    {
        found = value;
        return IsSuccess;
    }

    /// <summary>Success.</summary>
    public static implicit operator Result<T>(T value) => new(value, Errno.None);

    /// <summary>Refusal.</summary>
    /// <exception cref="ArgumentException">The reason is <see cref="Errno.None"/>.</exception>
    [SuppressMessage(
        "Design", "CA1065", Justification = "a refusal without a reason is a mistake to be told at once")]
    public static implicit operator Result<T>(Errno errno) => errno == Errno.None
        ? throw new ArgumentException("a refusal needs a reason; to succeed, return the value", nameof(errno))
        : new Result<T>(default!, errno);

    /// <inheritdoc/>
    public override string ToString() => IsSuccess ? $"{value}" : $"{Errno}";
}
