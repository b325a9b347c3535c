namespace MmVerify.Properties.Tests;

/// <summary>
/// What students write against is in a file: who changes it sees it in the difference, and so does who
/// reviews it.
/// </summary>
public sealed class SpecSurfaceTests
{
    private const string Approved = "properties/tests/Approved/spec.txt";

    [Fact]
    public void ThePublicSurfaceIsTheApprovedOne()
    {
        string path = Path.Combine(Repository.Root, Approved);
        string actual = PublicSurface.Of(typeof(Spec.Law).Assembly);
        if (Environment.GetEnvironmentVariable("MMVERIFY_ACCEPT") == "1")
        {
            File.WriteAllText(path, actual);
            return;
        }

        string[] approvedLines = File.ReadAllLines(path);
        string[] actualLines = actual.TrimEnd('\n').Split('\n');
        string[] changes =
        [
            .. approvedLines.Index().Where(line => !actualLines.Contains(line.Item))
                .Select(static line => $"{Approved}:{line.Index + 1}: is no more: {line.Item.Trim()}"),
            .. actualLines.Except(approvedLines)
                .Select(static line => $"{Approved}:1: is new: {line.Trim()}"),
        ];
        Assert.True(
            changes.Length == 0 && approvedLines.SequenceEqual(actualLines),
            string.Join('\n', changes) + "\nIf that is right, accept it and say why in the changelog:\n"
                + "MMVERIFY_ACCEPT=1 dotnet test properties/tests --filter FullyQualifiedName~SpecSurface");
    }
}
