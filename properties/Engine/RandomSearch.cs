using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Collections;
using Microsoft.FSharp.Core;
using MmVerify.Spec;

namespace MmVerify.Properties;

/// <summary>
/// Random programs, drawn by FsCheck. FsCheck draws the shape, the length and one seed; the operations are
/// expanded from that seed, because a draw for each operation is two to three times slower.
/// </summary>
public static class RandomSearch
{
    /// <summary>
    /// Programs of a chapter, with a generator and the engine's shrinker, for FsCheck properties.
    /// </summary>
    /// <param name="programs">The chapter's programs.</param>
    /// <param name="longest">The length at FsCheck's size 100. Unit: operations.</param>
    public static Arbitrary<Program<TSetup, TOperation>> Arbitrary<TSetup, TOperation, TReply, TModel>(
        ChapterPrograms<TSetup, TOperation, TReply, TModel> programs, int longest)
        where TSetup : class
        where TOperation : class, IOperation
        where TReply : struct, IReply<TReply>
        where TModel : class, IModel<TSetup, TOperation, TReply> =>
        Arb.From(
            Generator(programs, longest),
            new Shrinker<TSetup, TOperation, TReply, TModel>(programs).Candidates);

    /// <summary>Draws programs and passes them on.</summary>
    /// <param name="programs">The chapter's programs.</param>
    /// <param name="options">How many, how long, and the seed.</param>
    /// <param name="offer">Is given each.</param>
    public static void Draw<TSetup, TOperation, TReply, TModel>(
        ChapterPrograms<TSetup, TOperation, TReply, TModel> programs,
        ExaminationOptions options,
        Action<Program<TSetup, TOperation>> offer)
        where TSetup : class
        where TOperation : class, IOperation
        where TReply : struct, IReply<TReply>
        where TModel : class, IModel<TSetup, TOperation, TReply>
    {
        if (options.RandomPrograms == 0)
        {
            return;
        }

        var silent = new SilentRunner();
        Config config = Config.Quick.WithMaxTest(options.RandomPrograms).WithStartSize(1).WithEndSize(100)
            .WithQuietOnSuccess(true).WithRunner(silent).WithReplay(options.Seed, Gamma);
        Check.One(config, Prop.ForAll(Arb.From(Generator(programs, options.LongestProgram)), program =>
        {
            offer(program);
            return true;
        }));
        if (silent.Failure is Exception failure)
        {
            throw new InvalidOperationException("the random search itself failed", failure);
        }
    }

    // FsCheck asks for an odd number; this one spreads the seeds best.
    private const ulong Gamma = 0x9e3779b97f4a7c15;

    private static Gen<Program<TSetup, TOperation>> Generator<TSetup, TOperation, TReply, TModel>(
        ChapterPrograms<TSetup, TOperation, TReply, TModel> programs, int longest)
        where TSetup : class
        where TOperation : class, IOperation
        where TReply : struct, IReply<TReply>
        where TModel : class, IModel<TSetup, TOperation, TReply>
    {
        Gen<int> number = Gen.Choose(0, int.MaxValue - 1);
        return Gen.Sized(
            size => number.Zip(number).Zip(number.Zip(Gen.Choose(1, Math.Max(1, longest * size / 100))))
            .Select(drawn => programs.Random(
                (ulong)drawn.Item1.Item1,
                drawn.Item2.Item2,
                ((ulong)drawn.Item1.Item2 << 32) | (uint)drawn.Item2.Item1)));
    }

    private sealed class SilentRunner : IRunner
    {
        public Exception? Failure { get; private set; }

        public void OnStartFixture(Type t)
        {
        }

        public void OnArguments(
            int ntest, FSharpList<object> args, FSharpFunc<int, FSharpFunc<FSharpList<object>, string>> every)
        {
        }

        public void OnShrink(FSharpList<object> args, FSharpFunc<FSharpList<object>, string> everyShrink)
        {
        }

        public void OnFinished(string name, TestResult result) =>
            Failure = result is TestResult.Failed { Item4: FsCheck.Outcome.Failed { Item: var exception } }
                ? exception : null;
    }
}
