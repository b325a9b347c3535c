using MmVerify.Properties;
using MmVerify.Spec;
using Xunit.Sdk;

namespace MmVerify.Xunit;

/// <summary>Checks a law on one program, as the tests that a report offers for pasting do.</summary>
public static class LawAssert
{
    /// <summary>Runs exactly this program and requires that a law is not broken by it.</summary>
    /// <typeparam name="TAllocator">The implementation.</typeparam>
    /// <param name="lawId">The law, <c>ZONE-PLACEMENT</c>.</param>
    /// <param name="setup">The machine.</param>
    /// <param name="operations">What is asked of it.</param>
    /// <exception cref="LessonException">The law is broken, or the program could not be judged to its
    /// end.</exception>
    public static void Keeps<TAllocator>(
        string lawId, ZonesSetup setup, params ZonesOperation[] operations)
        where TAllocator : IZoneAllocator =>
        Check(new ZonesPrograms(), ZonesDriver.For<TAllocator>(), lawId, new(setup, operations));

    /// <summary>Runs exactly this program and requires that a law is not broken by it.</summary>
    /// <typeparam name="TAllocator">The implementation.</typeparam>
    /// <param name="lawId">The law, <c>BUDDY-MERGE</c>.</param>
    /// <param name="setup">What the implementation is created with.</param>
    /// <param name="operations">What is asked of it.</param>
    /// <exception cref="LessonException">The law is broken, or the program could not be judged to its
    /// end.</exception>
    public static void Keeps<TAllocator>(string lawId, BuddySetup setup, params BuddyOperation[] operations)
        where TAllocator : IBuddyAllocator =>
        Check(new BuddyPrograms(), BuddyDriver.For<TAllocator>(), lawId, new(setup, operations));

    /// <summary>Runs exactly this program and requires that a law is not broken by it.</summary>
    /// <typeparam name="TList">The implementation.</typeparam>
    /// <param name="lawId">The law, <c>LIST-ORDER</c>.</param>
    /// <param name="setup">How many lists and nodes there are.</param>
    /// <param name="operations">What is asked of it.</param>
    /// <exception cref="LessonException">The law is broken, or the program could not be judged to its
    /// end.</exception>
    public static void Keeps<TList>(string lawId, ListsSetup setup, params ListsOperation[] operations)
        where TList : IKernelList =>
        Check(new ListsPrograms(), ListsDriver.For<TList>(), lawId, new(setup, operations));

    /// <summary>Runs exactly this program and requires that a law is not broken by it.</summary>
    /// <typeparam name="TDatabase">The implementation.</typeparam>
    /// <param name="lawId">The law, <c>PAGE-COUNT</c>.</param>
    /// <param name="setup">Which frames there are.</param>
    /// <param name="operations">What is asked of it.</param>
    /// <exception cref="LessonException">The law is broken, or the program could not be judged to its
    /// end.</exception>
    public static void Keeps<TDatabase>(
        string lawId, PagesSetup setup, params PagesOperation[] operations)
        where TDatabase : IPageDatabase =>
        Check(new PagesPrograms(), PagesDriver.For<TDatabase>(), lawId, new(setup, operations));

    /// <summary>Runs exactly this program and requires that a law is not broken by it.</summary>
    /// <typeparam name="TAllocator">The implementation.</typeparam>
    /// <param name="lawId">The law, <c>VMALLOC-GUARD</c>.</param>
    /// <param name="setup">Which addresses there are, and how much memory.</param>
    /// <param name="operations">What is asked of it.</param>
    /// <exception cref="LessonException">The law is broken, or the program could not be judged to its
    /// end.</exception>
    public static void Keeps<TAllocator>(
        string lawId, VmallocSetup setup, params VmallocOperation[] operations)
        where TAllocator : IVmallocAllocator =>
        Check(new VmallocPrograms(), VmallocDriver.For<TAllocator>(), lawId, new(setup, operations));

    /// <summary>Runs exactly this program and requires that a law is not broken by it.</summary>
    /// <typeparam name="TPages">The implementation.</typeparam>
    /// <param name="lawId">The law, <c>PCPU-DRAIN</c>.</param>
    /// <param name="setup">How many CPUs, how much memory, and how long lists may be.</param>
    /// <param name="operations">What is asked of it.</param>
    /// <exception cref="LessonException">The law is broken, or the program could not be judged to its
    /// end.</exception>
    public static void Keeps<TPages>(
        string lawId, PerCpuSetup setup, params PerCpuOperation[] operations)
        where TPages : IPerCpuPages =>
        Check(new PerCpuPrograms(), PerCpuDriver.For<TPages>(), lawId, new(setup, operations));

    /// <summary>Runs exactly this program and requires that a law is not broken by it.</summary>
    /// <typeparam name="TVariables">The implementation.</typeparam>
    /// <param name="lawId">The law, <c>PCPUVAR-SUM</c>.</param>
    /// <param name="setup">How many CPUs and variables.</param>
    /// <param name="operations">What is asked of it.</param>
    /// <exception cref="LessonException">The law is broken, or the program could not be judged to its
    /// end.</exception>
    public static void Keeps<TVariables>(
        string lawId, PerCpuVariablesSetup setup, params PerCpuVariablesOperation[] operations)
        where TVariables : IPerCpuVariables =>
        Check(
            new PerCpuVariablesPrograms(),
            PerCpuVariablesDriver.For<TVariables>(),
            lawId,
            new(setup, operations));

    /// <summary>Runs exactly this program and requires that a law is not broken by it.</summary>
    /// <typeparam name="TAllocator">The implementation.</typeparam>
    /// <param name="lawId">The law, <c>SLAB-DISJOINT</c>.</param>
    /// <param name="setup">How much memory there is.</param>
    /// <param name="operations">What is asked of it.</param>
    /// <exception cref="LessonException">The law is broken, or the program could not be judged to its
    /// end.</exception>
    public static void Keeps<TAllocator>(string lawId, SlabSetup setup, params SlabOperation[] operations)
        where TAllocator : ISlabAllocator =>
        Check(new SlabPrograms(), SlabDriver.For<TAllocator>(), lawId, new(setup, operations));

    private static void Check<TSetup, TOperation, TReply, TModel>(
        ChapterPrograms<TSetup, TOperation, TReply, TModel> programs,
        IDriver<TSetup, TOperation, TReply> driver,
        string lawId,
        Program<TSetup, TOperation> program)
        where TSetup : class
        where TOperation : class, IOperation
        where TReply : struct, IReply<TReply>
        where TModel : class, IModel<TSetup, TOperation, TReply>
    {
        Law law = programs.Untyped.Laws.SingleOrDefault(one => one.Id == lawId)
            ?? throw new ArgumentException(
                $"chapter {programs.Untyped.Name} has no law {lawId}", nameof(lawId));
        if (HangLog.OfProcess.WhyNotRun is string reason)
        {
            throw new LessonException(LawText.Unknown(law, reason));
        }

        var watched = new WatchedPrograms<TSetup, TOperation, TReply, TModel>(
            programs, driver, RunSettings.Current.CpuLimit ?? LawExamination.UsualLimit);
        OneReading? reading = null;
        Counterexample? hang =
            watched.RunAsync(lawId, () => reading = watched.Read(program)).GetAwaiter().GetResult();
        if (hang is not null)
        {
            HangLog.OfProcess.Note(hang.Culprit);
            Law terminates = programs.Untyped.Laws.Single(static one => one.ShortId == "TERMINATES");
            throw new LessonException(LawText.Broken(terminates, hang));
        }

        if (reading!.Broken.TryGetValue(lawId, out Counterexample? broken))
        {
            throw new LessonException(LawText.Broken(law, broken));
        }

        if (reading.WhyCutShort is string step)
        {
            string others = string.Join(", ", reading.Broken.Keys.Order());
            string advice = others.Length == 0 ? "" : $"; fix {others} first";
            throw new LessonException(LawText.Unknown(law, $"nothing can be judged after {step}{advice}"));
        }
    }
}
