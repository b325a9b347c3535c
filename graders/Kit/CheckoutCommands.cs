using System.CommandLine;

namespace MmVerify.Grader;

/// <content>The commands that only a checkout of the whole suite has.</content>
public static partial class CommandLine
{
    static partial void AddCommandsOfTheCheckout(RootCommand root)
    {
        root.Add(KitCommand.Make());
        root.Add(BenchCommand.Make());
        root.Add(TrialCommand.Make());
    }
}
