using System.Collections.Immutable;

namespace RaftTorture.Targets.Systems.Reference;

/// <summary>How nodes of the reference system are started and spoken to, in any world.</summary>
internal sealed record ReferenceOptions
{
    /// <summary>The program and what comes before the node's own arguments; empty for the entry point of an image.</summary>
    public ImmutableArray<string> Program { get; init; } = [];

    /// <summary>What that program can do. See <see cref="NodeAbilities.AskAsync"/>.</summary>
    public NodeAbilities Abilities { get; init; } = NodeAbilities.None;

    /// <summary>The cluster's id: peers of another are refused.</summary>
    public required string ClusterId { get; init; }

    /// <summary>What its nodes know their operator by; null if they open no port for one. The system disposes it.</summary>
    public AdminToken? Token { get; init; }

    /// <summary>Whether nodes do not see the token's file, so that it is in their environment.</summary>
    public bool IsTokenInEnvironment { get; init; }

    /// <summary>Entries after which a node snapshots and compacts its log, 0 for never; null leaves it to the node.</summary>
    public int? SnapshotThreshold { get; init; }

    /// <summary>Given to every node after the arguments of its own.</summary>
    public ImmutableArray<string> ExtraArguments { get; init; } = [];

    /// <summary>What the workload keeps in a key.</summary>
    public ValueShape ValueShape { get; init; } = ValueShape.Scalar;

    /// <summary>Seed of the jitter of clients' pauses.</summary>
    public long Seed { get; init; }
}
