using System.Collections.Immutable;

namespace RaftTorture.Scenarios.Generators;

/// <summary>What was seen of a cluster that a trigger can wait for. All times are nanoseconds since the run started.</summary>
public sealed record ClusterSights
{
    public static readonly ClusterSights Nothing = new();

    /// <summary>How many times another term's leader was seen.</summary>
    public long Elections { get; init; }

    /// <summary>The last of them; null before the first.</summary>
    public ElectionSight? Election { get; init; }

    /// <summary>How far each node that answers is behind the furthest, at the last look.</summary>
    public ImmutableArray<LagSight> Lags { get; init; } = [];

    /// <summary>Snapshots that were on their way at the last look.</summary>
    public ImmutableArray<SnapshotSight> Snapshots { get; init; } = [];

    /// <summary>Messages between nodes that have passed so far, by kind; empty where nobody looks into them.</summary>
    public ImmutableSortedDictionary<string, MessageSight> Messages { get; init; } = ImmutableSortedDictionary<string, MessageSight>.Empty;

    /// <summary>Writes that clients sent and nobody has answered yet, in no order.</summary>
    public ImmutableArray<WriteSight> Writes { get; init; } = [];
}

/// <summary>A leader was elected.</summary>
public sealed record ElectionSight(string Node, long Term, long AtNs);

/// <summary>A node has not committed so many entries that another has.</summary>
public sealed record LagSight(string Node, long Entries, long AtNs);

/// <summary>A node sends another its snapshot.</summary>
public sealed record SnapshotSight(string From, string To, long AtNs);

/// <summary>So many messages of a kind have passed, the last of them then.</summary>
public sealed record MessageSight(long Count, long LastNs);

/// <summary>A write is on its way, through a node.</summary>
public sealed record WriteSight(string Key, string Node, long AtNs);
