using MmVerify.Host;

namespace MmVerify.Grader.Tests;

public sealed class LockdownTests
{
    [Fact]
    public void LimitsSurviveTheirText()
    {
        LockdownLimits limits = new(1, 2, 3, 4, 5);

        Assert.Equal("data=1,as=2,nproc=3,cpu=4,fsize=5", limits.ToString());
        Assert.Equal(limits, LockdownLimits.Parse(limits.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("data=1,as=2,nproc=3,cpu=4")]
    [InlineData("data=1,as=2,nproc=3,cpu=4,fsize=-5")]
    [InlineData("as=1,data=2,nproc=3,cpu=4,fsize=5")]
    public void OtherTextIsNoLimits(string text) =>
        Assert.Throws<FormatException>(() => LockdownLimits.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("nproc:EPERM,fsize:EINVAL")]
    public void AReportSurvivesItsText(string trouble)
    {
        LockdownReport report = new(2, 0x1ff, true, 60600, LockdownLimits.ForSubmission, trouble);

        Assert.Equal(report, LockdownReport.Parse(report.ToString()));
    }

    [Fact]
    public void OtherTextIsNoReport() =>
        Assert.Throws<FormatException>(static () => LockdownReport.Parse("seccomp:2 caps:0"));
}
