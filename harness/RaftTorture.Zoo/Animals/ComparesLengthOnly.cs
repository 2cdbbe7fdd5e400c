using RaftTorture.Raft;
using RaftTorture.Replica;

namespace RaftTorture.Zoo.Animals;

/// <summary>Votes for the longer log, whatever its last term (section 5.4.1 compares terms first).</summary>
public sealed class ComparesLengthOnly : RaftRules
{
    public static readonly Animal Animal = new()
    {
        Id = "E07a",
        Source = "a mutant: no case is known to us",
        Bug = "It votes for the longer log, whatever its last term.",
        Breaks = Property.LeaderCompleteness,
        Exposure = "An old leader that was cut off with many uncommitted entries campaigns.",
        Seams = new ReplicaSeams { Rules = new ComparesLengthOnly() },
    };

    public override bool IsUpToDate(Term candidateLastTerm, LogIndex candidateLastIndex, Term lastTerm, LogIndex lastIndex) =>
        candidateLastIndex >= lastIndex;
}
