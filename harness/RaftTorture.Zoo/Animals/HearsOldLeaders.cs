using RaftTorture.Raft;
using RaftTorture.Replica;

namespace RaftTorture.Zoo.Animals;

/// <summary>Obeys a leader of an earlier term (section 5.1: it is refused).</summary>
public sealed class HearsOldLeaders : RaftRules
{
    public static readonly Animal Animal = new()
    {
        Id = "E15",
        Source = "a mutant: no case is known to us",
        Bug = "It accepts what a leader of an earlier term sends.",
        Breaks = Property.StateMachineSafety,
        Exposure = "An old leader's entries arrive after an election.",
        Seams = new ReplicaSeams { Rules = new HearsOldLeaders() },
    };

    public override bool IsStale(Term leaders, Term current) => false;
}
