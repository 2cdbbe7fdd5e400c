using RaftTorture.Simulation.Invariants;
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

    [Test]
    public void A_voter_that_restarts_and_does_not_know_the_time_elects_another_leader_under_the_lease() =>
        Story.AssertBreaks(nameof(LeaseDisjoint), Leases() with { LooksAtClockFirst = false }, Leases(), world =>
        {
            Lease(world);
            world.Read(N1, "x");
            world.Crash(N3);
            world.Restart(N3);
            world.Cut(N1, N2);
            world.Campaign(N2);
        });

    [Test]
    public void A_voter_that_was_busy_and_takes_a_message_for_older_than_it_is_elects_another_leader_under_the_lease() =>
        Story.AssertBreaks(nameof(LeaseDisjoint), Leases() with { LooksAtClockFirst = false }, Leases(), world =>
        {
            Lease(world);
            world.Run(200);
            world.Beat(N1);
            world.Read(N1, "x");
            world.Tick(N3);
            world.Cut(N1, N2);
            world.Campaign(N2);
        });

    [Test]
    public void A_leader_that_slept_and_does_not_look_at_the_clock_again_answers_what_is_no_longer_so() =>
        Story.AssertBreaks(nameof(FreshRead), Leases() with { Tamper = WithoutLeaseEnds }, Leases(), world =>
        {
            Lease(world);
            world.Freeze(N1);
            world.Isolate(N1);
            world.Run(300);
            world.Elect(N2);
            world.Propose(N2, "x=2");
            world.Settle();
            world.Read(N1, "x");
            world.Thaw(N1);
        });

    [TestCase(110, true)]
    [TestCase(200, false)]
    public void Clocks_that_differ_by_the_bound_do_no_harm_and_beyond_it_a_read_is_stale(int percent, bool isSafe)
    {
        var world = Leased(nameof(LeaseDisjoint));
        world[N3].ClockPercent = percent;
        world.Run(100);
        world.Cut(N1, N2);
        world.Campaign(N2);
        world.Propose(N2, "x=2");
        world.Settle();
        Assert.That(() => world.Read(N1, "x"), isSafe ? Throws.Nothing : Throws.TypeOf<InvariantBrokenException>().With.Property("Invariant").EqualTo(nameof(FreshRead)));
    }

    private static IReadOnlyList<Effect> WithoutLeaseEnds(IReadOnlyList<Effect> effects) =>
        [.. effects.Select(effect => effect is Effect.AnswerRead answer ? answer with { LeaseEndMs = null } : effect)];

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

    private static RaftWorld Leased(params string[] overlooked)
    {
        var world = new RaftWorld(Leases(overlooked));
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
