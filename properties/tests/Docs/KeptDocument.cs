using System.Runtime.CompilerServices;

namespace MmVerify.Properties.Tests;

/// <summary>A document of this repository, some of whose blocks are made by code.</summary>
internal sealed class KeptDocument(string path)
{
    public static string Root { get; } = RootOf();

    public string Text { get; } = File.ReadAllText(Path.Combine(Root, path));

    /// <summary>Fails when a block is not as its maker makes it; or writes it anew, where asked to.</summary>
    public void IsAsMade(IReadOnlyDictionary<string, BlockMaker> makers)
    {
        string remade = Document.Remake(Text, makers);
        if (Environment.GetEnvironmentVariable("MMVERIFY_ACCEPT") == "1")
        {
            File.WriteAllText(Path.Combine(Root, path), remade);
            return;
        }

        Assert.True(
            Text == remade,
            $"{path}: {Document.Difference(Text, remade)}\n"
                + "If that is right, accept it: MMVERIFY_ACCEPT=1 dotnet test");
    }

    private static string RootOf([CallerFilePath] string path = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "../../.."));
}
