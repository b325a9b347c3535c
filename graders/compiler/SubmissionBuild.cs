namespace MmVerify.Compiler;

/// <summary>
/// From sources to an assembly that counts its steps. The sources are bound once, with the counting in them;
/// only when that fails are they bound as the student wrote them, so that every error is one of the student's
/// own.
/// </summary>
internal sealed class SubmissionBuild
{
    private readonly ParsedSource[] sources;
    private readonly IReadOnlyList<Edit>[] fuel;

    private SubmissionBuild(ParsedSource[] sources)
    {
        this.sources = sources;
        fuel = [.. sources.Select(FuelEdits.Of)];
    }

    public static CompileAnswer Run(CompileRequest request)
    {
        ParsedSource[] parsed = [.. request.Sources.Select(static file => new ParsedSource(file))];
        List<Diagnosis> refusals = DiagnosisOrder.Sorted(parsed.SelectMany(SyntaxRefusals.Of));
        return refusals.Count > 0 ? CompileAnswer.Refused(refusals) : new SubmissionBuild(parsed).Run();
    }

    private CompileAnswer Run()
    {
        Variant counting = Make(isCounting: true, []);
        List<Diagnosis> refusals = SymbolRefusals.Of(counting);
        if (refusals.Count > 0)
        {
            return CompileAnswer.Refused(refusals);
        }

        Emitted emitted = counting.Emit();
        bool isCounting = emitted.IsGood;
        if (!isCounting)
        {
            emitted = Make(isCounting: false, []).Emit();
        }

        List<ScreenFinding> dropped = [];
        if (emitted.IsGood && ModuleInitializers.Runs(emitted.Image))
        {
            ModuleInitializers initializers = ModuleInitializers.Find(sources, Make(isCounting: false, []));
            dropped.AddRange(initializers.Findings);
            emitted = Make(isCounting, initializers.Edits).Emit();
        }

        return Answer(emitted, isCounting, dropped);
    }

    private CompileAnswer Answer(Emitted emitted, bool isCounting, List<ScreenFinding> dropped)
    {
        List<Diagnosis> errors = emitted.Errors;
        if (emitted.IsGood)
        {
            errors = ImageRefusals(emitted.Image);
        }

        if (errors.Count > 0)
        {
            return CompileAnswer.Refused(errors);
        }

        IEnumerable<ScreenFinding> ticks = OwnTicks.Find(sources, () => Make(isCounting: false, []));
        List<ScreenFinding> findings = Findings.Sorted([.. dropped, .. ticks, .. Findings.Of(emitted)]);
        return new CompileAnswer(
            emitted.Image,
            isCounting,
            [],
            0,
            [.. emitted.Warnings.Take(CompileLimits.Warnings)],
            emitted.Warnings.Count,
            ContractSearcher.Search(emitted.Variant),
            [.. findings.Take(CompileLimits.Findings)],
            findings.Count);
    }

    private static List<Diagnosis> ImageRefusals(byte[] image)
    {
        if (image.Length > CompileLimits.ImageBytes)
        {
            string size = $"the assembly has {image.Length} bytes; {CompileLimits.ImageBytes} are allowed";
            return [new Diagnosis(Refusal.LargeImage, SourcePlace.None, size)];
        }

        return !ModuleInitializers.Runs(image)
            ? []
            : [new Diagnosis(
                Refusal.ModuleInitializer,
                SourcePlace.None,
                "a module initializer could not be taken out; take out [ModuleInitializer]")];
    }

    private Variant Make(bool isCounting, IReadOnlyList<Edit>[] more) => new(sources.Select((source, i) =>
        new EditedSource(source, [.. isCounting ? fuel[i] : [], .. more.Length > 0 ? more[i] : []])));
}
