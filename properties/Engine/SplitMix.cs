namespace MmVerify.Properties;

/// <summary>
/// A small generator of pseudo-random numbers: the same seed gives the same numbers on every machine.
/// Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
/// </summary>
/// <param name="seed">Where it starts.</param>
public struct SplitMix(ulong seed)
{
    private ulong state = seed;

    /// <summary>The next 64 bits.</summary>
    public ulong Next()
    {
        unchecked
        {
            state += 0x9e3779b97f4a7c15;
            ulong z = state;
            z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
            z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
            return z ^ (z >> 31);
        }
    }

    /// <summary>A number from 0 up to, and without, a bound.</summary>
    /// <param name="bound">At least 1.</param>
    public int Below(int bound) => (int)((Next() >> 32) * (ulong)(uint)bound >> 32);
}
