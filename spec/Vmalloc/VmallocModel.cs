namespace MmVerify.Spec;

/// <summary>
/// Which areas there are, in order, and the accounts of the lower layers. It follows as long as just the
/// areas' pages are mapped, each to a frame of its own, and no other frame is held.
/// </summary>
public sealed class VmallocModel
    : IModel<VmallocSetup, VmallocOperation, VmallocReply>, IWitnessedModel<VmallocOperation, VmallocReply>
{
    private readonly List<VmallocArea> areas = [];
    private readonly HashSet<VirtAddr> freed = [];
    private readonly LowerAccounts accounts = new();
    private LowerCalls added = LowerCalls.None;
    private long handedOut;
    private ulong? failedSize;

    /// <summary>The addresses and the memory.</summary>
    public VmallocSetup Setup { get; private set; } = VmallocSetup.Flat(1, 2);

    /// <summary>Whether nothing is handed out.</summary>
    public bool IsIdle => areas.Count == 0;

    /// <summary>Frames that are free. Unit: pages.</summary>
    public long FreeFrames => Setup.Memory.PageCount - handedOut;

    /// <summary>
    /// Whether an operation was refused because a lower layer failed: what that left behind is not to be seen
    /// from here.
    /// </summary>
    public bool HasFailed { get; private set; }

    /// <inheritdoc/>
    public void Start(VmallocSetup setup)
    {
        Setup = setup;
        areas.Clear();
        freed.Clear();
        accounts.Clear();
        added = LowerCalls.None;
        handedOut = 0;
        failedSize = null;
        HasFailed = false;
    }

    /// <summary>The area that starts at an address; null when none does.</summary>
    public VmallocArea? AreaAt(VirtAddr start)
    {
        int at = areas.FindIndex(area => area.Start == start);
        return at < 0 ? null : areas[at];
    }

    /// <summary>The area to which a page belongs; null when it belongs to none, or is a guard.</summary>
    public VmallocArea? OwnerOf(VirtAddr page)
    {
        int at = areas.FindIndex(area => area.HasPage(page));
        return at < 0 ? null : areas[at];
    }

    /// <summary>The pages of all areas but the one that starts at an address.</summary>
    public IEnumerable<VirtAddr> PagesOfOthers(VirtAddr start) =>
        areas.Where(area => area.Start != start).SelectMany(static area => area.Pages);

    /// <summary>The area whose guard a page is; null when it is none.</summary>
    public VmallocArea? GuardedBy(VirtAddr page)
    {
        int at = areas.FindIndex(area => area.Guard == page);
        return at < 0 ? null : areas[at];
    }

    /// <summary>The area that shares a page with another; null when none does.</summary>
    public VmallocArea? OverlappedBy(VmallocArea claimed)
    {
        int at = areas.FindIndex(area => area.HasPage(claimed.Start) || claimed.HasPage(area.Start));
        return at < 0 ? null : areas[at];
    }

    /// <summary>Whether an area started at an address and was given back.</summary>
    public bool WasFreed(VirtAddr start) => freed.Contains(start);

    /// <summary>Whether the pages of an area, and its guard, lie in the range.</summary>
    public bool IsInRange(VmallocArea area)
    {
        long first = Setup.Range.IndexOf(area.Start);
        return first >= 0 && area.PageCount < Setup.Range.PageCount - first;
    }

    /// <summary>
    /// The lowest place for an area of so many pages and its guard; null when there is none.
    /// </summary>
    public VirtAddr? LowestPlaceFor(long pageCount)
    {
        VirtAddr place = Setup.Range.Start;
        foreach (VmallocArea area in areas)
        {
            if (PagesBetween(place, area.Start) > pageCount)
            {
                return place;
            }

            place = area.Guard.PlusPages(1);
        }

        return PagesBetween(place, Setup.Range.Guard) > pageCount ? place : null;
    }

    /// <summary>Whether a request could never be met, however little is handed out.</summary>
    public bool IsTooBig(VmallocOperation.Allocate request) =>
        request.PageCount > Setup.Memory.PageCount || request.PageCount >= Setup.Range.PageCount;

    /// <summary>Whether a request asks for something that could be handed out.</summary>
    public bool IsPossible(VmallocOperation.Allocate request) => request.PageCount > 0 && !IsTooBig(request);

    /// <summary>Whether so many frames lie nowhere in a row, even when all of them are free.</summary>
    public bool IsNeverInARow(VmallocOperation.Allocate request) =>
        Setup.Memory.Ranges.Max(static range => range.PageCount) < request.PageCount;

    /// <summary>Whether there are addresses and frames enough for a request.</summary>
    public bool CanBeMet(VmallocOperation.Allocate request) =>
        request.PageCount >= 1 && request.PageCount <= FreeFrames
            && LowestPlaceFor(request.PageCount) is not null;

    /// <inheritdoc/>
    public LowerAccounts AccountsAfter(in VmallocReply reply)
    {
        if (!ReferenceEquals(added, reply.Calls))
        {
            added = reply.Calls;
            accounts.Add(added);
        }

        return accounts;
    }

    /// <inheritdoc/>
    public string? MissingIn(VmallocOperation operation, in VmallocReply reply)
    {
        if (operation is not VmallocOperation.Allocate request)
        {
            return null;
        }

        AccountsAfter(in reply);
        var area = new VmallocArea(reply.Address, request.PageCount);
        return WhyNotBacked(area)
            ?? (accounts.FramesHeld == handedOut + area.PageCount
                && accounts.PagesMapped == handedOut + area.PageCount
                ? null
                : $"{area.PageCount} pages, and {accounts.FramesHeld - handedOut} frames taken, "
                    + $"{accounts.PagesMapped - handedOut} pages mapped");
    }

    /// <inheritdoc/>
    public bool IsDueAgain(VmallocOperation operation) =>
        operation is VmallocOperation.Allocate { Failing: 0 } request && request.SizeBytes == failedSize
            && CanBeMet(request);

    /// <inheritdoc/>
    public bool Follow(VmallocOperation operation, in VmallocReply reply)
    {
        bool isDone = reply.Outcome.Kind == OutcomeKind.Done;
        bool hasFailed = !isDone && reply.Calls.HasFailure;
        bool wasMadeToFail = hasFailed && reply.Calls.HasFault(operation.FailingCall);
        HasFailed |= hasFailed;
        failedSize = wasMadeToFail ? (operation as VmallocOperation.Allocate)?.SizeBytes : null;
        AccountsAfter(in reply);
        bool isPossible = !isDone || operation switch
        {
            VmallocOperation.Allocate request => Insert(new VmallocArea(reply.Address, request.PageCount)),
            VmallocOperation.Free or VmallocOperation.FreeInside or VmallocOperation.FreeAt =>
                reply.Address.Value == 0 || Remove(reply.Address),
            _ => true,
        };
        bool agrees = isPossible && (reply.Calls.IsEmpty || Agrees());

        // Steps that ask for nothing share one list of calls, so what the last one changed is forgotten here.
        accounts.BeginStep();
        return agrees;
    }

    private static long PagesBetween(VirtAddr from, VirtAddr to) =>
        to.Value <= from.Value ? 0 : (long)((to.Value - from.Value) / Page.SizeBytes);

    private bool Insert(VmallocArea area)
    {
        int at = areas.FindIndex(other => other.Start.Value > area.Start.Value);
        at = at < 0 ? areas.Count : at;
        bool isFree = area.PageCount > 0 && area.Start.IsPageStart && IsInRange(area)
            && (at == 0 || areas[at - 1].Guard.Value < area.Start.Value)
            && (at == areas.Count || area.Guard.Value < areas[at].Start.Value);
        if (isFree)
        {
            areas.Insert(at, area);
            handedOut += area.PageCount;
        }

        return isFree;
    }

    private bool Remove(VirtAddr start)
    {
        if (AreaAt(start) is not VmallocArea area)
        {
            return false;
        }

        areas.Remove(area);
        freed.Add(start);
        handedOut -= area.PageCount;
        return true;
    }

    private bool Agrees() => accounts.PagesMapped == handedOut && accounts.FramesHeld == handedOut
        && areas.TrueForAll(area => WhyNotBacked(area) is null);

    private string? WhyNotBacked(VmallocArea area)
    {
        for (long index = 0; index < area.PageCount; index++)
        {
            VirtAddr page = area.Page(index);
            if (accounts.FrameAt(page) is not Pfn frame)
            {
                return $"{page} is not mapped";
            }

            if (!accounts.Holds(frame) || accounts.UsesOf(frame) != 1)
            {
                return $"{page} is mapped to {frame}, which it has not to itself";
            }
        }

        return null;
    }
}
