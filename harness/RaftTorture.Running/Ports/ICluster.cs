using System.Collections.Immutable;
using RaftTorture.Checking.Histories;
using RaftTorture.Scenarios.Faults;

namespace RaftTorture.Running.Ports;

/// <summary>A system under test: the harness knows it only through this.</summary>
/// <remarks>Disposal heals every fault, ends every process that was started, and leaves nothing on the machine.</remarks>
public interface ICluster : IAsyncDisposable
{
    IReadOnlyList<string> Nodes { get; }

    /// <summary>Why a family of faults cannot be had here, in one sentence that says what to do; null if it can.</summary>
    string? WhyUnsupported(FaultKind kind);

    /// <summary>What a person should know of the set-up, each one sentence: for example processes of dead runs that were found and ended.</summary>
    IReadOnlyList<string> Notices { get; }

    /// <summary>Nodes that ended without the harness's doing, so far.</summary>
    IReadOnlyList<NodeExit> UnexpectedExits { get; }

    /// <summary>Messages between nodes that were seen to pass so far, by kind; empty where nobody can look into them. Asked often.</summary>
    IReadOnlyDictionary<string, MessagesSeen> Messages => ImmutableDictionary<string, MessagesSeen>.Empty;

    /// <summary>Starts all nodes and returns once a leader serves clients.</summary>
    /// <exception cref="ClusterException">A node does not start: the message names it, why, and the end of its log.</exception>
    Task StartAsync(CancellationToken cancellation);

    /// <summary>A client for one process that speaks to one node first. Never fails because the node is down.</summary>
    IClient OpenClient(ProcessId process, string node);

    /// <summary>Does one thing to the cluster and reports what a probe saw of it. Times are filled in by the caller's clock.</summary>
    Task<FaultEffect> ApplyAsync(Fault fault, CancellationToken cancellation);

    /// <summary>What each node says of itself now; a node that does not answer soon is left out.</summary>
    Task<IReadOnlyList<NodeStatus>> ObserveAsync(CancellationToken cancellation);
}

/// <summary>What a probe saw of a fault or its heal.</summary>
/// <param name="Confirmed">True if the effect was seen.</param>
/// <param name="Evidence">What was seen, with figures; or why nothing was.</param>
public sealed record FaultEffect(bool Confirmed, string Evidence)
{
    /// <summary>How long it took from the command until it was in force, milliseconds, without the probes before and after; null where nobody measured that.</summary>
    public double? TookMs { get; init; }
}

/// <summary>What a node says of itself.</summary>
public sealed record NodeStatus(string Node, long Term, bool IsLeader, long CommitIndex, long AppliedIndex)
{
    /// <summary>To whom it is sending a snapshot; empty if it is not, or does not tell.</summary>
    public ImmutableArray<string> SnapshotTo { get; init; } = [];
}

/// <summary>Messages of one kind.</summary>
/// <param name="Count">How many have passed.</param>
/// <param name="SinceLast">How long ago the last of them did.</param>
public readonly record struct MessagesSeen(long Count, TimeSpan SinceLast);

/// <summary>The system under test cannot be had: its message is one line that says what to do.</summary>
public sealed class ClusterException(string message, Exception? inner = null) : Exception(message, inner);
