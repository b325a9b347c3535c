using MmVerify.Properties;
using static MmVerify.Grader.Tests.GradeFixtures;

namespace MmVerify.Grader.Tests;

/// <summary>How a picture is drawn.</summary>
public sealed class MapStripTests
{
    private static readonly GradeStep Step = new("#7 Allocate(order 0)", "pfn 0x1 order 0", Breaks: false);

    [Fact]
    public void UniformStretchesThatAreTooManyBecomeOneOfTheirKind()
    {
        string strip = Draw(Many(static _ => Free(0, 1)));
        Assert.Contains("aria-label=\"0x0 held #0; 0x1 free ×999; 0x0 wrong\"", strip);
        Assert.Contains("<span class=\"free a2\"><b>×999</b><i>free</i></span>", strip);
    }

    [Fact]
    public void DifferentStretchesThatAreTooManyBecomeMixed()
    {
        string strip = Draw(Many(static i => i % 2 == 0 ? Free(0, 1) : Held(0, 1, "")));
        Assert.Contains("<i>mixed</i>", strip);
        Assert.InRange(strip.Length, 1000, 5000);
    }

    [Theory]
    [InlineData("#1", "<i>#1</i>")]
    [InlineData("!", "<i>wrong</i>")]
    [InlineData("", "<i>wrong</i>")]
    public void WrongStretchSaysWhatItIs(string label, string shown) => Assert.Contains(
        $"<span class=\"wrong a1\">{shown}</span>",
        Draw(Picture("", Held(0, 1, "#0"), new PictureBlock(0, 1, PictureKind.Wrong, label))));

    [Fact]
    public void WhatTheStepChangedIsMarked()
    {
        Picture before = Picture("", Free(0, 2), Free(2, 2));
        Picture after = Picture("", Held(0, 2, "#7"), Free(2, 2));
        string strip = Draw(after, before);
        Assert.Contains("class=\"held new a1\"", strip);
        Assert.Contains("class=\"free a2\"", strip);
    }

    [Theory]
    [InlineData("Allocate(order 0)", false)]
    [InlineData("#7 Allocate(order 0) -> pfn 0x1 order 0", false)]
    [InlineData("the list is torn", true)]
    public void CaptionThatRepeatsTheStepIsLeftOut(string caption, bool isShown) =>
        Assert.Equal(isShown, Draw(Picture(caption, Free(0, 1))).Contains("<figcaption>"));

    [Fact]
    public void PictureOfNothingIsNothing() => Assert.Equal("", Draw(Picture("empty")));

    private static Picture Many(Func<int, PictureBlock> block) => Picture("", [
        Held(0, 1, "#0"),
        .. Enumerable.Range(1, 999).Select(i => block(i) with { Start = (ulong)i }),
        new PictureBlock(0, 1, PictureKind.Wrong, ""),
    ]);

    private static string Draw(Picture picture, Picture? before = null) =>
        new MapStrip(MapColumns.Of([picture]), new MapStyles()).Draw(picture, before, Step).ToString();
}
