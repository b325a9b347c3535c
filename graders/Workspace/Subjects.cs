using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using MmVerify.Compiler;
using MmVerify.Properties;
using MmVerify.Spec;

namespace MmVerify.Grader;

/// <summary>Finds out what of a submission, or of the reference, can be measured.</summary>
internal static class Subjects
{
    private const int MostNamed = 3;

    /// <summary>The reference of a chapter, which keeps all laws.</summary>
    /// <exception cref="BadArgumentException">Its sources are not there.</exception>
    public static MeasuredSubject Reference(Chapter chapter, ulong seed)
    {
        var folder = ReferenceFolder.Of(Checkout.Find(), chapter);
        return new MeasuredSubject(
            chapter,
            [.. folder.Implementations.Select(static path =>
                $"MmVerify.Reference.{Path.GetFileNameWithoutExtension(path)}")],
            SourceFolder.Read(folder.Path).Files,
            [.. chapter.Laws.Where(static law => !law.IsPolicy && CanBeAsked(law))
                .Select(static law => law.Id)],
            seed)
        {
            IsOurs = true,
        };
    }

    /// <summary>A submission's class of a chapter, after its examination.</summary>
    /// <param name="submission">The submission.</param>
    /// <param name="image">Its class.</param>
    /// <param name="findings">What the examination found.</param>
    /// <param name="seed">The seed of the examination.</param>
    /// <exception cref="UnmeasuredException">It may not or cannot be measured.</exception>
    public static MeasuredSubject Submission(
        CompiledSubmission submission, SubmissionImage image, IReadOnlyList<Finding> findings, ulong seed)
    {
        RequireHarmless(submission.Answer);
        RequireNothingLeftOut(submission.Answer.Image);
        return new MeasuredSubject(
            image.Chapter, [image.TypeName], submission.Sources.Files, KeptLaws(findings), seed);
    }

    /// <summary>The laws that are kept and can be asked without counted steps.</summary>
    /// <exception cref="UnmeasuredException">There are none, or tests would not live to say so.</exception>
    public static IReadOnlyList<string> KeptLaws(IReadOnlyList<Finding> findings)
    {
        foreach (Finding finding in findings)
        {
            bool hangs = finding.Law.ShortId == "TERMINATES" && finding.Verdict.Kind == VerdictKind.Broken;
            bool dies = finding.Counterexample is { Actual: string end }
                && end.StartsWith("crashed", StringComparison.Ordinal);
            if (hangs || dies)
            {
                throw new UnmeasuredException(
                    $"{finding.Law.Id} is broken, and what does not return or takes its process along cannot "
                    + "be asked again and again; mend that first",
                    isOurs: false);
            }
        }

        string[] kept = [.. findings
            .Where(static one => one.Verdict.Kind == VerdictKind.Holds && CanBeAsked(one.Law))
            .Select(static one => one.Law.Id)];
        return kept.Length > 0
            ? kept
            : throw new UnmeasuredException("it keeps no law that could notice anything", isOurs: false);
    }

    // What is measured is built as any other code is: nobody counts its steps.
    private static bool CanBeAsked(Law law) => law.ShortId != "COST";

    // The code runs in the process that also writes the result.
    private static void RequireHarmless(CompileAnswer answer)
    {
        if (answer.FindingCount > 0)
        {
            throw new UnmeasuredException($"it {answer.FindingsInWords(MostNamed)}", isOurs: false);
        }
    }

    // Tools obey this attribute in anyone's code, and a score must not.
    private static void RequireNothingLeftOut(ReadOnlyMemory<byte> image)
    {
        using var stream = new MemoryStream(image.ToArray());
        using var portable = new PEReader(stream);
        MetadataReader metadata = portable.GetMetadataReader();
        bool isUsed = metadata.TypeReferences.Select(metadata.GetTypeReference).Any(type =>
            metadata.StringComparer.Equals(type.Name, "ExcludeFromCodeCoverageAttribute"));
        bool isDeclared = metadata.TypeDefinitions.Select(metadata.GetTypeDefinition).Any(type =>
            metadata.StringComparer.Equals(type.Name, "ExcludeFromCodeCoverageAttribute"));
        if (isUsed || isDeclared)
        {
            throw new UnmeasuredException(
                "it leaves code out of the measure with [ExcludeFromCodeCoverage]; take that out",
                isOurs: false);
        }
    }
}
