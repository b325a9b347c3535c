using System.Globalization;

namespace MmVerify.Spec;

/// <summary>
/// One call of a slab allocator, something that its user does, or calls that CPUs make at the same time.
/// Caches have names, from 0 on, which a program gives when it makes them; objects are named by the step that
/// was handed them.
/// </summary>
public abstract partial record SlabOperation : IOperation
{
    /// <summary>How many names of caches there are.</summary>
    public const int NameCount = 4;

    /// <summary>The name of what is not of a cache but of kmalloc.</summary>
    public const int Kmalloced = -1;

    private SlabOperation(uint kind, int name = Kmalloced)
    {
        Kind = kind;
        Cache = name;
    }

    /// <inheritdoc/>
    public uint Kind { get; }

    /// <summary>The name of the cache that it is about; <see cref="Kmalloced"/> where it names
    /// none.</summary>
    public int Cache { get; }

    /// <inheritdoc/>
    public virtual int Lender => -1;

    /// <inheritdoc/>
    public virtual int FailingCall => 0;

    /// <inheritdoc/>
    public virtual bool AsksForNothing => false;

    /// <summary>The bytes that a request asks for; 0 where it is none of kmalloc.</summary>
    public virtual ulong Bytes => 0;

    /// <summary>Whether it hands something out.</summary>
    public bool IsAllocation => (Kind & Kinds.Allocates) != 0;

    /// <summary>Whether it gives something back, rightly or wrongly.</summary>
    public bool IsFree => (Kind & Kinds.Frees) != 0;

    /// <summary>Whether it gives back what a step handed out.</summary>
    public bool IsFreeOfLoan => (Kind & (Kinds.Free | Kinds.FreeTo)) != 0;

    /// <summary>Whether it asks kmalloc for more than it ever hands out.</summary>
    public bool AsksTooMuch => Bytes > KmallocSizes.Most;

    /// <summary>Whether it asks kmalloc for something that it hands out.</summary>
    public bool AsksForSome => Bytes > 0 && !AsksTooMuch;

    /// <summary>Whether it asks kmalloc for something that is of a class.</summary>
    public bool AsksForClass => Bytes is > 0 and <= KmallocSizes.MostSmall;

    /// <summary>What a cache is called: <c>a</c>, <c>b</c> …</summary>
    public static string NameOf(int cache) =>
        cache == Kmalloced ? "kmalloc" : ((char)('a' + cache)).ToString();

    private static string Fails(int failing) => failing == 0 ? ""
        : string.Create(CultureInfo.InvariantCulture, $", lower call {failing} fails");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>The making of the allocator: no step of a program, but the first of every history.</summary>
    public sealed record Create() : SlabOperation(Kinds.Create)
    {
        /// <inheritdoc/>
        public override string ToString() => "Create";
    }

    /// <summary>Makes a cache and names it.</summary>
    /// <param name="Name">What it is called from now on.</param>
    /// <param name="SizeBytes">The size of an object.</param>
    /// <param name="Align">The alignment; 0 for none.</param>
    /// <param name="Flags">What else is wished for.</param>
    /// <param name="IsConstructed">Whether it has a constructor.</param>
    public sealed record CreateCache(
        int Name,
        long SizeBytes,
        int Align = 0,
        CacheFlags Flags = CacheFlags.None,
        bool IsConstructed = false)
        : SlabOperation(Kinds.CreateCache, Name)
    {
        /// <inheritdoc/>
        public override bool AsksForNothing => true;

        /// <summary>What the cache is made with.</summary>
        /// <param name="constructor">What constructs its objects.</param>
        public CacheSetup Setup(Action<PhysAddr> constructor) =>
            new(SizeBytes, Align, Flags, IsConstructed ? constructor : null);

        /// <inheritdoc/>
        public override string ToString() => $"CreateCache({NameOf(Name)}, {Setup(static _ => { })})";
    }

    /// <summary>Asks a cache for an object.</summary>
    /// <param name="Name">The cache.</param>
    /// <param name="Failing">Which lower call fails meanwhile; 0 for none.</param>
    public sealed record Allocate(int Name, int Failing = 0) : SlabOperation(Kinds.Allocate, Name)
    {
        /// <inheritdoc/>
        public override int FailingCall => Failing;

        /// <inheritdoc/>
        public override string ToString() => $"Allocate({NameOf(Name)}{Fails(Failing)})";
    }

    /// <summary>Gives an object back to where it is from; the second time it is a double free.</summary>
    /// <param name="Of">The step that was handed it.</param>
    public sealed record Free(int Of) : SlabOperation(Kinds.Free)
    {
        /// <inheritdoc/>
        public override int Lender => Of;

        /// <inheritdoc/>
        public override string ToString() => Text($"Free(#{Of})");
    }

    /// <summary>Gives an object to a cache: misuse, unless it is from there.</summary>
    /// <param name="Name">The cache.</param>
    /// <param name="Of">The step that was handed it.</param>
    public sealed record FreeTo(int Name, int Of) : SlabOperation(Kinds.FreeTo, Name)
    {
        /// <inheritdoc/>
        public override int Lender => Of;

        /// <inheritdoc/>
        public override string ToString() => Text($"Free({NameOf(Name)}, #{Of})");
    }

    /// <summary>Gives back an address behind the start of an object: misuse.</summary>
    /// <param name="Of">The step that was handed it.</param>
    /// <param name="Offset">How far behind, at least 1. Unit: bytes.</param>
    public sealed record FreeInside(int Of, int Offset) : SlabOperation(Kinds.FreeInside)
    {
        /// <summary>The farthest behind. Unit: bytes.</summary>
        public const int MostOffset = 1 << 20;

        /// <inheritdoc/>
        public override int Lender => Of;

        /// <inheritdoc/>
        public override string ToString() => Text($"Free(#{Of} + {Offset})");
    }

    /// <summary>Gives back an address whatever it is.</summary>
    /// <param name="Name">To which cache, or <see cref="Kmalloced"/>.</param>
    /// <param name="Address">The address.</param>
    public sealed record FreeAt(int Name, PhysAddr Address) : SlabOperation(Kinds.FreeAt, Name)
    {
        /// <inheritdoc/>
        public override bool AsksForNothing => true;

        /// <inheritdoc/>
        public override string ToString() =>
            $"Free({NameOf(Name)}, {(Address.Value == 0 ? "null" : $"{Address}")})";
    }

    /// <summary>Gives back what a cache does not need.</summary>
    /// <param name="Name">The cache.</param>
    public sealed record Shrink(int Name) : SlabOperation(Kinds.Shrink, Name)
    {
        /// <inheritdoc/>
        public override bool AsksForNothing => true;

        /// <inheritdoc/>
        public override string ToString() => $"Shrink({NameOf(Name)})";
    }

    /// <summary>Looks at all objects of a cache.</summary>
    /// <param name="Name">The cache.</param>
    public sealed record Validate(int Name) : SlabOperation(Kinds.Validate, Name)
    {
        /// <inheritdoc/>
        public override bool AsksForNothing => true;

        /// <inheritdoc/>
        public override string ToString() => $"Validate({NameOf(Name)})";
    }

    /// <summary>Ends a cache.</summary>
    /// <param name="Name">The cache.</param>
    public sealed record Destroy(int Name) : SlabOperation(Kinds.Destroy, Name)
    {
        /// <inheritdoc/>
        public override bool AsksForNothing => true;

        /// <inheritdoc/>
        public override string ToString() => $"Destroy({NameOf(Name)})";
    }

    /// <summary>Asks what a cache has.</summary>
    /// <param name="Name">The cache.</param>
    public sealed record UsageOf(int Name) : SlabOperation(Kinds.UsageOf, Name)
    {
        /// <inheritdoc/>
        public override bool AsksForNothing => true;

        /// <inheritdoc/>
        public override string ToString() => $"UsageOf({NameOf(Name)})";
    }

    /// <summary>Asks for bytes.</summary>
    /// <param name="SizeBytes">How many.</param>
    /// <param name="Failing">Which lower call fails meanwhile; 0 for none.</param>
    public sealed record Kmalloc(ulong SizeBytes, int Failing = 0) : SlabOperation(Kinds.Kmalloc)
    {
        /// <inheritdoc/>
        public override ulong Bytes => SizeBytes;

        /// <inheritdoc/>
        public override int FailingCall => Failing;

        /// <inheritdoc/>
        public override bool AsksForNothing => SizeBytes == 0;

        /// <inheritdoc/>
        public override string ToString() => Text($"Kmalloc({SizeBytes}{Fails(Failing)})");
    }

    /// <summary>Asks for bytes that are 0.</summary>
    /// <param name="SizeBytes">How many.</param>
    /// <param name="Failing">Which lower call fails meanwhile; 0 for none.</param>
    public sealed record Kzalloc(ulong SizeBytes, int Failing = 0) : SlabOperation(Kinds.Kzalloc)
    {
        /// <inheritdoc/>
        public override ulong Bytes => SizeBytes;

        /// <inheritdoc/>
        public override int FailingCall => Failing;

        /// <inheritdoc/>
        public override bool AsksForNothing => SizeBytes == 0;

        /// <inheritdoc/>
        public override string ToString() => Text($"Kzalloc({SizeBytes}{Fails(Failing)})");
    }

    /// <summary>Asks how many bytes may be used.</summary>
    /// <param name="Of">The step that was handed them.</param>
    public sealed record Ksize(int Of) : SlabOperation(Kinds.Ksize)
    {
        /// <inheritdoc/>
        public override int Lender => Of;

        /// <inheritdoc/>
        public override string ToString() => Text($"Ksize(#{Of})");
    }

    /// <summary>Asks the same of an address, whatever it is.</summary>
    /// <param name="Address">The address.</param>
    public sealed record KsizeAt(PhysAddr Address) : SlabOperation(Kinds.KsizeAt)
    {
        /// <inheritdoc/>
        public override bool AsksForNothing => true;

        /// <inheritdoc/>
        public override string ToString() => $"Ksize({(Address.Value == 0 ? "null" : $"{Address}")})";
    }

    /// <summary>Makes what was handed out larger or smaller.</summary>
    /// <param name="Of">The step that was handed it.</param>
    /// <param name="SizeBytes">How many bytes from now on.</param>
    /// <param name="Failing">Which lower call fails meanwhile; 0 for none.</param>
    public sealed record Krealloc(int Of, ulong SizeBytes, int Failing = 0) : SlabOperation(Kinds.Krealloc)
    {
        /// <inheritdoc/>
        public override int Lender => Of;

        /// <inheritdoc/>
        public override ulong Bytes => SizeBytes;

        /// <inheritdoc/>
        public override int FailingCall => Failing;

        /// <inheritdoc/>
        public override string ToString() => Text($"Krealloc(#{Of}, {SizeBytes}{Fails(Failing)})");
    }

    /// <summary>The same of an address, whatever it is: null, the pointer to 0 bytes, or misuse.</summary>
    /// <param name="Address">The address.</param>
    /// <param name="SizeBytes">How many bytes from now on.</param>
    public sealed record KreallocAt(PhysAddr Address, ulong SizeBytes) : SlabOperation(Kinds.KreallocAt)
    {
        /// <inheritdoc/>
        public override ulong Bytes => SizeBytes;

        /// <inheritdoc/>
        public override bool AsksForNothing => SizeBytes == 0;

        /// <inheritdoc/>
        public override string ToString() =>
            Text($"Krealloc({(Address.Value == 0 ? "null" : $"{Address}")}, {SizeBytes})");
    }

    /// <summary>Its user writes just outside of an object of a cache with red zones.</summary>
    /// <param name="Of">The step that was handed it.</param>
    /// <param name="Distance">How far behind its last byte, from 0; or, negative, before its first.</param>
    public sealed record Overrun(int Of, int Distance) : SlabOperation(Kinds.Overrun)
    {
        /// <inheritdoc/>
        public override int Lender => Of;

        /// <inheritdoc/>
        public override bool AsksForNothing => true;

        /// <inheritdoc/>
        public override string ToString() => Distance < 0
            ? Text($"its user writes #{Of}[{Distance}]")
            : Text($"its user writes #{Of}[end + {Distance}]");
    }

    /// <summary>Somebody writes into a free object of a cache with poison.</summary>
    /// <param name="Of">The step that was handed it.</param>
    /// <param name="Offset">Which byte.</param>
    public sealed record WriteFreed(int Of, int Offset) : SlabOperation(Kinds.WriteFreed)
    {
        /// <inheritdoc/>
        public override int Lender => Of;

        /// <inheritdoc/>
        public override bool AsksForNothing => true;

        /// <inheritdoc/>
        public override string ToString() => Text($"its last user writes #{Of}[{Offset}]");
    }

    /// <summary>
    /// In a concurrent step: gives back what an earlier call of the same CPU was handed in this step.
    /// </summary>
    /// <param name="Call">Which of that CPU's calls, from 0.</param>
    public sealed record FreeOwn(int Call) : SlabOperation(Kinds.FreeOwn)
    {
        /// <inheritdoc/>
        public override string ToString() => Text($"Free(its {Call})");
    }

    /// <summary>
    /// Several CPUs allocate from a cache and give back at the same time. Then one CPU allocates a few times,
    /// everything that was handed out in the step is given back, and the cache is shrunk.
    /// </summary>
    /// <param name="Name">The cache.</param>
    /// <param name="What">Who does what, and when.</param>
    public sealed record Concurrently(int Name, Concurrent<SlabOperation> What)
        : SlabOperation(Kinds.Concurrently, Name)
    {
        /// <summary>The most calls of all CPUs together.</summary>
        public const int MostCalls = 12;

        private const int MostAfter = 8;

        /// <summary>How often one CPU allocates afterwards: so that it comes to what was given
        /// back.</summary>
        public int AfterCount => Math.Min(2 * What.Calls.Length, MostAfter);

        /// <inheritdoc/>
        public override int Lender => What.Calls.Select(static call => call.Operation.Lender).Max();

        /// <inheritdoc/>
        public override string ToString() => $"{What}";
    }
}
