using System.Globalization;

namespace MmVerify.Spec;

/// <summary>What several laws ask of one step.</summary>
public static class ZonesStep
{
    extension(in Step<ZonesOperation, ZonesReply, ZonesModel> step)
    {
        /// <summary>The zone that served a request that makes sense with a sound block; else null.</summary>
        public (ZoneKind Zone, ZoneRequest Request)? UsedZone() =>
            step.Model.RequestOf(step.Operation) is ZoneRequest request
            && step.Reply.Block.Order == request.Order && step.Model.IsFree(step.Reply.Block)
            && step.Model.ZoneOf(step.Reply.Block) is ZoneKind zone
                ? (zone, request)
                : null;

        /// <summary>The same, where that zone is not above the one that the flags name.</summary>
        public (ZoneKind Zone, ZoneRequest Request)? ServingZone() =>
            step.UsedZone() is (ZoneKind zone, ZoneRequest request) && zone <= request.Named
                ? (zone, request)
                : null;

        /// <summary>The same, where that zone was above its mark, so that it might have been right.</summary>
        public (ZoneKind Zone, ZoneRequest Request)? PermittedZone() =>
            step.ServingZone() is (ZoneKind zone, ZoneRequest request)
            && step.Model.IsAbove(zone, request, step.Model.MinFor(zone, request))
                ? (zone, request)
                : null;

        /// <summary>Whether the block is of the zone that it had to be of.</summary>
        public Judgement IsFrom(ZoneKind actual, ZoneKind? expected) => actual == expected
            ? Judgement.Kept
            : Judgement.Broken(step.Reply.Block, $"a block of {expected}", $"a block of {actual}");

        /// <summary>A breach: the zone had to keep what was handed out.</summary>
        public Judgement TakesTooMuch(ZoneKind zone, ZoneRequest request) => Judgement.Broken(
            step.Reply.Block, $"nothing of {zone}", $"a block of it: {step.Model.Left(zone, request)}");

        /// <summary>Whether all frames of each zone are counted, and all as free.</summary>
        public Judgement StartsFull()
        {
            foreach (ZoneLimit limit in step.Model.Setup.Layout.Limits)
            {
                long expected = step.Model.Managed(limit.Kind);
                long managed = step.Reply.Report.Managed(limit.Kind);
                long free = step.Reply.Report.Free(limit.Kind);
                if (managed != expected || free != expected)
                {
                    return Judgement.Broken(
                        $"{limit.Kind} at first",
                        $"{expected} free of {expected}",
                        $"{free} free of {managed}");
                }
            }

            return Judgement.Kept;
        }

        /// <summary>Whether the free pages of the block's zone changed by a number, and no others.</summary>
        /// <param name="pageCount">By how many; below 0 when handed out; 0: no zone's did.</param>
        public Judgement Changes(long pageCount)
        {
            foreach (ZoneLimit limit in step.Model.Setup.Layout.Limits)
            {
                bool isOwn = pageCount != 0 && step.Model.ZoneOf(step.Reply.Block) == limit.Kind;

                // A submission may have answered any number.
                long before = step.Previous.Report.Free(limit.Kind);
                long expected = unchecked(before + (isOwn ? pageCount : 0));
                long managed = step.Previous.Report.Managed(limit.Kind);
                long actual = step.Reply.Report.Free(limit.Kind);
                if (actual != expected || step.Reply.Report.Managed(limit.Kind) != managed)
                {
                    return Judgement.Broken(
                        $"{limit.Kind} after {step.Operation}",
                        $"{expected} free of {managed}",
                        $"{actual} free of {step.Reply.Report.Managed(limit.Kind)}");
                }
            }

            return Judgement.Kept;
        }
    }

    /// <summary>What a zone has and keeps, in words.</summary>
    /// <param name="model">The zones.</param>
    /// <param name="zone">One of them.</param>
    /// <param name="request">What is asked of it.</param>
    public static string Left(this ZonesModel model, ZoneKind zone, ZoneRequest request) => string.Create(
        CultureInfo.InvariantCulture,
        $"{model.Spare(zone, request)} pages count, mark {model.MinFor(zone, request)}, "
            + $"reserve {model.Reserve(zone, request.Named)}");
}
