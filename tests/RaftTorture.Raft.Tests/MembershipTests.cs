using RaftTorture.TestKit.Worlds;
using static RaftTorture.Raft.Tests.LoneCore;
using static RaftTorture.TestKit.Worlds.Nodes;

namespace RaftTorture.Raft.Tests;

/// <summary>Membership changes, one server at a time: thesis chapter 4.</summary>
public sealed class MembershipTests
{
    [Test]
    public void A_learner_that_never_answered_is_not_promoted_however_short_the_log()
    {
        var leader = new LoneCore().LeadInEarnest();
        leader.Change(new MembershipChange.AddLearner(N4, ""));
        leader.Flush();
        leader.Hear(Agreed(N2, leader.Core.Term, match: 2));
        var refused = leader.Change(new MembershipChange.Promote(N4)).OfType<Effect.RejectProposal>().Single();
        Assert.That(refused.Reason, Does.Contain("has not caught up"));
        leader.Hear(Agreed(N4, leader.Core.Term, match: 2));
        Assert.That(leader.Change(new MembershipChange.Promote(N4)).OfType<Effect.AcceptProposal>(), Is.Not.Empty);
    }

    [Test]
    public void A_learner_is_promoted_only_once_it_has_caught_up()
    {
        Assert.That(PromoteOneThatLacksTwo(RaftRules.Paper), Has.None.InstanceOf<Effect.AcceptProposal>());
        Assert.That(PromoteOneThatLacksTwo(new PromotesAnybody()), Has.Some.InstanceOf<Effect.AcceptProposal>(), "the test would not see it");
    }

    private static IReadOnlyList<Effect> PromoteOneThatLacksTwo(RaftRules rules)
    {
        var leader = new LoneCore(configure: config => config with { MaxEntriesPerAppend = 1 }, rules: rules).LeadInEarnest();
        leader.Change(new MembershipChange.AddLearner(N4, ""));
        leader.Flush();
        leader.Hear(Agreed(N2, leader.Core.Term, match: 2));
        leader.Hear(Agreed(N4, leader.Core.Term, match: 2));
        leader.Propose(2, 3);
        return leader.Change(new MembershipChange.Promote(N4));
    }
}
