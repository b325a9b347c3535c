using MmVerify.Properties;

namespace MmVerify.Grader;

/// <summary>
/// Measures a submission's code after its laws were judged. What cannot be measured gets a reason and no
/// number; nothing here changes a verdict.
/// </summary>
/// <param name="submission">The submission.</param>
/// <param name="sandbox">What it was examined in.</param>
/// <param name="seed">The seed of the examination.</param>
/// <param name="shown">Shows how far it is.</param>
internal sealed class Measures(
    CompiledSubmission submission, Sandbox sandbox, ulong seed, Action<string, string> shown)
{
    /// <summary>Measures what a run is asked to measure; null when that is nothing.</summary>
    public static MeasureChapter? For(GradingRequest request, Sandbox sandbox, Action<string, string> shown)
    {
        if (request.Measured == MeasuredKinds.None)
        {
            return null;
        }

        return (judged, submission, image, findings) =>
        {
            var measures = new Measures(submission, sandbox, request.Options.Seed, shown);
            return judged with
            {
                Mutation = request.Measured.HasFlag(MeasuredKinds.Mutation)
                    ? measures.Mutation(image, findings)
                    : null,
                Coverage = request.Measured.HasFlag(MeasuredKinds.Coverage)
                    ? measures.Coverage(image, findings)
                    : null,
            };
        };
    }

    /// <summary>How mutation testing went.</summary>
    public GradeMutation Mutation(SubmissionImage image, IReadOnlyList<Finding> findings) => Measured(
        image,
        findings,
        subject => MutationGrade.Of(subject, Mutate(subject), RoomNote),
        MutationGrade.Unmeasured);

    /// <summary>How much ran.</summary>
    public GradeCoverage Coverage(SubmissionImage image, IReadOnlyList<Finding> findings) => Measured(
        image,
        findings,
        subject => CoverageGrade.Of(subject, Cover(subject), RoomNote),
        CoverageGrade.Unmeasured);

    /// <summary>What of the submission is measured.</summary>
    /// <exception cref="UnmeasuredException">Nothing may be.</exception>
    public MeasuredSubject SubjectOf(SubmissionImage image, IReadOnlyList<Finding> findings) =>
        Subjects.Submission(submission, image, findings, seed);

    /// <summary>Mutates it.</summary>
    /// <exception cref="UnmeasuredException">It cannot be measured.</exception>
    public MutationRun Mutate(MeasuredSubject subject)
    {
        MutationRun run = StrykerRun.Run(subject, IsConfined, MutationPhases.Of(subject.Chapter.Name, shown));
        return run.Mutants.FirstOrDefault(static one => one.Fate == MutantFate.LeftOut) is Mutant left
            ? throw new UnmeasuredException(
                $"{left.File}:{left.Line}: the code says that it should not be mutated; take that out",
                isOurs: false)
            : run;
    }

    /// <summary>Watches which of its lines run.</summary>
    /// <exception cref="UnmeasuredException">It cannot be measured.</exception>
    public CoverageRun Cover(MeasuredSubject subject) =>
        CoverletRun.Run(subject, IsConfined, phase => shown($"{subject.Chapter.Name}: {phase}", phase));

    private T Measured<T>(
        SubmissionImage image,
        IReadOnlyList<Finding> findings,
        Func<MeasuredSubject, T> measure,
        Func<string, bool, T> unmeasured)
    {
        try
        {
            return measure(SubjectOf(image, findings));
        }
        catch (UnmeasuredException exception)
        {
            return unmeasured(exception.Message, exception.IsOurs);
        }
    }

    // Landlock knows no loopback: the tools talk to each other over TCP, and so could a submission to others.
    private bool IsConfined => sandbox.Tier switch
    {
        SandboxTier.Bubblewrap => true,
        SandboxTier.None => false,
        _ => throw new UnmeasuredException(
            "building and running a submission with its tools needs bubblewrap, which does not work here "
            + "(mmverify doctor tells why); for code you trust, say --sandbox none",
            isOurs: true),
    };

    private string RoomNote => sandbox.Tier == SandboxTier.None ? "; no sandbox was around it" : "";
}
