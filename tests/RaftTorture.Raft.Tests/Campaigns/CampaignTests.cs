using RaftTorture.TestKit.Invariants;
using RaftTorture.TestKit.Worlds;

namespace RaftTorture.Raft.Tests;

/// <summary>Hundreds of random stories: no invariant breaks, and once all is healed the cluster makes progress and agrees.</summary>
public sealed class CampaignTests
{
    private const int SeedsPerTest = 30;
    private const int Faults = 30;

    [Test]
    public void Nothing_breaks_and_after_the_heal_the_cluster_agrees_and_goes_on([Range(0, 9)] int tenth)
    {
        var acknowledged = 0;
        for (var seed = tenth * SeedsPerTest; seed < (tenth + 1) * SeedsPerTest; seed++)
        {
            var swarm = new Swarm((ulong)seed, RaftRules.Paper);
            swarm.Play(Faults);
            GoOn(swarm.World);
            swarm.World.AssertNothingIsLost();
            acknowledged += swarm.World.Writes.Count(write => write.Outcome == Outcome.Ok);
        }

        Assert.That(acknowledged, Is.GreaterThan(20 * SeedsPerTest), "faults that let nothing through test nothing");
    }

    [Test]
    public void The_same_campaigns_find_each_broken_rule([ValueSource(nameof(Broken))] RaftRules rules) =>
        Assert.That(
            () =>
            {
                for (var seed = 0; seed < 10 * SeedsPerTest; seed++)
                    new Swarm((ulong)seed, rules).Play(Faults);
            },
            Throws.TypeOf<InvariantBrokenException>());

    private static IEnumerable<RaftRules> Broken() =>
    [
        new AppendsAnywhere(),
        new CommitsUnverified(),
        new ComparesLengthOnly(),
        new CountsOldEntries(),
        new FallsBackInTerm(),
        new ForgetsItsVote(),
        new HalfIsEnough(),
        new OverlooksConflicts(),
        new ReadsBeforeCommitting(),
        new ReadsWithoutAsking(),
        new TruncatesOnOverlap(),
        new VotesForEverybody(),
    ];

    /// <summary>The liveness phase: with all faults gone there is a leader, a new write is acknowledged, and all come to agree.</summary>
    private static void GoOn(RaftWorld world)
    {
        foreach (var node in world.Nodes)
            node.FlushMs = 1;
        world.Network.Weather = Weather.Calm;
        world.Heal();
        foreach (var node in world.Nodes.Where(node => !node.IsRunning))
            world.Restart(node.Id);
        world.RunUntil(() => world.Leader is not null, maxMs: 5_000);
        world.Run(1_000);
        world.Write("last=1");
        world.Converge();
    }
}
