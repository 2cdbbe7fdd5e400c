namespace RaftTorture.Raft;

/// <summary>Leader election: section 5.2, with PreVote and vote stickiness.</summary>
public sealed partial class RaftCore
{
    /// <summary>
    /// Only voters campaign; whoever is none, or not yet, or no more, waits. One that is to lose its vote by an entry that is not committed is
    /// still needed: it may be the only one that holds the entry, and nobody else could win against its log (thesis 4.2.2). It does not count itself.
    /// </summary>
    private void OnElectionTimeout()
    {
        if (!Configuration.HasVoter(Id) && !_configurations.At(CommitIndex).HasVoter(Id))
            StartElectionTimer();
        else if (_config.PreVote)
            StartPreVote();
        else
            StartVote();
    }

    /// <summary>Asks whether an election could be won, without disturbing anybody (thesis 9.6).</summary>
    private void StartPreVote()
    {
        RejectAskedReads(leader: null);
        Role = Role.PreCandidate;
        _leader = null;
        StartElectionTimer();
        _candidacy = new Candidacy(Id);
        if (!WinIfQuorum())
            RequestVotes(isPreVote: true, isTransfer: false);
    }

    private void StartVote(bool isTransfer = false)
    {
        RejectAskedReads(leader: null);
        SetHardState(new HardState(Term.Next, Id));
        Role = Role.Candidate;
        _leader = null;
        StartElectionTimer(); // Anew after a pre-vote too: a candidate waits a whole timeout for its votes (section 5.2).
        _candidacy = new Candidacy(Id);
        if (!WinIfQuorum())
            RequestVotes(isPreVote: false, isTransfer);
    }

    private void RequestVotes(bool isPreVote, bool isTransfer)
    {
        foreach (var voter in Configuration.Voters.Where(voter => voter != Id))
        {
            Send(new Message.RequestVote(_log.LastIndex, _log.LastTerm, isPreVote, isTransfer)
            {
                Term = isPreVote ? Term.Next : Term,
                From = Id,
                To = voter,
            });
        }
    }

    /// <remarks>
    /// Of the own term too: this server may have learned of it from a third one, after it heard its leader. To vote then would break a lease that
    /// rests on its answer.
    /// </remarks>
    private bool IsDisregarded(Message message) =>
        _config.CheckQuorum
        && message is Message.RequestVote { IsTransfer: false }
        && message.Term >= Term
        && (Role == Role.Leader || (_heardFromLeaderMs is { } heardMs
            && _rules.DisregardsCandidates(NowMs - heardMs, _config.ElectionTimeoutMinMs)));

    /// <summary>Votes rest on the candidate's log alone, not on who this server thinks a member is: it may not have the newest configuration (thesis 4.2.2).</summary>
    private void OnRequestVote(Message.RequestVote request)
    {
        var isGranted = request.IsPreVote ? WouldVoteFor(request) : VotesFor(request);
        if (isGranted && !request.IsPreVote)
        {
            BecomeFollower(Term, leader: null);
            SetHardState(new HardState(Term, request.From));
            StartElectionTimer();
        }

        var term = isGranted && request.IsPreVote ? request.Term : Term;
        Send(new Message.VoteReply(isGranted, request.IsPreVote) { Term = term, From = Id, To = request.From });
    }

    private bool WouldVoteFor(Message.RequestVote request) => request.Term > Term && IsUpToDate(request);

    private bool VotesFor(Message.RequestVote request) =>
        request.Term == Term && _rules.MayVoteFor(request.From, VotedFor) && IsUpToDate(request);

    private bool IsUpToDate(Message.RequestVote request) =>
        _rules.IsUpToDate(request.LastLogTerm, request.LastLogIndex, _log.LastTerm, _log.LastIndex);

    private void OnVoteReply(Message.VoteReply reply)
    {
        var asked = reply.IsPreVote ? (Role.PreCandidate, Term.Next) : (Role.Candidate, Term);
        if (!reply.IsGranted || _candidacy is null || (Role, reply.Term) != asked)
            return;
        _candidacy.Voters.Add(reply.From);
        WinIfQuorum();
    }

    private bool WinIfQuorum()
    {
        if (!_rules.IsQuorum(Configuration.Voters.Count(_candidacy!.Voters.Contains), Configuration.Voters.Length))
            return false;
        if (Role == Role.PreCandidate)
            StartVote();
        else
            BecomeLeader();
        return true;
    }

    private void BecomeLeader()
    {
        Role = Role.Leader;
        _leader = Id;
        _candidacy = null;
        _leadership = new Leadership
        {
            HeartbeatDueMs = NowMs + _config.HeartbeatMs,
            UncommittedBytes = BytesOf(_log.Between(CommitIndex, _log.LastIndex)),
        };
        FollowMembers(_leadership);
        if (_config.NoOpOnElection)
            AppendOwn([new Entry(_log.LastIndex.Next, Term, EntryKind.NoOp, default)]);
        else
            Broadcast(_leadership, evenIfEmpty: true);
    }

    /// <summary>Who has voted for this candidate: a set, because a reply may arrive twice.</summary>
    private sealed class Candidacy(NodeId self)
    {
        public SortedSet<NodeId> Voters { get; } = [self];
    }
}
