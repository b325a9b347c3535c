using MmVerify.Properties;
using static MmVerify.Grader.Tests.GradeFixtures;

namespace MmVerify.Grader.Tests;

/// <summary>How a memory map is divided.</summary>
public sealed class MapColumnsTests
{
    [Fact]
    public void ColumnBeginsWhereverAStretchDoesInAnyPicture()
    {
        var columns = MapColumns.Of([
            Picture("", Free(0, 8)),
            Picture("", Held(0, 2, ""), Free(2, 6)),
            Picture("", Free(0, 4), Free(4, 4)),
        ]);
        UInt128[] expected = [0, 2, 4, 8];
        Assert.Equal(expected, Enumerable.Range(0, columns.Count + 1).Select(columns.EdgeAt));
        Assert.Equal((1, 3), columns.Under(Free(2, 6)));
    }

    [Theory]
    [InlineData(1, 10, false)]
    [InlineData(3, 30, false)]
    [InlineData(8, 80, false)]
    [InlineData(64, 110, true)]
    [InlineData(1L << 40, 450, true)]
    public void WidthIsToScaleUpToEightTimesTheShortest(long length, int width, bool isShortened)
    {
        var columns = MapColumns.Of([Picture("", Held(0, 1, ""), Free(1, length))]);
        Assert.Equal(width, columns.Width(1));
        Assert.Equal(isShortened, columns.IsShortened(1));
        Assert.Equal(10, columns.Width(0));
    }

    [Fact]
    public void StretchAtTheEndOfAllNumbersHasAnEnd()
    {
        var columns = MapColumns.Of([Picture("", Held(ulong.MaxValue, 1, ""))]);
        Assert.Equal((UInt128)ulong.MaxValue + 1, columns.EdgeAt(1));
    }

    [Fact]
    public void EmptyStretchesTakeNoColumn()
    {
        Assert.Equal(0, MapColumns.Of([]).Count);
        Assert.Equal(0, MapColumns.Of([Picture("", Free(4, 0), Free(4, -9))]).Count);
    }

    [Fact]
    public void OfTooManyEdgesThoseThatTellSomethingAreKept()
    {
        var blocks = Enumerable.Range(0, 1000).Select(static i => Held((ulong)i, 1, "")).ToList();
        var before = new Picture("", [.. blocks]);
        blocks[700] = Free(700, 1);
        blocks.Add(new PictureBlock(500, 2, PictureKind.Wrong, ""));
        var columns = MapColumns.Of([before, new Picture("", blocks)]);
        UInt128[] expected = [0, 500, 502, 700, 701, 1000];
        Assert.Equal(expected, Enumerable.Range(0, columns.Count + 1).Select(columns.EdgeAt));
        Assert.Equal((0, 1), columns.Under(blocks[499]));
    }

    [Fact]
    public void ThereAreNeverMoreThanTheMost()
    {
        var blocks = Enumerable.Range(0, 1000).Select(static i =>
            i % 2 == 0 ? Held((ulong)i, 1, "") : Free((ulong)i, 1)).ToList();
        Assert.Equal(MapColumns.MaxCount, MapColumns.Of([new Picture("", blocks)]).Count);
    }
}
