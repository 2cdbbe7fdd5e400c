namespace RaftTorture.Raft;

/// <summary>Membership changes, one server at a time (thesis 4.1).</summary>
/// <remarks>
/// Single-server changes with the correction of 2015, not joint consensus: any two majorities of neighbouring configurations overlap, so one
/// quorum rule suffices for elections, commitment and leases at every moment. Joint consensus would let several servers change at once, and
/// costs a second quorum in each of those places; whoever replaces servers one by one loses nothing but a round trip.
/// </remarks>
public sealed partial class RaftCore
{
    private void OnChangeMembership(long proposalId, MembershipChange change)
    {
        if (_leadership is not { } leadership)
        {
            _effects.Add(new Effect.RejectProposal(proposalId, _leader));
            return;
        }

        var index = _log.LastIndex.Next;
        if (WhyNot(leadership, change) is { } reason)
            _effects.Add(new Effect.RejectProposal(proposalId, _leader, reason));
        else if (Configuration.With(change, index) is not { } next)
            _effects.Add(new Effect.RejectProposal(proposalId, _leader, $"{change} makes no sense with the members {Configuration}"));
        else
            AppendConfiguration(leadership, proposalId, new Entry(index, Term, EntryKind.Configuration, ConfigurationCodec.Encode(next)));
    }

    private void AppendConfiguration(Leadership leadership, long proposalId, Entry entry)
    {
        leadership.UncommittedBytes += entry.Payload.Length;
        _effects.Add(new Effect.AcceptProposal(proposalId, entry.Index, Term));
        AppendOwn([entry]);
    }

    private string? WhyNot(Leadership leadership, MembershipChange change)
    {
        if (leadership.Handover is { } handover)
            return $"leadership is being handed over to {handover.Target}";
        if (!_rules.MayChangeMembership(_configurations.CurrentIndex > CommitIndex, HasCommittedInTerm))
            return "an earlier change, or this leader's first entry, is not committed yet: ask again";
        return change is MembershipChange.Promote ? WhyNotPromote(leadership, change.Node) : null;
    }

    private string? WhyNotPromote(Leadership leadership, NodeId node)
    {
        if (leadership.Find(node) is not { } learner)
            return $"{node} is no learner";
        var behind = _log.LastIndex.Value - learner.Match.Value;
        var isHeard = NowMs - learner.HeardMs <= _config.ElectionTimeoutMaxMs;

        // Until the logs have met it may never have answered at all: a short log makes nobody's silence into a small lag.
        return isHeard && !learner.IsProbing && _rules.MayPromote(behind, _config.MaxEntriesPerAppend)
            ? null
            : $"{node} has not caught up: it {(isHeard ? "lacks" : "is silent and lacks")} {behind} entries: ask again";
    }

    /// <summary>New members get the log from where a follower is most likely to be: the end. They say themselves how far back they are.</summary>
    private void FollowMembers(Leadership leadership) =>
        leadership.Follow(Configuration.Members.Select(member => member.Id).Where(id => id != Id), _log.LastIndex.Next, NowMs);

    /// <summary>Whoever was removed is told so by a last message. A leader that removed itself has done its work (thesis 4.2.2).</summary>
    private void OnConfigurationCommitted(Leadership leadership)
    {
        Broadcast(leadership, evenIfEmpty: true);
        leadership.Unfollow(Configuration);
        if (Configuration.HasVoter(Id))
            return;
        if (LongestLog(leadership) is { } successor && successor.Match == _log.LastIndex)
            Urge(successor.Peer);
        BecomeFollower(Term, leader: null);
    }
}
