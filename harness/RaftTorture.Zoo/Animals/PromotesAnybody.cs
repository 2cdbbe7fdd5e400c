using RaftTorture.Raft;
using RaftTorture.Replica;

namespace RaftTorture.Zoo.Animals;

/// <summary>Gives a learner its vote however far it is behind (thesis 4.2.1 waits until it has caught up).</summary>
public sealed class PromotesAnybody : RaftRules
{
    public static readonly Animal Animal = new()
    {
        Id = "M06",
        Source = "EastGuard #150",
        Bug = "A leader gives a learner its vote however far it is behind.",
        Breaks = Property.Availability,
        Exposure = "A learner that does not run is promoted, and then one voter fails.",
        Seams = new ReplicaSeams { Rules = new PromotesAnybody() },
    };

    public override bool MayPromote(long entriesBehind, int maxEntriesBehind) => true;
}
