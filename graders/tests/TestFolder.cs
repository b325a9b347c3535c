namespace MmVerify.Grader.Tests;

/// <summary>Empty folders for tests; they are gone when the tests are done.</summary>
internal static class TestFolder
{
    private static readonly string Root = Make();
    private static int count;

    /// <summary>Makes a folder that nobody else has.</summary>
    /// <param name="prefix">What its name begins with.</param>
    public static string New(string prefix)
    {
        string path = Path.Combine(Root, $"{prefix}{Interlocked.Increment(ref count)}");
        return Directory.CreateDirectory(path).FullName;
    }

    private static string Make()
    {
        string root = Directory.CreateTempSubdirectory("mmverify-tests-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(root, recursive: true);
        return root;
    }
}
