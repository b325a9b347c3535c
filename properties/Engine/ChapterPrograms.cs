using MmVerify.Spec;

namespace MmVerify.Properties;

/// <summary>
/// Does something with a chapter whose types are known, for callers who only know its name.
/// </summary>
/// <typeparam name="TResult">What comes of it.</typeparam>
public interface IChapterVisitor<out TResult>
{
    /// <summary>Is called with the chapter's programs.</summary>
    TResult Visit<TSetup, TOperation, TReply, TModel>(
        ChapterPrograms<TSetup, TOperation, TReply, TModel> programs)
        where TSetup : class
        where TOperation : class, IOperation
        where TReply : struct, IReply<TReply>
        where TModel : class, IModel<TSetup, TOperation, TReply>;
}

/// <summary>How the programs of a chapter are made, made smaller and shown.</summary>
public abstract class ChapterPrograms
{
    /// <summary>The chapters for which programs can be made, in teaching order.</summary>
    public static IReadOnlyList<ChapterPrograms> All { get; } =
    [
        new ListsPrograms(),
        new PagesPrograms(),
        new ZonesPrograms(),
        new BuddyPrograms(),
        new PerCpuPrograms(),
        new PerCpuVariablesPrograms(),
        new SlabPrograms(),
        new VmallocPrograms(),
    ];

    /// <summary>The chapter.</summary>
    public abstract Chapter Untyped { get; }

    /// <summary>The programs of a chapter.</summary>
    public static ChapterPrograms Of(Chapter chapter) => All.Single(one => one.Untyped == chapter);

    /// <summary>Calls a visitor with the chapter's types.</summary>
    public abstract TResult Accept<TResult>(IChapterVisitor<TResult> visitor);
}

/// <summary>The same with the chapter's types.</summary>
/// <typeparam name="TSetup">The chapter's setup.</typeparam>
/// <typeparam name="TOperation">The chapter's operations.</typeparam>
/// <typeparam name="TReply">The chapter's replies.</typeparam>
/// <typeparam name="TModel">The chapter's model.</typeparam>
/// <param name="chapter">The chapter.</param>
public abstract class ChapterPrograms<TSetup, TOperation, TReply, TModel>(
    Chapter<TSetup, TOperation, TReply, TModel> chapter) : ChapterPrograms
    where TSetup : class
    where TOperation : class, IOperation
    where TReply : struct, IReply<TReply>
    where TModel : class, IModel<TSetup, TOperation, TReply>
{
    private readonly Lazy<IReadOnlyList<string>> corpus = new(() => ReadCorpus(chapter.Name));

    /// <summary>The chapter.</summary>
    public Chapter<TSetup, TOperation, TReply, TModel> Chapter => chapter;

    /// <inheritdoc/>
    public override Chapter Untyped => chapter;

    /// <summary>Replay tokens of programs that once broke a law, shrunk: <c>corpus.txt</c>.</summary>
    public virtual IReadOnlyList<string> Corpus => corpus.Value;

    /// <summary>Every program of the small scopes, the shorter ones first.</summary>
    public abstract IEnumerable<Program<TSetup, TOperation>> SmallScope { get; }

    /// <summary>Few programs on large setups, for laws about cost.</summary>
    public abstract IEnumerable<Program<TSetup, TOperation>> Large(ulong seed);

    /// <summary>Makes a random program.</summary>
    /// <param name="shape">Which setup, which kinds of operation and how often each: any number.</param>
    /// <param name="length">How many operations, about.</param>
    /// <param name="seed">The operations.</param>
    public abstract Program<TSetup, TOperation> Random(ulong shape, int length, ulong seed);

    /// <summary>The same operation with the step that it refers to renumbered.</summary>
    public abstract TOperation WithLender(TOperation operation, int lender);

    /// <summary>
    /// The operation that gives back, as it should be done, what a step handed out; null where no step hands
    /// out anything.
    /// </summary>
    public abstract TOperation? GivingBack(int lender);

    /// <summary>
    /// How many calls of lower layers an operation may make that can be made to fail; 0 when none. It need
    /// not be exact: a fault beyond the calls that are made is none.
    /// </summary>
    public virtual int MostFaults(TOperation operation) => 0;

    /// <summary>The same operation with another call of a lower layer failing, or none for 0.</summary>
    public virtual TOperation WithFailingCall(TOperation operation, int failingCall) => operation;

    /// <summary>The same operation with other arguments, the simplest first.</summary>
    public abstract IEnumerable<TOperation> Variants(TSetup setup, TOperation operation);

    /// <summary>Smaller setups, the smallest first.</summary>
    public abstract IEnumerable<TSetup> SmallerSetups(TSetup setup);

    /// <summary>How large a setup is, for comparison.</summary>
    public abstract long SizeOf(TSetup setup);

    /// <summary>How large the arguments of an operation are, for comparison.</summary>
    public abstract long SizeOf(TOperation operation);

    /// <summary>The setup as C#.</summary>
    public abstract string CodeOf(TSetup setup);

    /// <summary>The operation as C#.</summary>
    public abstract string CodeOf(TOperation operation);

    /// <summary>Memory after each step, creation's first.</summary>
    public abstract IReadOnlyList<Picture> Pictures(
        Program<TSetup, TOperation> program, ReadOnlySpan<TReply> replies, bool lastIsWrong);

    /// <summary>
    /// What a program of the small scope suggests once it has run: the same with other turns in its last
    /// step.
    /// </summary>
    public virtual IEnumerable<Program<TSetup, TOperation>> Interleavings(
        Program<TSetup, TOperation> program, in TReply last) => [];

    /// <summary>
    /// The same programs with the calls of their last, concurrent step made one by one, in some orders;
    /// nothing where the last step is of one CPU.
    /// </summary>
    public virtual IEnumerable<Program<TSetup, TOperation>> OneByOne(
        Program<TSetup, TOperation> program) => [];

    /// <summary>Who did what and when in a concurrent step, line by line; nothing for others.</summary>
    public virtual IReadOnlyList<string> Story(TOperation operation, in TReply reply) => [];

    /// <inheritdoc/>
    public override TResult Accept<TResult>(IChapterVisitor<TResult> visitor) => visitor.Visit(this);

    private static List<string> ReadCorpus(string name)
    {
        using Stream stream =
            typeof(ChapterPrograms).Assembly.GetManifestResourceStream($"{name}/corpus.txt")
            ?? throw new InvalidOperationException("the corpus was not built in");
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd()
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(static line => line[0] != '#').Select(static line => line.Split(' ')[0])];
    }
}
