using RaftTorture.Raft;

namespace RaftTorture.Simulation.Nodes;

/// <summary>A node ended itself, or could not start: it found a contradiction in its own state, or a bug threw.</summary>
public sealed class NodeCrashException(NodeId node, Exception cause) : Exception($"{node}: {cause.GetType().Name}: {cause.Message}", cause);
