namespace MmVerify.Spec;

/// <summary>
/// One topic: its contract and its laws, and how its programs are carried out and written down.
/// </summary>
/// <param name="name">The name that recurs in every folder.</param>
/// <param name="contract">The interface that a submission implements.</param>
public abstract class Chapter(string name, Type contract)
{
    /// <summary>The name that recurs in every folder: <c>Buddy</c>.</summary>
    public string Name => name;

    /// <summary>The interface that a submission implements.</summary>
    public Type Contract => contract;

    /// <summary>The laws, in teaching order.</summary>
    public abstract IReadOnlyList<Law> Laws { get; }

    /// <summary>The laws that are asked of everybody, all but policies: a bit for each index.</summary>
    public ulong RequiredLaws => Laws.Index().Where(static law => !law.Item.IsPolicy)
        .Aggregate(0UL, static (bits, law) => bits | (1UL << law.Index));

    /// <summary>
    /// Whether an implementation is given a page allocator, which a buddy allocator of the same submission
    /// can be.
    /// </summary>
    public virtual bool StandsOnPages => false;

    /// <summary>Makes what carries out programs, given as bytes, on an implementation.</summary>
    /// <param name="implementation">A type that implements <see cref="Contract"/>.</param>
    /// <param name="buddy">The buddy allocator below it; without one, the plain page allocator.</param>
    public abstract ProgramRunner NewRunner(Type implementation, Type? buddy = null);
}

/// <summary>A chapter with its types.</summary>
/// <typeparam name="TSetup">What an implementation is created with.</typeparam>
/// <typeparam name="TOperation">The calls, as data.</typeparam>
/// <typeparam name="TReply">What came back from one.</typeparam>
/// <typeparam name="TModel">The state that the laws need.</typeparam>
/// <param name="name">The name that recurs in every folder.</param>
/// <param name="contract">The interface that a submission implements.</param>
public abstract class Chapter<TSetup, TOperation, TReply, TModel>(string name, Type contract)
    : Chapter(name, contract)
    where TSetup : class
    where TOperation : class, IOperation
    where TReply : struct, IReply<TReply>
    where TModel : class, IModel<TSetup, TOperation, TReply>
{
    /// <summary>The most operations a program may have.</summary>
    public const int MaxOperations = 1 << 16;

    /// <summary>The laws with their judges.</summary>
    public abstract IReadOnlyList<Law<TOperation, TReply, TModel>> JudgedLaws { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Law> Laws => JudgedLaws;

    /// <summary>The operation that stands for the making of an instance.</summary>
    public abstract TOperation Creation { get; }

    /// <summary>Makes a model.</summary>
    public abstract TModel NewModel();

    /// <summary>Makes a driver for an implementation in this process.</summary>
    public abstract IDriver<TSetup, TOperation, TReply> NewDriver(Type implementation);

    /// <summary>Makes a driver for an implementation above a buddy allocator.</summary>
    /// <exception cref="NotSupportedException">It is given no page allocator.</exception>
    public virtual IDriver<TSetup, TOperation, TReply> NewDriver(Type implementation, Type buddy) =>
        throw new NotSupportedException($"{Name} is given no page allocator");

    /// <summary>Makes a driver by a method of its own whose type parameters are known only here.</summary>
    /// <typeparam name="TDriver">The driver.</typeparam>
    /// <param name="by">The method's name.</param>
    /// <param name="types">The implementation, and what stands below it.</param>
    protected static TDriver Made<TDriver>(string by, params Type[] types)
        where TDriver : IDriver<TSetup, TOperation, TReply> =>
        (TDriver)typeof(TDriver).GetMethod(by)!.MakeGenericMethod(types).Invoke(null, null)!;

    /// <summary>Makes a judge of all laws.</summary>
    public Judge<TSetup, TOperation, TReply, TModel> NewJudge() => new(JudgedLaws, NewModel(), Creation);

    /// <inheritdoc/>
    public override ProgramRunner NewRunner(Type implementation, Type? buddy = null) =>
        new ProgramRunner<TSetup, TOperation, TReply, TModel>(
            this, buddy is null ? NewDriver(implementation) : NewDriver(implementation, buddy));

    /// <summary>Writes a setup.</summary>
    public abstract void Write(WireWriter writer, TSetup setup);

    /// <summary>Reads a setup.</summary>
    /// <exception cref="WireException">It is none.</exception>
    public abstract TSetup ReadSetup(ref WireReader reader);

    /// <summary>Writes an operation.</summary>
    public abstract void Write(WireWriter writer, TOperation operation);

    /// <summary>Reads an operation.</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="number">Its place in the program: it may only refer to earlier ones.</param>
    /// <exception cref="WireException">It is none.</exception>
    public abstract TOperation ReadOperation(ref WireReader reader, int number);

    /// <summary>Writes a reply.</summary>
    public abstract void Write(WireWriter writer, TOperation operation, in TReply reply);

    /// <summary>Reads a reply, and trusts it only where it cannot be known otherwise.</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="operation">What it replies to.</param>
    /// <param name="earlier">The replies before it, creation's first.</param>
    /// <param name="reply">The reply.</param>
    /// <exception cref="WireException">It is none, or none to that operation.</exception>
    public abstract void ReadReply(
        ref WireReader reader, TOperation operation, ReadOnlySpan<TReply> earlier, out TReply reply);

    /// <summary>Writes a program.</summary>
    public void Write(WireWriter writer, Program<TSetup, TOperation> program)
    {
        Write(writer, program.Setup);
        writer.Number((ulong)program.Operations.Length);
        foreach (TOperation operation in program.Operations)
        {
            Write(writer, operation);
        }
    }

    /// <summary>Reads a program.</summary>
    /// <exception cref="WireException">It is none.</exception>
    public Program<TSetup, TOperation> ReadProgram(ref WireReader reader)
    {
        TSetup setup = ReadSetup(ref reader);
        var operations = new TOperation[reader.Number(0, MaxOperations)];
        for (int i = 0; i < operations.Length; i++)
        {
            operations[i] = ReadOperation(ref reader, i);
        }

        return new Program<TSetup, TOperation>(setup, operations);
    }
}
