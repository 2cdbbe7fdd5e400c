namespace RaftTorture.Raft;

/// <summary>Leader election: section 5.2, with PreVote and vote stickiness.</summary>
public sealed partial class RaftCore
{
    /// <summary>Only voters campaign; whoever is none, or not yet, or no more, waits.</summary>
    private void OnElectionTimeout()
    {
        if (!Configuration.HasVoter(Id))
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
        _candidacy = new Candidacy(Id, isTransfer: false);
        if (!WinIfQuorum())
            RequestVotes(_candidacy);
    }

    private void StartVote(bool isTransfer = false)
    {
        RejectAskedReads(leader: null);
        SetHardState(new HardState(Term.Next, Id));
        Role = Role.Candidate;
        _leader = null;
        StartElectionTimer(); // Anew after a pre-vote too: a candidate waits a whole timeout for its votes (section 5.2).
        _candidacy = new Candidacy(Id, isTransfer);
        if (!WinIfQuorum())
            RequestVotes(_candidacy);
    }

    /// <summary>Asks everybody who has not answered yet; again with each heartbeat's time, because a request may be lost.</summary>
    private void RequestVotes(Candidacy candidacy)
    {
        candidacy.AskAgainMs = NowMs + _config.HeartbeatMs;
        var isPreVote = Role == Role.PreCandidate;
        foreach (var voter in Configuration.Voters.Where(voter => !candidacy.Answered.Contains(voter)))
        {
            Send(new Message.RequestVote(_log.LastIndex, _log.LastTerm, isPreVote, candidacy.IsTransfer)
            {
                Term = isPreVote ? Term.Next : Term,
                From = Id,
                To = voter,
            });
        }
    }

    private bool IsDisregarded(Message message) =>
        _config.CheckQuorum
        && message is Message.RequestVote { IsTransfer: false }
        && message.Term > Term
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
        if (_candidacy is not { } candidacy || reply.IsPreVote != (Role == Role.PreCandidate))
            return;
        if (!reply.IsGranted && reply.Term == Term)
            candidacy.Answered.Add(reply.From);
        if (!reply.IsGranted || reply.Term != (reply.IsPreVote ? Term.Next : Term))
            return;
        candidacy.Answered.Add(reply.From);
        candidacy.Voters.Add(reply.From);
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
    private sealed class Candidacy(NodeId self, bool isTransfer)
    {
        public SortedSet<NodeId> Voters { get; } = [self];

        /// <summary>Whoever said yes or no.</summary>
        public SortedSet<NodeId> Answered { get; } = [self];

        public bool IsTransfer { get; } = isTransfer;

        public long AskAgainMs { get; set; }
    }
}
