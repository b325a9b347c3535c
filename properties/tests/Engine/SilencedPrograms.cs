using MmVerify.Spec;

namespace MmVerify.Properties.Tests;

/// <summary>The Buddy chapter with one law whose judge always says the same.</summary>
/// <param name="lawId">The law.</param>
/// <param name="verdict">What it says.</param>
internal sealed class SilencedChapter(string lawId, Judgement verdict)
    : Chapter<BuddySetup, BuddyOperation, BuddyReply, BuddyModel>("Buddy", typeof(IBuddyAllocator))
{
    private readonly BuddyChapter inner = BuddyChapter.Instance;

    public override IReadOnlyList<BuddyLaw> JudgedLaws { get; } =
        [.. BuddyLaws.All.Select(law => law.Id == lawId ? law with { Judge = (in _) => verdict } : law)];

    public override BuddyOperation Creation => inner.Creation;

    public override BuddyModel NewModel() => inner.NewModel();

    public override IDriver<BuddySetup, BuddyOperation, BuddyReply> NewDriver(Type implementation) =>
        inner.NewDriver(implementation);

    public override void Write(WireWriter writer, BuddySetup setup) => inner.Write(writer, setup);

    public override BuddySetup ReadSetup(ref WireReader reader) => inner.ReadSetup(ref reader);

    public override void Write(WireWriter writer, BuddyOperation operation) => inner.Write(writer, operation);

    public override BuddyOperation ReadOperation(ref WireReader reader, int number) =>
        inner.ReadOperation(ref reader, number);

    public override void Write(WireWriter writer, BuddyOperation operation, in BuddyReply reply) =>
        inner.Write(writer, operation, in reply);

    public override void ReadReply(
        ref WireReader reader, BuddyOperation operation, ReadOnlySpan<BuddyReply> earlier,
        out BuddyReply reply) =>
        inner.ReadReply(ref reader, operation, earlier, out reply);
}

/// <summary>The programs of the Buddy chapter for a chapter with other laws.</summary>
/// <param name="chapter">The chapter.</param>
internal sealed class SilencedPrograms(SilencedChapter chapter)
    : ChapterPrograms<BuddySetup, BuddyOperation, BuddyReply, BuddyModel>(chapter)
{
    private readonly BuddyPrograms inner = new();

    public override IReadOnlyList<string> Corpus => [];

    public override IEnumerable<BuddyProgram> SmallScope => inner.SmallScope;

    public override IEnumerable<BuddyProgram> Large(ulong seed) => inner.Large(seed);

    public override BuddyProgram Random(ulong shape, int length, ulong seed) =>
        inner.Random(shape, length, seed);

    public override BuddyOperation WithLender(BuddyOperation operation, int lender) =>
        inner.WithLender(operation, lender);

    public override BuddyOperation GivingBack(int lender) => inner.GivingBack(lender);

    public override IEnumerable<BuddyOperation> Variants(BuddySetup setup, BuddyOperation operation) =>
        inner.Variants(setup, operation);

    public override IEnumerable<BuddySetup> SmallerSetups(BuddySetup setup) => inner.SmallerSetups(setup);

    public override long SizeOf(BuddySetup setup) => inner.SizeOf(setup);

    public override long SizeOf(BuddyOperation operation) => inner.SizeOf(operation);

    public override string CodeOf(BuddySetup setup) => inner.CodeOf(setup);

    public override string CodeOf(BuddyOperation operation) => inner.CodeOf(operation);

    public override IReadOnlyList<Picture> Pictures(
        BuddyProgram program, ReadOnlySpan<BuddyReply> replies, bool lastIsWrong) =>
        inner.Pictures(program, replies, lastIsWrong);
}
