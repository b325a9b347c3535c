namespace MmVerify.Spec;

/// <summary>
/// Counts the steps of a submission. The grader compiles a submission with a <see cref="Tick"/> in every loop
/// and every method body, so that "takes too long" and "does too much work" mean a number of steps and never
/// depend on how busy the machine is. Code that was compiled without ticks counts nothing, and nothing is
/// then said of it.
/// </summary>
public static class Fuel
{
    private static long left = long.MaxValue;

    /// <summary>Steps that may still be taken. Unit: ticks.</summary>
    public static long Left => left;

    /// <summary>Takes one step.</summary>
    /// <exception cref="OutOfFuelException">No step was left.</exception>
    public static void Tick()
    {
        if (left-- <= 0)
        {
            left = 0;
            throw new OutOfFuelException();
        }
    }

    /// <summary>Sets how many steps may be taken from here on. Only the driver calls this.</summary>
    /// <param name="ticks">The number of steps, at least 0.</param>
    public static void Fill(long ticks) => left = ticks;
}

/// <summary>A submission used up the steps it was given for one operation.</summary>
/// <param name="why">What is known of the reason.</param>
public sealed class OutOfFuelException(string why = OutOfFuelException.Usual) : Exception(why)
{
    /// <summary>The reason where a CPU waits for something that the judge cannot see.</summary>
    public const string Blocked = "a CPU waits for something else than shared words";

    private const string Usual = "the operation did not return within its budget of steps";
}
