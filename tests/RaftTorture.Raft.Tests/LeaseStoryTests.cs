using RaftTorture.TestKit.Invariants;
using RaftTorture.TestKit.Worlds;
using static RaftTorture.TestKit.Worlds.Nodes;

namespace RaftTorture.Raft.Tests;

/// <summary>Lease reads in whole clusters: what a lease rests on, and what a read shows when one support is taken away.</summary>
public sealed class LeaseStoryTests
{
    [Test]
    public void A_lease_answers_without_a_message()
    {
        var world = Leased();
        var sent = world.Network.Catch(_ => true);
        var read = world.Read(N1, "x");
        Assert.That((read.Outcome, read.Value, sent.Caught.Count), Is.EqualTo((Outcome.Ok, "1", 0)));
    }

    [Test]
    public void A_voter_that_listens_to_candidates_elects_another_leader_under_the_lease() =>
        Story.AssertBreaks(nameof(LeaseDisjoint), Leases() with { Rules = new ListensToCandidates() }, Leases(), ReadWhileAnotherCampaigns);

    [Test]
    public void And_a_read_by_that_lease_is_stale() =>
        Story.AssertBreaks(nameof(FreshRead), Leases(nameof(LeaseDisjoint)) with { Rules = new ListensToCandidates() }, Leases(), ReadWhileAnotherCampaigns);

    /// <summary>n2's clock runs away; n3's does not, and it is n3 that must not listen.</summary>
    private static void ReadWhileAnotherCampaigns(RaftWorld world)
    {
        Lease(world);
        world.Read(N1, "x");
        world.Cut(N1, N2);
        world.Campaign(N2);
        world.Propose(N2, "x=2");
        world.Settle();
        world.Read(N1, "x");
        world.Settle();
    }

    private static WorldOptions Leases(params string[] overlooked) => new()
    {
        ClocksRun = false,
        Overlooked = overlooked,
        Configure = config => config with { ReadMode = ReadMode.Lease },
    };

    private static RaftWorld Leased()
    {
        var world = new RaftWorld(Leases());
        Lease(world);
        return world;
    }

    /// <summary>n1 leads, has written, and holds a lease.</summary>
    private static void Lease(RaftWorld world)
    {
        world.Elect(N1);
        world.Propose(N1, "x=1");
        world.Settle();
        world.Beat(N1);
    }
}
