using RaftTorture.Raft;
using RaftTorture.Replica;

namespace RaftTorture.Zoo.Animals;

/// <summary>Votes for candidates although it hears a leader (thesis 4.2.3; a lease rests on it).</summary>
public sealed class ListensToCandidates : RaftRules
{
    public static readonly Animal Animal = new()
    {
        Id = "Q12",
        Source = "etcd: a configuration that it forbids",
        Bug = "It votes for candidates although it hears a leader, while leaders serve reads by leases.",
        Breaks = Property.Linearizability,
        Exposure = "A server that does not hear the leader campaigns while the lease lasts.",
        Seams = new ReplicaSeams { Rules = new ListensToCandidates() },
    };

    public override bool DisregardsCandidates(long sinceLeaderMs, int electionTimeoutMinMs) => false;
}
