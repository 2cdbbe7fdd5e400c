using RaftTorture.TestKit.Worlds;
using static RaftTorture.Raft.Tests.LoneCore;
using static RaftTorture.TestKit.Worlds.Nodes;

namespace RaftTorture.Raft.Tests;

/// <summary>Leadership transfer: thesis 3.10.</summary>
public sealed class TransferTests
{
    [Test]
    public void A_successor_that_has_the_whole_log_leads_without_waiting_for_a_timeout()
    {
        var world = new RaftWorld(5);
        var old = world.ElectLeader();
        world.Write("x=8");
        var successor = world.Ids.First(id => id != old);
        var transfer = world.Transfer(successor);
        Assert.That(world.ElectLeader(otherThan: old, maxMs: 20), Is.EqualTo(successor));
        Assert.That(transfer.Outcome, Is.EqualTo(Outcome.Ok));
    }

    [Test]
    public void A_successor_that_lags_behind_catches_up_first()
    {
        var world = new RaftWorld(3);
        var old = world.ElectLeader();
        var successor = world.Ids.First(id => id != old);
        var late = world.Network.Catch(message => message is Message.AppendEntries { Entries.Length: > 0 } && message.To == successor);
        world.Write("x=8");
        world.Transfer(successor);
        world.Run(60);
        Assert.That(world[old].IsLeader, "it would lose an election without the last entry");
        world.Network.Release(late);
        Assert.That(world.ElectLeader(otherThan: old, maxMs: 60), Is.EqualTo(successor));
    }

    [Test]
    public void A_leader_that_hands_over_takes_no_proposals_and_after_a_timeout_goes_on()
    {
        var world = new RaftWorld(3);
        var leader = world.ElectLeader();
        world.Write("x=8");
        var dead = world.Ids.First(id => id != leader);
        world.Crash(dead);
        var transfer = world.Transfer(dead);
        var refused = world.Propose(leader, "x=9");
        Assert.That((refused.Outcome, refused.Reason), Is.EqualTo((Outcome.Rejected, $"leadership is being handed over to {dead}")));
        world.Run(400);
        Assert.That((transfer.Outcome, transfer.Reason), Is.EqualTo((Outcome.Rejected, $"{dead} did not take over within an election timeout")));
        Assert.That(world.Leader!.Id, Is.EqualTo(leader));
        world.Write("x=9");
    }

    [Test]
    public void A_call_that_was_lost_is_repeated_with_the_next_heartbeat()
    {
        var leader = new LoneCore().LeadInEarnest();
        Assert.That(HandOver(leader).Sent.OfType<Message.TimeoutNow>().Count(), Is.EqualTo(1));
        Assert.That(leader.Tick(10).Sent, Is.Empty);
        Assert.That(leader.Tick(40).Sent.OfType<Message.TimeoutNow>().Count(), Is.EqualTo(1));
    }

    [Test]
    public void A_leader_that_hands_over_gives_up_its_lease_and_asks_a_quorum_again()
    {
        var leader = WithLease().LeadInEarnest();
        leader.Tick(50);
        leader.Hear(Agreed(N2, leader.Core.Term, match: 1, round: 1));
        Assert.That(leader.Read(4).OfType<Effect.AnswerRead>(), Is.Not.Empty);
        HandOver(leader);
        Assert.That(leader.Read(5).OfType<Effect.AnswerRead>(), Is.Empty);
        leader.Tick(300);
        Assert.That(leader.Read(6).OfType<Effect.AnswerRead>(), Is.Empty, "the call may still be on its way, whatever became of the handover");
    }

    [Test]
    public void A_voter_that_hears_its_leader_votes_for_the_successor_that_the_leader_called()
    {
        var core = new LoneCore(preVote: true);
        core.Hear(Append(N2, term: 1));
        Assert.That(core.Hear(VoteRequest(N3, term: 2)), Is.Empty);
        Assert.That(core.Hear(VoteRequest(N3, term: 2) with { IsTransfer = true }).Reply<Message.VoteReply>().IsGranted);
    }

    [Test]
    public void A_call_of_another_term_starts_no_election()
    {
        var core = new LoneCore(term: new Term(2));
        Assert.That(core.Hear(new Message.TimeoutNow { Term = new Term(1), From = N2, To = N1 }).Sent, Is.Empty);
        Assert.That(core.Hear(new Message.TimeoutNow { Term = new Term(2), From = N2, To = N1 }).Sent, Has.Count.EqualTo(2));
        Assert.That(core.Core.Term, Is.EqualTo(new Term(3)));
    }

    [Test]
    public void Only_another_voter_can_be_successor()
    {
        var leader = new LoneCore().LeadInEarnest();
        Assert.That(Problem(leader, N1), Does.Contain("leads already"));
        Assert.That(Problem(leader, N5), Does.Contain("no voter"));
        Assert.That(HandOver(leader).OfType<Effect.TransferEnded>(), Is.Empty);
        Assert.That(Problem(leader, N3), Does.Contain("handed over to n2 already"));
    }

    private static IReadOnlyList<Effect> HandOver(LoneCore leader) => leader.Core.Step(new Input.TransferLeadership(1, N2));

    private static string? Problem(LoneCore leader, NodeId successor) =>
        leader.Core.Step(new Input.TransferLeadership(2, successor)).OfType<Effect.TransferEnded>().Single().Problem;
}
