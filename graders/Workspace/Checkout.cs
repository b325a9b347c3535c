namespace MmVerify.Grader;

/// <summary>The folder with the suite's own sources, for commands that need them.</summary>
/// <param name="Root">Where <c>MmVerify.sln</c> lies.</param>
internal sealed record Checkout(string Root)
{
    /// <summary>Finds it: from the current folder upwards, or from where the command lies.</summary>
    /// <exception cref="BadArgumentException">There is none.</exception>
    public static Checkout Find() =>
        Above(Directory.GetCurrentDirectory()) ?? Above(AppContext.BaseDirectory)
        ?? throw new BadArgumentException(
            "this command needs the suite's sources: call it in a folder of the repository");

    /// <summary>A path below the root.</summary>
    public string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    private static Checkout? Above(string? folder)
    {
        while (folder is not null && !File.Exists(Path.Combine(folder, "MmVerify.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder is null ? null : new Checkout(folder);
    }
}
