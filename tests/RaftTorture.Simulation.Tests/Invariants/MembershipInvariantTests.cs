using RaftTorture.Raft;
using RaftTorture.Simulation.Invariants;
using RaftTorture.TestKit.Worlds;
using static RaftTorture.Simulation.Tests.Invariants.ByHand;
using static RaftTorture.TestKit.Worlds.Nodes;

namespace RaftTorture.Simulation.Tests.Invariants;

/// <summary>The invariants of members and leases, shown what they must reject beside what they must accept.</summary>
public sealed class MembershipInvariantTests
{
    [Test]
    public void Configuration_overlap_accepts_one_step_a_decision_and_sees_two_at_once()
    {
        var invariant = new ConfigurationOverlap();
        Show(invariant, Leader(N1, term: 1).Among(N1, N2, N3), Leader(N2, term: 2).Among(N1, N2, N3, N4), Leader(N3, term: 3).Among(N2, N3, N4));
        AssertRejects(() => Show(invariant, Leader(N4, term: 4).Among(N4, N5)));
    }

    [Test]
    public void Configuration_overlap_sees_an_old_leader_commit_with_a_quorum_that_the_next_one_need_not_meet()
    {
        var invariant = new ConfigurationOverlap();
        Show(invariant, Leader(N1, term: 1).Among(N1, N2, N3, N4), Leader(N2, term: 2).Among(N1, N2, N3, N4));
        Show(invariant, Leader(N2, term: 2, log: [2], commit: 1).Among(N2, N3, N4));
        AssertRejects(() => Show(invariant, Leader(N1, term: 3).Among(N1, N2, N3, N4, N5)));
    }

    [Test]
    public void Configuration_overlap_puts_a_late_decision_in_its_place()
    {
        var invariant = new ConfigurationOverlap();
        Show(invariant, Leader(N1, term: 1).Among(N1, N2, N3), Leader(N2, term: 2).Among(N1, N2, N3));
        Show(invariant, Leader(N2, term: 2, log: [2], commit: 1).Among(N2, N3), Leader(N3, term: 3).Among(N3));
        Show(invariant, Leader(N1, term: 1, log: [1], commit: 1).Among(N1, N2, N3));
        AssertRejects(() => Show(invariant, Leader(N4, term: 5).Among(N4)));
    }

    [Test]
    public void One_change_at_a_time_sees_a_second_change_and_a_change_before_the_first_commit_of_a_term()
    {
        var invariant = new OneChangeAtATime();
        Show(invariant, Changing(term: 2, commit: 1, NoOp(1, 2), Members(2, 2)), Changing(term: 2, commit: 2, NoOp(1, 2), Members(2, 2), Members(3, 2)));
        Show(invariant, Changing(term: 3, commit: 0, NoOp(1, 2), Members(2, 2), NoOp(3, 3)));
        AssertRejects(() => Show(invariant, Changing(term: 2, commit: 1, NoOp(1, 2), Members(2, 2), Members(3, 2))));
        AssertRejects(() => Show(invariant, Changing(term: 3, commit: 1, NoOp(1, 2), Members(2, 3))));
    }

    [Test]
    public void Lease_disjoint_sees_a_leader_come_while_a_lease_lasts()
    {
        var invariant = new LeaseDisjoint { Now = () => 100 };
        Show(invariant, Leader(N1, term: 1));
        invariant.OnLease(N1, new Term(1), untilMs: 100);
        Show(invariant, Leader(N2, term: 2));
        invariant.OnLease(N2, new Term(2), untilMs: 101);
        AssertRejects(() => Show(invariant, Leader(N3, term: 3)));
        Show(invariant, Follower(N2, log: []), Leader(N3, term: 4));
    }

    [Test]
    public void Lease_disjoint_lets_a_successor_come_that_the_leader_has_called()
    {
        var invariant = new LeaseDisjoint { Now = () => 100 };
        invariant.OnLease(N1, new Term(1), untilMs: 200);
        invariant.OnSend(new Message.TimeoutNow { Term = new Term(1), From = N1, To = N2 }, new StableStorage(N1));
        Show(invariant, Leader(N2, term: 2));
        invariant.OnLease(N2, new Term(2), untilMs: 200);
        AssertRejects(() => Show(invariant, Leader(N1, term: 3)));
    }

    private static NodeView Changing(int term, int commit, params Entry[] log) => Leader(N1, term, commit: commit) with { Log = log };

    private static Entry NoOp(int index, int term) => At(index, term) with { Kind = EntryKind.NoOp };

    private static Entry Members(int index, int term) => At(index, term) with { Kind = EntryKind.Configuration };
}
