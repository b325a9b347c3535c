namespace MmVerify.Compiler;

/// <summary>How much of anything goes into a compilation and comes out of it.</summary>
public static class CompileLimits
{
    /// <summary>The most source files of one submission.</summary>
    public const int SourceFiles = 500;

    /// <summary>The largest single source file.</summary>
    public const int SourceBytes = 1 << 20;

    /// <summary>All source files of a submission together.</summary>
    public const int AllSourceBytes = 8 << 20;

    /// <summary>The longest path of a source inside its submission, as shown. Unit: characters.</summary>
    public const int PathLength = 400;

    /// <summary>The largest assembly that is handed back.</summary>
    public const int ImageBytes = 16 << 20;

    /// <summary>The most errors that are listed; the rest are counted.</summary>
    public const int Errors = 50;

    /// <summary>The most warnings that are listed; the rest are counted.</summary>
    public const int Warnings = 20;

    /// <summary>The most findings of the screen that are listed; the rest are counted.</summary>
    public const int Findings = 100;

    /// <summary>The longest message or name. Unit: characters.</summary>
    public const int TextLength = 600;

    /// <summary>The most classes that are named for one contract.</summary>
    public const int Implementers = 20;

    /// <summary>The most contracts there can be.</summary>
    public const int Contracts = 100;

    internal const int RequestBytes = AllSourceBytes + (1 << 20);
    internal const int AnswerBytes = ImageBytes + (4 << 20);
}
