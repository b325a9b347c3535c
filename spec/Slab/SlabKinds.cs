namespace MmVerify.Spec;

public abstract partial record SlabOperation
{
    /// <summary>The kinds of operation, one bit each, for the laws to name.</summary>
    public static class Kinds
    {
        /// <summary><see cref="SlabOperation.Create"/>.</summary>
        public const uint Create = 1;

        /// <summary><see cref="SlabOperation.CreateCache"/>.</summary>
        public const uint CreateCache = 1 << 1;

        /// <summary><see cref="SlabOperation.Allocate"/>.</summary>
        public const uint Allocate = 1 << 2;

        /// <summary><see cref="SlabOperation.Free"/>.</summary>
        public const uint Free = 1 << 3;

        /// <summary><see cref="SlabOperation.FreeTo"/>.</summary>
        public const uint FreeTo = 1 << 4;

        /// <summary><see cref="SlabOperation.FreeInside"/>.</summary>
        public const uint FreeInside = 1 << 5;

        /// <summary><see cref="SlabOperation.FreeAt"/>.</summary>
        public const uint FreeAt = 1 << 6;

        /// <summary><see cref="SlabOperation.Shrink"/>.</summary>
        public const uint Shrink = 1 << 7;

        /// <summary><see cref="SlabOperation.Validate"/>.</summary>
        public const uint Validate = 1 << 8;

        /// <summary><see cref="SlabOperation.Destroy"/>.</summary>
        public const uint Destroy = 1 << 9;

        /// <summary><see cref="SlabOperation.UsageOf"/>.</summary>
        public const uint UsageOf = 1 << 10;

        /// <summary><see cref="SlabOperation.Kmalloc"/>.</summary>
        public const uint Kmalloc = 1 << 11;

        /// <summary><see cref="SlabOperation.Kzalloc"/>.</summary>
        public const uint Kzalloc = 1 << 12;

        /// <summary><see cref="SlabOperation.Ksize"/>.</summary>
        public const uint Ksize = 1 << 13;

        /// <summary><see cref="SlabOperation.KsizeAt"/>.</summary>
        public const uint KsizeAt = 1 << 14;

        /// <summary><see cref="SlabOperation.Krealloc"/>.</summary>
        public const uint Krealloc = 1 << 15;

        /// <summary><see cref="SlabOperation.KreallocAt"/>.</summary>
        public const uint KreallocAt = 1 << 16;

        /// <summary><see cref="SlabOperation.Overrun"/>.</summary>
        public const uint Overrun = 1 << 17;

        /// <summary><see cref="SlabOperation.WriteFreed"/>.</summary>
        public const uint WriteFreed = 1 << 18;

        /// <summary><see cref="SlabOperation.Concurrently"/>.</summary>
        public const uint Concurrently = 1 << 19;

        /// <summary><see cref="SlabOperation.FreeOwn"/>.</summary>
        public const uint FreeOwn = 1 << 20;

        /// <summary>Every operation that gives something back.</summary>
        public const uint Frees = Free | FreeTo | FreeInside | FreeAt;

        /// <summary>Every request of kmalloc.</summary>
        public const uint Kmallocs = Kmalloc | Kzalloc | Krealloc | KreallocAt;

        /// <summary>Every operation that hands something out.</summary>
        public const uint Allocates = Allocate | Kmallocs;

        /// <summary>Every operation that only tells something.</summary>
        public const uint Asks = UsageOf | Ksize | KsizeAt;

        /// <summary>Every operation that names a cache and no object.</summary>
        public const uint OfCaches = Allocate | Shrink | Validate | Destroy | UsageOf;

        /// <summary>Every operation.</summary>
        public const uint All = Create | Asked | Writes | Concurrently;

        /// <summary>What a user does to memory.</summary>
        public const uint Writes = Overrun | WriteFreed;

        /// <summary>Every operation of one CPU but the making.</summary>
        public const uint Asked = CreateCache | Allocates | Frees | OfCaches | Asks;
    }
}
