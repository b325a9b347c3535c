namespace MmVerify.Properties;

/// <summary>How much is searched. Everything is counted in programs and steps, never in seconds.</summary>
/// <param name="Seed">The seed of the random programs.</param>
public sealed record ExaminationOptions(ulong Seed = ExaminationOptions.DefaultSeed)
{
    /// <summary>The seed where none is given.</summary>
    public const ulong DefaultSeed = 1;

    /// <summary>Random programs.</summary>
    public int RandomPrograms { get; init; } = 6000;

    /// <summary>The length of the longest random programs. Unit: operations.</summary>
    public int LongestProgram { get; init; } = 120;

    /// <summary>Whether the programs that once broke a law are tried.</summary>
    public bool Corpus { get; init; } = true;

    /// <summary>Whether the small scopes are searched.</summary>
    public bool SmallScope { get; init; } = true;

    /// <summary>Fewer witnesses than this make a law Unknown.</summary>
    public int LeastWitnesses { get; init; } = 20;

    /// <summary>Ids of policy laws that are asked as well.</summary>
    public IReadOnlyList<string> Policies { get; init; } = [];

    /// <summary>Ids of the only laws that are asked; null for all that are on.</summary>
    public IReadOnlyList<string>? Only { get; init; }

    /// <summary>Whether the search ends as soon as a law is broken, whatever else is.</summary>
    public bool StopAtFirstBreach { get; init; }

    /// <summary>How many programs one law's shrinking may try.</summary>
    public int ShrinkBudget { get; init; } = 4000;

    /// <summary>
    /// Programs in which an operation may crash or hang before it is left out of later ones.
    /// </summary>
    public int CrashesBeforeAvoiding { get; init; } = 3;
}

/// <summary>How far an examination is.</summary>
/// <param name="Phase">What is being done, in words.</param>
/// <param name="Programs">Programs carried out so far.</param>
/// <param name="Steps">Steps judged so far.</param>
/// <param name="BrokenLaws">Laws found broken so far.</param>
public readonly record struct ExaminationProgress(string Phase, long Programs, long Steps, int BrokenLaws);
