using RaftTorture.Raft;
using RaftTorture.Replica;

namespace RaftTorture.Zoo.Animals;

/// <summary>Changes the members while an earlier change is not committed (thesis 4.1 allows one at a time).</summary>
public sealed class ChangesTwoAtOnce : RaftRules
{
    public static readonly Animal Animal = new()
    {
        Id = "M02",
        Source = "etcd #11284",
        Bug = "A leader changes the members while an earlier change is not committed.",
        Breaks = Property.StateMachineSafety,
        Exposure = "Removals in a row within a partition.",
        Seams = new ReplicaSeams { Rules = new ChangesTwoAtOnce() },
    };

    public override bool MayChangeMembership(bool isAnotherUncommitted, bool hasCommittedInTerm) => hasCommittedInTerm;
}
