using System.Collections.Immutable;
using RaftTorture.Running.Ports;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Scenarios.Generators;

namespace RaftTorture.Running.Playing;

/// <summary>All that the nemesis sees of its victim, from wherever it is seen.</summary>
internal sealed class Outlook(ICluster cluster, LeaderWatch leaders, WritesInFlight writes, RunClock clock)
{
    /// <param name="inForce">What was not yet seen to heal.</param>
    public ClusterView View(ImmutableArray<Fault> inForce) => new(leaders.Leader, inForce)
    {
        IsLeaderless = leaders.IsLeaderless,
        Primaries = leaders.Primaries,
        Sights = leaders.Sights with { Messages = Messages(), Writes = writes.Now },
    };

    private ImmutableSortedDictionary<string, MessageSight> Messages()
    {
        var nowNs = clock.NowNs;
        return cluster.Messages.ToImmutableSortedDictionary(
            seen => seen.Key,
            seen => new MessageSight(seen.Value.Count, nowNs - (seen.Value.SinceLast.Ticks * TimeSpan.NanosecondsPerTick)),
            StringComparer.Ordinal);
    }
}
