namespace RaftTorture.Kv.Api;

/// <summary>The body of <c>GET /status</c>: what a node says of itself.</summary>
/// <param name="Id">The node, e.g. <c>n1</c>.</param>
/// <param name="Term">Its current term.</param>
/// <param name="Role"><c>follower</c>, <c>pre-candidate</c>, <c>candidate</c> or <c>leader</c>.</param>
/// <param name="Commit">Its commit index.</param>
/// <param name="Applied">The last index that its machine has applied.</param>
/// <param name="Leader">The leader it knows of in this term, or null.</param>
/// <param name="Pid">Its process id.</param>
public sealed record NodeStatusDto(string Id, long Term, string Role, long Commit, long Applied, string? Leader, int Pid)
{
    /// <summary>The ids of who counts in the configuration in force here.</summary>
    public IReadOnlyList<string> Voters { get; init; } = [];

    /// <summary>The ids of who only receives the log.</summary>
    public IReadOnlyList<string> Learners { get; init; } = [];

    /// <summary>The last index that its latest snapshot includes; 0 before any.</summary>
    public long Snapshot { get; init; }

    /// <summary>The ids of those to whom it is sending that snapshot; empty unless it leads.</summary>
    public IReadOnlyList<string> SnapshotTo { get; init; } = [];

    /// <summary>The first index that its log holds, or would hold.</summary>
    public long FirstIndex { get; init; } = 1;

    /// <summary>The number that its data directory drew at birth, 16 hexadecimal digits: a wiped disk has another.</summary>
    public string Incarnation { get; init; } = "";

    /// <summary>A hash of what its machine holds, 16 hexadecimal digits: equal on all nodes that have applied the same index.</summary>
    public string StateHash { get; init; } = "";

    /// <summary>Its wall clock when it answered, milliseconds since 1970 UTC. No promise rests on it: it is told so that it can be compared.</summary>
    public long ClockMs { get; init; }

    /// <summary>Its monotonic clock when it answered, milliseconds since some moment: only how fast it runs means anything. 0 where it is not told.</summary>
    public long MonotonicMs { get; init; }
}
