using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using FsCheck;
using FsCheck.Fluent;
using Xunit.Sdk;

namespace MmVerify.Xunit;

/// <summary>Tries one property and throws what there is to say when it does not hold.</summary>
/// <param name="method">The property.</param>
/// <param name="target">The instance of its class; null when it is static.</param>
/// <param name="settings">How it is tried.</param>
/// <param name="print">Takes a line of output.</param>
/// <param name="hangs">Knows what has not returned before.</param>
internal sealed class PropertyRun(
    MethodInfo method, object? target, PropertySettings settings, Action<string> print, HangLog hangs)
{
    // FsCheck itself gives up after 5000 and has no setting for it; a slow property would shrink for minutes.
    private const int MostShrinks = 2000;

    private readonly Watch watch = new(settings.Limit);
    private readonly ConcurrentDictionary<int, object[]> inProgress = new();
    private int calls;
    private int shrinks;

    /// <summary>Tries the property.</summary>
    /// <exception cref="LessonException">It does not hold, was exhausted, or did not return.</exception>
    public async Task RunAsync()
    {
        if (hangs.WhyNotRun is string reason)
        {
            throw new LessonException(reason);
        }

        var recorder = new Recorder();
        Config config = ConfigFor(recorder);
        string? hungFor = await watch.RunAsync(
            settings.Name, () => Check.One(config, Prop.ForAll(ArbitraryFor(config), TryOnce)));
        if (hungFor is not null)
        {
            hangs.Note(settings.Name);
            throw new LessonException(PropertyText.Hung(
                settings, hungFor,
                [.. inProgress.OrderBy(static pair => pair.Key).Select(static pair => pair.Value)], calls));
        }

        Tell(recorder.Result ?? throw new InvalidOperationException("FsCheck gave no result"));
    }

    private void Tell(TestResult result)
    {
        switch (result)
        {
            case TestResult.Passed passed:
                if (!settings.IsQuiet)
                {
                    print(PropertyText.Passed(settings, passed));
                }

                break;
            case TestResult.Failed failed:
                throw new LessonException(
                    PropertyText.Failed(settings, failed), PropertyText.CauseOf(failed));
            case TestResult.Exhausted exhausted:
                throw new LessonException(PropertyText.Exhausted(settings, exhausted));
            default:
                throw new InvalidOperationException($"FsCheck gave the result {result}");
        }
    }

    private Config ConfigFor(Recorder recorder)
    {
        Config config = Config.Default.WithMaxTest(settings.MaxTest).WithMaxRejected(settings.MaxRejected)
            .WithStartSize(settings.StartSize).WithEndSize(settings.EndSize)
            .WithQuietOnSuccess(true).WithName(settings.Name).WithRunner(recorder)
            .WithArbitrary(settings.Arbitraries);
        if (settings.Parallelism > 1)
        {
            config = config.WithParallelRunConfig(new ParallelRunConfig(settings.Parallelism));
        }

        ReplaySeed seed = settings.Seed;
        return seed.Size is int size
            ? config.WithReplay(seed.Seed, seed.Gamma, size)
            : config.WithReplay(seed.Seed, seed.Gamma);
    }

    // FsCheck's own way from a method to a property tells of the arguments only after the call, too late for
    // a hang.
    private Arbitrary<object[]> ArbitraryFor(Config config)
    {
        Arbitrary<object>[] parameters =
            [.. method.GetParameters().Select(parameter => config.ArbMap.ArbFor(parameter.ParameterType))];
        return Arb.From(
            Gen.CollectToArray(parameters, static parameter => parameter.Generator),
            arguments => Smaller(parameters, arguments));
    }

    private IEnumerable<object[]> Smaller(Arbitrary<object>[] parameters, object[] arguments)
    {
        for (int i = 0; i < arguments.Length; i++)
        {
            foreach (object smaller in parameters[i].Shrinker(arguments[i]))
            {
                if (Interlocked.Increment(ref shrinks) > MostShrinks)
                {
                    yield break;
                }

                object[] changed = [.. arguments];
                changed[i] = smaller;
                yield return changed;
            }
        }
    }

    private Property TryOnce(object[] arguments)
    {
        int call = Interlocked.Increment(ref calls);
        inProgress[call] = arguments;
        watch.Beat();
        if (settings.IsVerbose)
        {
            print(string.Create(CultureInfo.InvariantCulture, $"{call}:\n{ArgumentText.Of(arguments)}"));
        }

        try
        {
            return PropertyOf(
                method.Invoke(
                    target, BindingFlags.DoNotWrapExceptions, null, arguments, CultureInfo.InvariantCulture));
        }
        finally
        {
            inProgress.TryRemove(call, out _);
            watch.Beat();
        }
    }

    private static Property PropertyOf(object? returned)
    {
        switch (returned)
        {
            case null:
                return true.ToProperty();
            case bool isTrue:
                return isTrue.ToProperty();
            case Property property:
                return property;
            case Task<bool> task:
                return task.GetAwaiter().GetResult().ToProperty();
            case Task<Property> task:
                return task.GetAwaiter().GetResult();
            case Task task:
                task.GetAwaiter().GetResult();
                return true.ToProperty();
            default:
                throw new InvalidOperationException(
                    "a property returns bool, nothing, Property or a task of these, not "
                        + returned.GetType().Name);
        }
    }
}
