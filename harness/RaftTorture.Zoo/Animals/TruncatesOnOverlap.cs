using RaftTorture.Raft;
using RaftTorture.Replica;

namespace RaftTorture.Zoo.Animals;

/// <summary>Cuts its log back to what a request brings, even where nothing conflicts (section 5.3 removes only conflicts).</summary>
public sealed class TruncatesOnOverlap : RaftRules
{
    public static readonly Animal Animal = new()
    {
        Id = "R03",
        Source = "hashicorp/raft 0f31a01, openraft 9540c90, willemt/raft 77fb611, CCF #5991",
        Bug = "It cuts its log back to what a request brings, even where nothing conflicts.",
        Breaks = Property.Durability,
        Exposure = "A late, shorter request arrives after a longer one was acknowledged.",
        Seams = new ReplicaSeams { Rules = new TruncatesOnOverlap() },
    };

    public override bool Conflicts(Term mine, Term leaders) => true;
}
