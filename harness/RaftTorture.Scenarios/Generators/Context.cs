using System.Collections.Immutable;
using RaftTorture.Scenarios.Faults;

namespace RaftTorture.Scenarios.Generators;

/// <summary>All that a generator may look at.</summary>
/// <param name="NowNs">Nanoseconds since the run started.</param>
/// <param name="Serial">The number of the next operation, never given twice in a run: it makes written values unique.</param>
/// <param name="Free">The workers that could start now, longest idle first; never empty.</param>
public readonly record struct Context(long NowNs, long Serial, IReadOnlyList<int> Free)
{
    /// <summary>What the nemesis knows of its victim.</summary>
    public ClusterView Cluster { get; init; } = ClusterView.Nothing;
}

/// <summary>What is known of a cluster from outside.</summary>
/// <param name="Leader">The node last seen to lead, or null.</param>
/// <param name="InForce">The faults that were applied and not yet healed, oldest first.</param>
public sealed record ClusterView(string? Leader, ImmutableArray<Fault> InForce)
{
    /// <summary>Nobody says just now that it leads: there is nobody to ask for anything.</summary>
    public bool IsLeaderless { get; init; }

    /// <summary>All nodes that say just now that they lead, each its own term; in order of their names.</summary>
    public ImmutableArray<string> Primaries { get; init; } = [];

    /// <summary>The kinds of faults that were seen to take effect so far in the run.</summary>
    public ImmutableArray<FaultKind> Effective { get; init; } = [];

    /// <summary>What was seen that a trigger can wait for.</summary>
    public ClusterSights Sights { get; init; } = ClusterSights.Nothing;

    public static readonly ClusterView Nothing = new(null, []);
}
