using RaftTorture.Raft;
using RaftTorture.Replica;

namespace RaftTorture.Zoo.Animals;

/// <summary>Changes the members before the leader has committed anything in its term: Ongaro's single-server bug of 2015.</summary>
public sealed class ChangesBeforeCommitting : RaftRules
{
    public static readonly Animal Animal = new()
    {
        Id = "M01",
        Source = "Ongaro, errata of July 2015 to his own dissertation",
        Bug = "A leader changes the members before it has committed anything in its term.",
        Breaks = Property.StateMachineSafety,
        Exposure = "Two leaders, one after the other, that each hold an uncommitted change to the same old members.",
        Seams = new ReplicaSeams { Rules = new ChangesBeforeCommitting() },
    };

    public override bool MayChangeMembership(bool isAnotherUncommitted, bool hasCommittedInTerm) => !isAnotherUncommitted;
}
