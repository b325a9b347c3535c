using MmVerify.Properties;

namespace MmVerify.Grader.Tests;

/// <summary>Programs and memories that are larger than anyone reads.</summary>
internal static class LongGrade
{
    /// <summary>So many steps that each take every other frame, so that as many stretches arise.</summary>
    public static GradeLaw Law(int steps)
    {
        var written = new List<GradeStep> { new($"Create {4 * steps} pages", "ok", Breaks: false) };
        var pictures = new List<Picture> { Memory(0, steps) };
        for (int i = 0; i < steps; i++)
        {
            written.Add(new GradeStep($"#{i} Allocate(order 0)", $"pfn 0x{2 * i:x} order 0", i == steps - 1));
            pictures.Add(Memory(i + 1, steps));
        }

        return GradeFixtures.Merge with
        {
            Counterexample = new GradeCounterexample("1.Buddy.AAAA", written, "it", "less", "more", "[Fact]")
            {
                Pictures = pictures,
                ShrunkFrom = 2 * steps,
            },
        };
    }

    /// <summary>Every law broken, by a program of the usual length.</summary>
    public static Grade ManyBroken(int laws)
    {
        IEnumerable<GradeLaw> all = Enumerable.Range(0, laws)
            .Select(static i => Law(6) with { Id = $"BUDDY-LAW-{i}" });
        return GradeFixtures.Graded("many", [new GradeChapter("Buddy", Attempted: true, 0, 100, [.. all])]);
    }

    private static Picture Memory(int taken, int steps)
    {
        var blocks = new List<PictureBlock>();
        for (int i = 0; i < taken; i++)
        {
            blocks.Add(GradeFixtures.Held((ulong)(2 * i), 1, $"#{i}"));
            blocks.Add(GradeFixtures.Free((ulong)((2 * i) + 1), 1));
        }

        blocks.Add(GradeFixtures.Free((ulong)(2 * taken), (4 * steps) - (2 * taken)));
        return new Picture($"{taken} frames are taken", blocks);
    }
}
