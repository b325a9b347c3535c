using MmVerify.Spec;

namespace MmVerify.Properties.Tests;

/// <summary>Programs on one buddy allocator, and which laws they broke.</summary>
internal sealed class Trial
{
    private readonly InProcessExecutor<BuddySetup, BuddyOperation, BuddyReply> executor;
    private readonly IReadOnlyList<BuddyLaw> laws;
    private readonly Judge<BuddySetup, BuddyOperation, BuddyReply, BuddyModel> judge;
    private readonly SortedSet<string> broken = new(StringComparer.Ordinal);
    private ulong asked;

    /// <summary>Prepares.</summary>
    /// <param name="implementation">The allocator.</param>
    /// <param name="laws">What is asked; the chapter's laws but policies when null.</param>
    public Trial(Type implementation, IReadOnlyList<BuddyLaw>? laws = null)
    {
        executor = new(BuddyChapter.Instance.NewDriver(implementation));
        this.laws = laws ?? [.. BuddyLaws.All.Where(static law => !law.IsPolicy)];
        judge = new(this.laws, new BuddyModel(), BuddyChapter.Instance.Creation);
        AskAll();
    }

    /// <summary>The laws that were broken, by id.</summary>
    public IReadOnlySet<string> Broken => broken;

    /// <summary>Asks laws again that were broken before.</summary>
    /// <param name="but">The ids of those that are not to be asked.</param>
    public void AskAll(IReadOnlySet<string>? but = null)
    {
        broken.Clear();
        asked = 0;
        for (int i = 0; i < laws.Count; i++)
        {
            asked |= but?.Contains(laws[i].Id) == true || laws[i].ShortId == "COST" ? 0 : 1UL << i;
        }
    }

    /// <summary>Carries out programs; a law that is broken is not asked again.</summary>
    public void Run(IEnumerable<BuddyProgram> programs)
    {
        foreach (BuddyProgram program in programs)
        {
            Run(program);
        }
    }

    /// <summary>Carries out random programs.</summary>
    public void RunRandom(ulong seed, int count)
    {
        var programs = new BuddyPrograms();
        RandomSearch.Draw(
            programs, new ExaminationOptions(seed) { RandomPrograms = count }, Run);
    }

    /// <summary>Carries out one program.</summary>
    /// <param name="program">The program.</param>
    /// <param name="lawId">The one law that is asked.</param>
    /// <returns>The step at which it is broken; null when it is not.</returns>
    public int? BreachOf(BuddyProgram program, string lawId)
    {
        int index = laws.Select(static law => law.Id).ToList().IndexOf(lawId);
        int? step = null;
        executor.Run([program], (asking, replies) =>
        {
            judge.Read(asking, replies, 1UL << index);
            step = judge.Breaches is [var breach] ? breach.StepNumber : null;
        });
        return step;
    }

    private void Run(BuddyProgram program) => executor.Run([program], (asking, replies) =>
    {
        judge.Read(asking, replies, asked);
        foreach (Breach breach in judge.Breaches)
        {
            broken.Add(laws[breach.LawIndex].Id);
            asked &= ~(1UL << breach.LawIndex);
        }
    });
}
