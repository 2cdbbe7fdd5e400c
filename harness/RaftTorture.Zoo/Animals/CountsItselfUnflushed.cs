using RaftTorture.Raft;
using RaftTorture.Replica;

namespace RaftTorture.Zoo.Animals;

/// <summary>Counts its own log before its disk holds it (thesis 10.2.1: only afterwards).</summary>
public sealed class CountsItselfUnflushed : RaftRules
{
    public static readonly Animal Animal = new()
    {
        Id = "C05",
        Source = "etcd #14370",
        Bug = "A leader counts itself among those who hold an entry before its own flush has returned.",
        Breaks = Property.Durability,
        Exposure = "The power fails in the window between.",
        Seams = new ReplicaSeams { Rules = new CountsItselfUnflushed() },
        Equivalent = "The replica flushes a batch before it looks at the next one: by the time that an answer arrives its own disk holds the entry.",
    };

    public override LogIndex OwnMatch(LogIndex persisted, LogIndex last) => last;
}
