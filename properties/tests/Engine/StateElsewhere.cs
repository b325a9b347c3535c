using MmVerify.Spec;

namespace MmVerify.Properties.Tests;

/// <summary>
/// Right as long as one CPU is at work; it keeps its state in fields, where nobody sees who comes in between.
/// </summary>
internal class StateElsewhere : IPageDatabase
{
    private readonly PagesModel model = new();

    protected StateElsewhere(PagesSetup setup) => model.Start(setup);

    public static IPageDatabase Create(PagesSetup setup, SharedMemory memory) => new StateElsewhere(setup);

    public virtual Result<PageAddr> PageOf(Pfn frame) =>
        model.Of(frame) is null ? Errno.EINVAL : new PageAddr(frame.Value);

    public Result<Pfn> PfnOf(PageAddr page) =>
        model.Of(new Pfn(page.Value)) is null ? Errno.EINVAL : new Pfn(page.Value);

    public Result<VirtAddr> ToVirtual(PhysAddr address) => model.Of(address.ToPfn()) is null
        ? Errno.EINVAL
        : new VirtAddr(model.Setup.DirectMap.Value + address.Value);

    public Result<PhysAddr> ToPhysical(VirtAddr address) =>
        model.PhysicalOf(address) is PhysAddr found ? found : Errno.EINVAL;

    public Errno Claim(Pfn frame, int owner) => Do(new PagesOperation.Claim(frame, owner)).Errno;

    public Errno Get(Pfn frame) => Do(new PagesOperation.Get(frame)).Errno;

    public Result<bool> Put(Pfn frame) => Do(new PagesOperation.Put(frame));

    public Errno Map(Pfn frame) => Do(new PagesOperation.Map(frame)).Errno;

    public Result<bool> Unmap(Pfn frame) => Do(new PagesOperation.Unmap(frame));

    public Errno SetFlag(Pfn frame, PageFlags flag) => Do(new PagesOperation.SetFlag(frame, flag)).Errno;

    public Errno ClearFlag(Pfn frame, PageFlags flag) => Do(new PagesOperation.ClearFlag(frame, flag)).Errno;

    public Result<bool> TestAndSet(Pfn frame, PageFlags flag) =>
        Do(new PagesOperation.TestAndSet(frame, flag));

    public Result<bool> TestAndClear(Pfn frame, PageFlags flag) =>
        Do(new PagesOperation.TestAndClear(frame, flag));

    public virtual Result<PageState> StateOf(Pfn frame) =>
        model.Of(frame) is PageState state ? state : Errno.EINVAL;

    protected virtual Result<bool> Do(PagesOperation operation)
    {
        if (model.Of(operation.Frame) is not PageState state)
        {
            return Errno.EINVAL;
        }

        Answer answer = model.AnswerOf(operation, state);
        model.Apply(operation);
        return answer.Outcome.Kind == OutcomeKind.Done ? answer.Value == 1 : answer.Outcome.Errno;
    }
}

/// <summary>Refuses everything, in good manners.</summary>
internal sealed class RefusesEverything : StateElsewhere, IPageDatabase
{
    private RefusesEverything(PagesSetup setup)
        : base(setup)
    {
    }

    public static new IPageDatabase Create(PagesSetup setup, SharedMemory memory) =>
        new RefusesEverything(setup);

    public override Result<PageAddr> PageOf(Pfn frame) => Errno.EINVAL;

    public override Result<PageState> StateOf(Pfn frame) => Errno.EINVAL;

    protected override Result<bool> Do(PagesOperation operation) => Errno.EINVAL;
}
