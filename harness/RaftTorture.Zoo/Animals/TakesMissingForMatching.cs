using RaftTorture.Raft;
using RaftTorture.Replica;

namespace RaftTorture.Zoo.Animals;

/// <summary>Takes an entry that it has not got for one that matches (section 5.3, the consistency check).</summary>
public sealed class TakesMissingForMatching : RaftRules
{
    public static readonly Animal Animal = new()
    {
        Id = "R17",
        Source = "WRaft #118.1, etcd 76f1249",
        Bug = "Where its log has no entry at the previous index it appends as if it had.",
        Breaks = Property.LogMatching,
        Exposure = "Any follower that lags behind.",
        Seams = new ReplicaSeams { Rules = new TakesMissingForMatching() },
    };

    public override bool LogMatches(Term? termThere, Term previousTerm) => termThere is null || base.LogMatches(termThere, previousTerm);
}
