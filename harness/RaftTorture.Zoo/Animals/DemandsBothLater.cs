using RaftTorture.Raft;
using RaftTorture.Replica;

namespace RaftTorture.Zoo.Animals;

/// <summary>Asks for a later term and a longer log, where the later term alone decides (section 5.4.1).</summary>
public sealed class DemandsBothLater : RaftRules
{
    public static readonly Animal Animal = new()
    {
        Id = "E07b",
        Source = "openraft a48a328",
        Bug = "It votes only for a log that is both later and longer.",
        Breaks = Property.Availability,
        Exposure = "Logs that diverge: the longer one of an old leader, the later one of its successor.",
        Seams = new ReplicaSeams { Rules = new DemandsBothLater() },
    };

    public override bool IsUpToDate(Term candidateLastTerm, LogIndex candidateLastIndex, Term lastTerm, LogIndex lastIndex) =>
        candidateLastTerm >= lastTerm && candidateLastIndex >= lastIndex;
}
