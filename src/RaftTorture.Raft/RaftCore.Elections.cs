namespace RaftTorture.Raft;

/// <summary>Leader election: section 5.2, with PreVote and vote stickiness.</summary>
public sealed partial class RaftCore
{
    private long NowMs => _nowMs ?? 0;

    /// <summary>Draws a fresh timeout. Reset only when a leader speaks, a vote is granted, or an own election starts.</summary>
    private void StartElectionTimer(bool isAlone = false) =>
        _electionDeadlineMs = isAlone ? NowMs : NowMs + _dice.Between(_config.ElectionTimeoutMinMs, _config.ElectionTimeoutMaxMs);

    private void StartElection()
    {
        if (_config.PreVote)
            StartPreVote();
        else
            StartVote();
    }

    /// <summary>Asks whether an election could be won, without disturbing anybody (thesis 9.6).</summary>
    private void StartPreVote()
    {
        Role = Role.PreCandidate;
        _leader = null;
        StartElectionTimer();
        _candidacy = new Candidacy(Id);
        if (!WinIfQuorum())
            RequestVotes(Term.Next, isPreVote: true);
    }

    private void StartVote()
    {
        SetHardState(new HardState(Term.Next, Id));
        Role = Role.Candidate;
        _leader = null;
        StartElectionTimer(); // Anew after a pre-vote too: a candidate waits a whole timeout for its votes (section 5.2).
        _candidacy = new Candidacy(Id);
        if (!WinIfQuorum())
            RequestVotes(Term, isPreVote: false);
    }

    private void RequestVotes(Term term, bool isPreVote)
    {
        foreach (var peer in _peers)
        {
            Send(new Message.RequestVote(_log.LastIndex, _log.LastTerm, isPreVote) { Term = term, From = Id, To = peer });
        }
    }

    private bool IsDisregarded(Message message) =>
        _config.CheckQuorum
        && message is Message.RequestVote
        && message.Term > Term
        && (Role == Role.Leader || (_heardFromLeaderMs is { } heardMs
            && _rules.DisregardsCandidates(NowMs - heardMs, _config.ElectionTimeoutMinMs)));

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
        if (!_rules.IsQuorum(_candidacy!.Voters.Count, _config.Members.Length))
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
        _leadership = new Leadership(_peers, _log.LastIndex, NowMs);
        _leadership.HeartbeatDueMs = NowMs + _config.HeartbeatMs;
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
