using RaftTorture.Raft;
using RaftTorture.Replica;

namespace RaftTorture.Zoo.Animals;

/// <summary>Votes whatever the candidate's log lacks (section 5.4.1 compares them).</summary>
public sealed class IgnoresLogs : RaftRules
{
    public static readonly Animal Animal = new()
    {
        Id = "E06",
        Source = "a mutant: no case is known to us",
        Bug = "It votes without a look at the candidate's log.",
        Breaks = Property.LeaderCompleteness,
        Exposure = "A server that lags behind campaigns after a heal.",
        Seams = new ReplicaSeams { Rules = new IgnoresLogs() },
    };

    public override bool IsUpToDate(Term candidateLastTerm, LogIndex candidateLastIndex, Term lastTerm, LogIndex lastIndex) => true;
}
