using Xunit;
using Xunit.Sdk;

namespace MmVerify.Xunit;

/// <summary>
/// Some laws about one implementation as a single test, which ends at the first program that breaks one of
/// them. It is made for mutation testing: a mutant is dead at the first law that it breaks, and what runs the
/// tests must know which of them runs which code, which it cannot where tests share an examination.
/// </summary>
/// <typeparam name="TImplementation">A class that implements a contract of the specification.</typeparam>
public abstract class KeptLawsOf<TImplementation>
{
    /// <summary>The ids of the laws, all of one chapter.</summary>
    public abstract IReadOnlyList<string> LawIds { get; }

    /// <summary>Requires that each of the laws holds.</summary>
    /// <exception cref="LessonException">One does not, or it is not known.</exception>
    [Fact]
    public async Task AreKept()
    {
        string? whyNot = await KeptLawsExamination.RunAsync(
            typeof(TImplementation), LawIds, RunSettings.Current, HangLog.OfProcess);
        if (whyNot is not null)
        {
            throw new LessonException(whyNot);
        }
    }
}
