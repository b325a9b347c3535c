using System.IO.Compression;
using System.Text.Json;

namespace MmVerify.Grader.Tests;

/// <summary>
/// Real kernels break no law; recordings with one false line break the law that it offends.
/// </summary>
public sealed class KernelReplayTests
{
    private static readonly string Recordings =
        Path.Combine(Repository.Root, "graders/tests/Kernel/recordings");

    // One zone of 2048 frames: 4 to 7 were held, one of them by a CPU's list. Its marks are those
    // of min_free_kbytes 0.
    private const string Snapshot =
        """
        {"label":"L","zones":[{"zone":"DMA","start":0,"spanned":2048,"managed":2048,"min":0,"low":2,"high":4,
        "boost":0,"free":FREE,"pcp":{"lists":{"0":[4]}}}]}
        """;

    private const string Above =
        """
        "2/0":[0],"3/0":[8],"4/0":[16],"5/0":[32],"6/0":[64],"7/0":[128],"8/0":[256],"9/0":[512],
        "10/0":[1024]}
        """;

    [Theory]
    [InlineData("pages-6.1-256-1.csv.gz", 48_379, 15_833, 13)]
    [InlineData("pages-6.12-256-1.csv.gz", 51_688, 19_730, 13)]
    [InlineData("pages-6.1-192-stress.csv.gz", 85_502, 24_423, 47)]
    public void ARealKernelBreaksNoLaw(string recording, long blocks, long takings, int snapshots)
    {
        Command run = Command.Run("kernel", "replay", Path.Combine(Recordings, recording), "--json");
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Equal(blocks, StepsOf(run, "ZONE-SOUND"));
        Assert.Equal(takings, StepsOf(run, "BUDDY-DISJOINT"));
        Assert.Equal(2 * snapshots, StepsOf(run, "BUDDY-MERGE"));
        Assert.Equal(2 * snapshots, StepsOf(run, "BUDDY-CONSERVES"));
        Assert.Equal(snapshots, StepsOf(run, "ZONE-WATERMARKS"));
        Assert.True(StepsOf(run, "ZONE-PLACEMENT") > blocks / 2, "too few requests were compared with marks");
    }

    [Fact]
    public void VmallocOfARealKernelBreaksNoLaw()
    {
        Command run = Command.Run(
            "kernel", "replay", Path.Combine(Recordings, "vmalloc-6.1.jsonl.gz"), "--json");
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Equal(4931, StepsOf(run, "VMALLOC-DISJOINT"));
        Assert.Equal(4931, StepsOf(run, "VMALLOC-GUARD"));
        Assert.Equal(4931, StepsOf(run, "VMALLOC-ACCEPTS-FREE"));
    }

    [Fact]
    public void SlabsOfARealKernelBreakNoLaw()
    {
        Command run = Command.Run("kernel", "replay", Path.Combine(Recordings, "slabs-6.1.csv.gz"), "--json");
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Equal(18_083, StepsOf(run, "SLAB-ALIGN"));
        Assert.Equal(18_083, StepsOf(run, "SLAB-DISJOINT"));
        Assert.Equal(18_083, StepsOf(run, "SLAB-IN-ITS-PAGES"));
        Assert.True(StepsOf(run, "SLAB-GROWS-ONLY-WHEN-FULL") > 10_000);
    }

    [Theory]
    [InlineData("SLAB-ALIGN", "a,100004,256")]
    [InlineData("SLAB-DISJOINT", "a,100000,256", "a,100400,256")]
    [InlineData("SLAB-IN-ITS-PAGES", "a,180000,256")]
    [InlineData("SLAB-GROWS-ONLY-WHEN-FULL", "a,100000,256", "a,100800,256", "f,100000", "a,110000,272")]
    [InlineData("SLAB-DOUBLE-FREE", "a,100000,256", "f,100000", "f,100000")]
    [InlineData("SLAB-INTERIOR-FREE", "a,100000,256", "f,100008")]
    [InlineData("SLAB-REFUSES", "a,100000,256", "f,200000")]
    public void AFalseLineOfASlabBreaksTheLawThatItOffends(string law, params string[] lines)
    {
        Command run = ReplaySlab(["begin,2048", .. lines]);
        Assert.True(run.ExitCode == 1, run.Output + run.Error);
        Assert.Equal([law], Broken(run));
    }

    [Theory]
    [InlineData("begin,0")]
    [InlineData("begin,99999999999")]
    [InlineData("begin,64", "begin,64")]
    [InlineData("begin,64", "end", "a,100000,256")]
    [InlineData("begin,64", "a,0,256")]
    [InlineData("begin,64", "a,100000,-1")]
    [InlineData("begin,64", "a,xyz,256")]
    [InlineData("begin,64", "q")]
    public void ABadLineOfASlabIsToldWithItsPlace(params string[] lines)
    {
        Command run = ReplaySlab(lines);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"line {lines.Length}", run.Error);
    }

    [Fact]
    public void AnEmptySlabMayHaveBeenGivenBack()
    {
        Command run = ReplaySlab(
            "# a remark", "begin,2048", "a,100000,256", "f,100000", "a,110000,272", "a,100000,256", "end");
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Equal(3, StepsOf(run, "SLAB-DISJOINT"));
        Assert.Equal([1, 1], JsonDocument.Parse(run.Output).RootElement[0].GetProperty("notes")
            .EnumerateArray().Select(static note => note.GetProperty("count").GetInt32()));
    }

    [Theory]
    [InlineData("BUDDY-DISJOINT", "1,Z,8,1,0", "2,Z,8,0,0")]
    [InlineData("BUDDY-ALIGN", "1,Z,9,1,0")]
    [InlineData("BUDDY-DOUBLE-FREE", "1,Z,8,0,0", "2,D,8,0,0", "3,D,8,0,0")]
    [InlineData("BUDDY-FOREIGN-FREE", "1,D,8,0,0")]
    [InlineData("BUDDY-CONSERVES", "1,D,4,0,0", "2,S,L")]
    [InlineData("BUDDY-MERGE", "1,D,4,0,0", "2,D,5,0,0", "3,S,unmerged")]
    [InlineData("ZONE-SOUND", "1,Z,8,0,0", "2,A,8,0,0,3072", "3,A,8,0,0,3072")]
    [InlineData("ZONE-SERVES", "1,A,18446744073709551615,0,0,3072")]
    [InlineData("ZONE-WATERMARKS", "1,S,marks")]
    public void AFalseLineBreaksTheLawThatItOffends(string law, params string[] lines)
    {
        Command run = Replay(lines);
        Assert.True(run.ExitCode == 1, run.Output + run.Error);
        Assert.Contains(law, Broken(run));
    }

    [Fact]
    public void ATrueRecordingBreaksNone()
    {
        Command run = Replay("1,A,4,0,0,3072", "2,Z,8,0,0", "3,A,8,0,0,3072", "4,F,8,0", "5,D,8,0,0");
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Empty(Broken(run));
        Assert.Equal(2, StepsOf(run, "ZONE-SOUND"));
    }

    [Theory]
    [InlineData("1,Z,9999,0,0", "line 2")]
    [InlineData("1,Z,8", "line 2")]
    [InlineData("1,Z,8,11,0", "line 2")]
    [InlineData("1,Q,8,0,0", "line 2")]
    [InlineData("1,F,-8,0", "line 2")]
    [InlineData("1,F,18446744073709551615,0", "line 2")]
    public void ABadLineIsToldWithItsPlace(string line, string place)
    {
        Command run = Replay(line);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(place, run.Error);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("0,S,unknown\n", "first line")]
    [InlineData("{\"busy\":[[0]]}\n", "line 1")]
    [InlineData("{\"busy\":[]}\n[\"a\",\"x\",\"0\"]\n", "line 2")]
    [InlineData("{\"busy\":[]}\n[\"q\"]\n", "line 2")]
    public void WhatIsNoRecordingIsRefused(string text, string why)
    {
        string folder = FolderOf(text);
        Command run = Command.Run("kernel", "replay", Path.Combine(folder, "pages-x.csv"));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(why, run.Error);
    }

    [Fact]
    public void AFileThatUnpacksWithoutEndIsRefused()
    {
        string folder = FolderOf("0,S,L\n");
        string path = Path.Combine(folder, "pages-x.csv.gz");
        using (var packed = new GZipStream(File.Create(path), CompressionLevel.SmallestSize))
        {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 8; i++)
            {
                packed.Write(zeros);
            }
        }

        Command run = Command.Run("kernel", "replay", path);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("more than a recording holds", run.Error);
    }

    [Fact]
    public void AFileThatIsNotThereIsNamed()
    {
        Command run = Command.Run("kernel", "replay", "nowhere/pages-x.csv");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("nowhere/pages-x.csv", run.Error);
    }

    private static Command ReplaySlab(params string[] lines)
    {
        string path = Path.Combine(TestFolder.New("mmverify-kernel-"), "slabs.csv");
        File.WriteAllLines(path, lines);
        return Command.Run("kernel", "replay", path, "--json");
    }

    private static Command Replay(params string[] lines) => Command.Run(
        "kernel",
        "replay",
        Path.Combine(FolderOf("0,S,L\n" + string.Join('\n', lines) + "\n"), "pages-x.csv"),
        "--json");

    private static string FolderOf(string events)
    {
        string folder = TestFolder.New("mmverify-kernel-");
        File.WriteAllText(Path.Combine(folder, "pages-x.csv"), events);
        string first = SnapshotOf("{" + Above);
        string unmerged = SnapshotOf("""{"0/0":[4,5],""" + Above).Replace("\"L\"", "\"unmerged\"");
        string marks = first.Replace("\"L\"", "\"marks\"").Replace("\"low\":2", "\"low\":3");
        File.WriteAllLines(Path.Combine(folder, "snapshots-x.jsonl"), [first, unmerged, marks]);
        return folder;
    }

    private static string SnapshotOf(string free) => Snapshot.Replace("\n", "")
        .Replace("FREE", free.Replace("\n", ""));

    private static long StepsOf(Command run, string law) => Law(run, law).GetProperty("steps").GetInt64();

    private static JsonElement Law(Command run, string law) => Laws(run)
        .Single(one => one.GetProperty("id").GetString() == law);

    private static IReadOnlyList<string> Broken(Command run) => [.. Laws(run)
        .Where(static law => law.GetProperty("verdict").GetString() == "broken")
        .Select(static law => law.GetProperty("id").GetString()!)];

    private static IEnumerable<JsonElement> Laws(Command run) => JsonDocument.Parse(run.Output).RootElement
        .EnumerateArray().SelectMany(static chapter => chapter.GetProperty("laws").EnumerateArray());
}
