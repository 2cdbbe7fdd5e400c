using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Kernel.Packets;
using RaftTorture.Targets.Kernel.Probes;

namespace RaftTorture.Targets.Worlds.Network;

/// <summary>What probes saw of a packet fault, effect by effect, beside what was asked for.</summary>
/// <param name="Asked">The fault.</param>
/// <param name="Sparse">What became of datagrams that came one by one, on all links together.</param>
/// <param name="Bursts">What became of some that came in one go, link by link; empty if no rate was asked for.</param>
internal sealed record PacketSight(Fault.Packet Asked, Arrivals Sparse, IReadOnlyList<Arrivals> Bursts)
{
    /// <summary>What a busy machine may add before a delay is no longer the one that was asked for, milliseconds.</summary>
    private const int SlackMs = 250;

    /// <summary>An own queue is exact; one of the kernel rounds to its clock.</summary>
    private const double RoundingMs = 1;

    private const double RateSlack = 0.9;

    private PacketShape Shape => PacketShape.Of(Asked);

    /// <summary>The effects that were not seen as they were asked for, each with its figures; empty if all were.</summary>
    public IReadOnlyList<string> Missing =>
    [
        .. Asked.DelayMs + Asked.JitterMs > 0 && !IsSlow ? [$"delay of {Asked.DelayMs} ms ± {Asked.JitterMs} ms"] : Array.Empty<string>(),
        .. Unseen("lost", Asked.LossPercent, Sparse.Lost, Sparse.Sent, mayBeMore: Asked.BytesPerSecond is not null || Asked.CorruptPercent > 0),
        .. Unseen("doubled", Asked.DuplicatePercent, Sparse.Doubled, Sparse.Received),
        .. Unseen("corrupt", Asked.CorruptPercent, Sparse.Corrupt, Sparse.Received + Sparse.Corrupt),
        .. Asked.ReorderPercent > 0 && Asked.DelayMs == 0 ? ["reordering: it takes a delay to be overtaken"] : Array.Empty<string>(),
        .. Asked.DelayMs == 0 ? [] : Unseen("reordered", Asked.ReorderPercent, Sparse.Overtaken > 0 ? Early : 0, Sparse.Received),
        .. Asked.BytesPerSecond is { } rate && !IsNarrow ? [$"rate of {rate} B/s"] : Array.Empty<string>(),
    ];

    public bool IsSeen => Sparse.Received > 0 && Missing.Count == 0;

    public override string ToString() =>
        $"{Sparse}{BurstWords}" + (Missing.Count > 0 ? $"; not seen as asked for: {string.Join(", ", Missing)}" : "");

    /// <summary>Those that came sooner than the delay lets them: by overtaking.</summary>
    private int Early => Sparse.DelaysMs.Count(ms => ms < Shape.FastestMs - RoundingMs || (Asked.JitterMs >= Asked.DelayMs && ms < RoundingMs));

    /// <summary>None was early but by overtaking, one reached the middle, and the median is not late.</summary>
    private bool IsSlow =>
        Sparse.Received > 0
        && (Asked.ReorderPercent > 0 || Sparse.LeastMs >= Shape.FastestMs - RoundingMs)
        && Sparse.MostMs >= Asked.DelayMs - RoundingMs
        && Sparse.MedianMs <= Shape.SlowestMs + (Asked.BytesPerSecond is null ? 0 : PacketShape.BacklogMs) + SlackMs;

    /// <summary>No link carried a burst faster than its line allows.</summary>
    private bool IsNarrow =>
        Bursts.Any(burst => PacketTrains.BusyMs(Asked, burst.Received) > PacketTrains.SpreadMs(Asked))
        && Bursts.All(burst => burst.Received < 2 || burst.SpanMs >= RateSlack * (PacketTrains.BusyMs(Asked, burst.Received) - PacketTrains.SpreadMs(Asked)));

    private string BurstWords => Bursts.Where(burst => burst.Received > 1).ToArray() is { Length: > 0 } bursts
        ? $"; bursts took {bursts.Min(burst => burst.SpanMs):0}-{bursts.Max(burst => burst.SpanMs):0} ms "
            + $"where the line takes {PacketTrains.BusyMs(Asked, bursts.Max(burst => burst.Received)):0}"
        : "";

    private IEnumerable<string> Unseen(string fate, double percent, int seen, int count, bool mayBeMore = false)
    {
        if (percent <= 0)
            yield break;
        var (least, most) = Luck.Range(count, percent, Asked.CorrelationPercent);
        if (seen < least || (seen > most && !mayBeMore))
            yield return $"{percent} % {fate}, which is {least}-{most} of {count}";
    }
}
