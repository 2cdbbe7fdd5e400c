using RaftTorture.Raft;

namespace RaftTorture.Simulation.Faults;

/// <summary>Whom a fault befalls: a node, or whoever leads when it happens.</summary>
public readonly record struct Aim(NodeId? Node)
{
    public static readonly Aim Leader = new(null);

    public override string ToString() => Node?.ToString() ?? "the leader";
}
