using RaftTorture.Raft;

namespace RaftTorture.Replica.Tracing;

/// <summary>The first line of every life of a node: whose trace it is.</summary>
/// <param name="Cluster">The cluster's id.</param>
/// <param name="Node">Who writes.</param>
/// <param name="Incarnation">The id that the data directory drew at its birth.</param>
public sealed record TraceHeader(string Cluster, NodeId Node, ulong Incarnation)
{
    public const string Format = "raft-trace";

    /// <summary>Grows when a reader of the old version would misread the new one; a new field or event alone does not.</summary>
    public const int Version = 1;
}
