using RaftTorture.Raft;
using RaftTorture.Replica;
using RaftTorture.Simulation.Runs;

namespace RaftTorture.Simulation.Tests.Runs;

/// <summary>What the simulation rests on itself: each of its judges is shown a cluster that it must reject.</summary>
public sealed class BrokenSeamTests
{
    private static readonly RunPlan Calm = new() { Seed = 7, FaultsForMs = 1_000 };

    [Test]
    public void A_calm_cluster_serves_and_comes_to_agree()
    {
        var result = SimulatedRun.Of(Calm);
        Assert.That(result.Finding, Is.Null);
        Assert.That(result.Acknowledged, Is.GreaterThan(50));
    }

    [Test]
    public void A_host_that_sends_before_it_persists_is_seen_by_an_invariant()
    {
        var seams = new ReplicaSeams { Effects = static effects => [.. effects.OrderBy(effect => effect is Effect.Persist)] };
        Assert.That(SimulatedRun.Of(Calm, seams).Finding, Is.InstanceOf<Finding>().With.Property(nameof(Finding.Name)).EqualTo("PersistBeforeSend"));
    }

    [Test]
    public void A_cluster_that_elects_nobody_is_not_live()
    {
        var seams = new ReplicaSeams { Effects = static effects => [.. effects.Where(effect => effect is not Effect.Send { Message: Message.VoteReply })] };
        var finding = SimulatedRun.Of(Calm, seams).Finding;
        Assert.That((finding?.Layer, finding?.Name), Is.EqualTo((Layer.Liveness, "Progress")));
    }

    [Test]
    public void A_host_that_skips_a_write_ends_itself_or_is_seen_at_once()
    {
        var seams = new ReplicaSeams { Effects = static effects => [.. effects.Where(effect => effect is not Effect.Persist { Entries.IsEmpty: false })] };
        Assert.That(SimulatedRun.Of(Calm, seams).Finding?.Layer, Is.EqualTo(Layer.Crash).Or.EqualTo(Layer.Invariant));
    }

    [Test]
    public void Reads_of_a_leader_that_asks_nobody_are_seen_by_the_clients()
    {
        var findings = Enumerable.Range(0, 200).Select(seed => SwarmDraw.Of((ulong)seed) with { Overlooked = ["FreshRead"] })
            .Select(plan => SimulatedRun.Of(plan, new ReplicaSeams { Rules = new NeverAsks() }).Finding);
        Assert.That(findings.OfType<Finding>().Select(finding => finding.Layer), Has.Some.EqualTo(Layer.Client));
    }

    private sealed class NeverAsks : RaftRules
    {
        public override bool MayServeRead(bool isConfirmedByQuorum, bool hasCommittedInTerm) => true;

        public override bool HasLostQuorum(long sinceQuorumMs, int electionTimeoutMaxMs) => false;
    }
}
