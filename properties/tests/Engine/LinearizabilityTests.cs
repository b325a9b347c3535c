using MmVerify.Spec;

namespace MmVerify.Properties.Tests;

/// <summary>The checker, on histories of a register that were written by hand.</summary>
public sealed class LinearizabilityTests
{
    private const int Never = ConcurrentCall.Pending;

    // Each call: when it was made, when it returned, and R or W with what was read or written.
    public static TheoryData<bool, string> Histories => new()
    {
        { true, "" },
        { true, "0 1 R0" },
        { false, "0 1 R1" },
        { true, "0 1 W1, 2 3 R1" },

        // Calls that overlap may take effect in either order …
        { true, "0 3 W1, 1 2 R0" },
        { true, "0 3 W1, 1 2 R1" },
        { true, "0 5 W1, 1 2 R0, 3 4 R1" },

        // … but not in both: once it was seen it stays.
        { false, "0 5 W1, 1 2 R1, 3 4 R0" },

        // What has returned comes before what is called later.
        { false, "0 1 W1, 2 3 R0" },
        { false, "0 1 W1, 2 3 W2, 4 5 R1" },
        { true, "0 3 W1, 1 2 W2, 4 5 R1" },
        { true, "0 3 W1, 1 2 W2, 4 5 R2" },
        { false, "0 3 W1, 1 2 W2, 4 5 R0" },

        // What never returned may have taken effect at any time, or not.
        { true, "0 - W1, 1 2 R0" },
        { true, "0 - W1, 1 2 R1" },
        { true, "0 - W1, 1 2 R0, 3 4 R1" },
        { false, "0 - W1, 1 2 R1, 3 4 R0" },
        { false, "2 - W1, 0 1 R1" },
    };

    [Theory]
    [MemberData(nameof(Histories))]
    public void TellsWhetherThereIsAnOrder(bool isExplained, string history) =>
        Assert.Equal(isExplained, Explains(history, static _ => true));

    [Fact]
    public void TheStateAfterwardsCounts()
    {
        Assert.True(Explains("0 3 W1, 1 2 W2", static value => value == 1));
        Assert.True(Explains("0 3 W1, 1 2 W2", static value => value == 2));
        Assert.False(Explains("0 3 W1, 1 2 W2", static value => value == 0));
        Assert.False(Explains("0 1 W1, 2 3 W2", static value => value == 1));
        Assert.True(Explains("0 - W1", static value => value == 0));
        Assert.True(Explains("0 - W1", static value => value == 1));
    }

    [Fact]
    public void ManyCallsAtOnceAreTold()
    {
        // Without a memory of what was seen this would take the factorial of sixteen.
        string writes = string.Join(", ", Enumerable.Range(0, 16).Select(static _ => "0 9 W1"));
        Assert.False(Explains(writes, static value => value == 2));
    }

    private static bool Explains(string history, Func<int, bool> isEnd)
    {
        string[][] words =
        [
            .. history.Split(", ", StringSplitOptions.RemoveEmptyEntries)
                .Select(static call => call.Split(' ')),
        ];
        ConcurrentCall[] calls =
        [
            .. words.Select(static call => new ConcurrentCall(
                int.Parse(call[0]), call[1] == "-" ? Never : int.Parse(call[1]), 1, default)),
        ];
        return Linearizability.Explains(
            calls,
            0,
            (ref int state, int call) =>
            {
                int value = words[call][2][1] - '0';
                bool isRead = words[call][2][0] == 'R';
                bool agrees = !isRead || state == value;
                state = isRead ? state : value;
                return agrees;
            },
            isEnd);
    }
}
