using System.Collections.Immutable;

namespace RaftTorture.Raft;

/// <summary>Log replication and commitment: sections 5.3 and 5.4.</summary>
public sealed partial class RaftCore
{
    private void OnPropose(ImmutableArray<Proposal> proposals)
    {
        if (_leadership is null)
        {
            foreach (var proposal in proposals)
                _effects.Add(new Effect.RejectProposal(proposal.Id, _leader));
            return;
        }

        var entries = ImmutableArray.CreateBuilder<Entry>(proposals.Length);
        foreach (var proposal in proposals)
        {
            var index = _log.LastIndex + (entries.Count + 1);
            entries.Add(new Entry(index, Term, EntryKind.Command, proposal.Command));
            _effects.Add(new Effect.AcceptProposal(proposal.Id, index, Term));
        }

        AppendOwn(entries.MoveToImmutable());
    }

    /// <summary>The leader's own log: sends stand before the own persist, since its disk may work while the followers' do (thesis 10.2.1).</summary>
    private void AppendOwn(ImmutableArray<Entry> entries)
    {
        foreach (var entry in entries)
            _log.Append(entry);
        PersistHardState();
        Broadcast(_leadership!);
        Persist(entries);
    }

    /// <param name="leadership">This leader's knowledge.</param>
    /// <param name="wasSuspended">The process slept: the answers of its quorum wait in the sockets, so it is not judged on this tick.</param>
    private void OnLeaderTick(Leadership leadership, bool wasSuspended)
    {
        if (_config.CheckQuorum && !wasSuspended && _rules.HasLostQuorum(NowMs - QuorumSeenMs(leadership), _config.ElectionTimeoutMaxMs))
        {
            BecomeFollower(Term, leader: null);
            return;
        }

        if (NowMs < leadership.HeartbeatDueMs)
            return;
        foreach (var follower in leadership.Followers)
            follower.IsAsked = false;
        Broadcast(leadership, evenIfEmpty: true);
    }

    /// <summary>The latest time by which a quorum, this leader included, had answered.</summary>
    private long QuorumSeenMs(Leadership leadership) =>
        LargestOnAQuorum(leadership.Followers.Select(follower => follower.HeardMs).Append(NowMs));

    private void Broadcast(Leadership leadership, bool evenIfEmpty = false)
    {
        if (evenIfEmpty)
            leadership.HeartbeatDueMs = NowMs + _config.HeartbeatMs;
        foreach (var follower in leadership.Followers)
            Replicate(leadership, follower, evenIfEmpty);
    }

    /// <summary>Sends what a follower lacks: one question while probing, a stream once the logs have met.</summary>
    private void Replicate(Leadership leadership, Progress follower, bool evenIfEmpty = false)
    {
        if (follower.IsProbing && follower.IsAsked)
            return;
        do
        {
            var entries = _log.From(follower.Next, Room(follower), _config.MaxBytesPerAppend);
            if (entries.IsEmpty && !evenIfEmpty)
                return;
            SendAppend(leadership, follower, entries);
            evenIfEmpty = false;
            if (follower.IsProbing)
                follower.IsAsked = true;
            else
                follower.Next += entries.Length;
        }
        while (!follower.IsProbing);
    }

    private int Room(Progress follower)
    {
        var inFlight = follower.Next.Value - follower.Match.Value - 1;
        return (int)Math.Clamp(_config.MaxEntriesInFlight - inFlight, 0, _config.MaxEntriesPerAppend);
    }

    private void SendAppend(Leadership leadership, Progress follower, ImmutableArray<Entry> entries)
    {
        var previous = follower.Next.Previous;
        Send(new Message.AppendEntries(previous, _log.TermAt(previous)!.Value, entries, CommitIndex, leadership.ReadRound)
        {
            Term = Term,
            From = Id,
            To = follower.Peer,
        });
    }

    private void OnAppendEntries(Message.AppendEntries append)
    {
        if (append.Term < Term)
        {
            Reply(append, isSuccess: false, LogIndex.Zero);
            return;
        }

        Promise.Kept(Role != Role.Leader, $"{append.From} and {Id} both lead term {Term}");
        BecomeFollower(append.Term, append.From);
        _heardFromLeaderMs = NowMs;
        StartElectionTimer();
        if (!_rules.LogMatches(_log.TermAt(append.PreviousIndex), append.PreviousTerm))
        {
            Reply(append, isSuccess: false, WhereToTryNext(append.PreviousIndex));
            return;
        }

        var lastVerified = append.PreviousIndex + append.Entries.Length;
        Persist(Store(append.Entries));
        Reply(append, isSuccess: true, lastVerified);
        CommitTo(_rules.FollowerCommit(CommitIndex, append.CommitIndex, lastVerified));
    }

    /// <summary>Behind the log's end: its end. At a conflict: before the whole term that conflicts, one question a term (section 5.3).</summary>
    private LogIndex WhereToTryNext(LogIndex previous)
    {
        Promise.Kept(previous > CommitIndex, $"the leader's log differs at {previous}, which is committed here (up to {CommitIndex})");
        return previous > _log.LastIndex ? _log.LastIndex : LogIndex.Max(CommitIndex, _log.BeforeTermAt(previous));
    }

    /// <summary>Adds what is new; removes only what conflicts, because a late, shorter request must not cut off what was acknowledged since.</summary>
    /// <returns>The entries that were not in the log.</returns>
    private ImmutableArray<Entry> Store(ImmutableArray<Entry> entries)
    {
        var known = 0;
        while (known < entries.Length && _log.TermAt(entries[known].Index) is { } mine && !_rules.Conflicts(mine, entries[known].Term))
            known++;
        if (known == entries.Length)
            return [];
        if (entries[known].Index <= _log.LastIndex)
            Truncate(entries[known].Index);
        for (var i = known; i < entries.Length; i++)
            _log.Append(entries[i]);
        return entries[known..];
    }

    private void Truncate(LogIndex first)
    {
        Promise.Kept(first > CommitIndex, $"{Id} would remove entry {first}, which is committed (up to {CommitIndex})");
        _log.TruncateFrom(first);
        _persisted = LogIndex.Min(_persisted, first.Previous);
    }

    private void Reply(Message.AppendEntries append, bool isSuccess, LogIndex match) =>
        Send(new Message.AppendReply(isSuccess, match, isSuccess ? LogIndex.Zero : append.PreviousIndex, append.ReadRound)
        {
            Term = Term,
            From = Id,
            To = append.From,
        });

    private void OnAppendReply(Message.AppendReply reply)
    {
        if (_leadership is not { } leadership || reply.Term != Term)
            return;
        var follower = leadership.Of(reply.From);
        follower.HeardMs = NowMs;
        follower.ReadRound = Math.Max(follower.ReadRound, reply.ReadRound);
        if (reply.IsSuccess)
            Advance(leadership, follower, reply.MatchIndex);
        else
            StepBack(follower, reply);
        ServeReads(leadership);
        Replicate(leadership, follower);
    }

    private void Advance(Leadership leadership, Progress follower, LogIndex match)
    {
        Promise.Kept(match <= _log.LastIndex, $"{follower.Peer} claims entry {match}, but the log ends at {_log.LastIndex}");
        follower.Match = LogIndex.Max(follower.Match, match);
        follower.Next = LogIndex.Max(follower.Next, follower.Match.Next);
        follower.IsProbing = false;
        AdvanceCommit(leadership);
    }

    /// <summary>A refusal below what is known to match is an old one, overtaken by a success.</summary>
    private static void StepBack(Progress follower, Message.AppendReply refusal)
    {
        if (refusal.RejectedIndex <= follower.Match)
            return;
        var agreed = LogIndex.Min(refusal.MatchIndex, refusal.RejectedIndex.Previous);
        follower.Next = LogIndex.Max(follower.Match, agreed).Next;
        follower.IsProbing = true;
        follower.IsAsked = false;
    }

    /// <summary>Commits what a quorum holds on disk; the leader counts with what its own disk has confirmed.</summary>
    private void AdvanceCommit(Leadership leadership)
    {
        var durable = leadership.Followers.Select(follower => follower.Match.Value).Append(_persisted.Value);
        var candidate = new LogIndex(LargestOnAQuorum(durable));
        if (candidate > CommitIndex && _rules.MayCommitByCounting(_log.TermAt(candidate)!.Value, Term))
            CommitTo(candidate);
    }

    /// <summary>The largest value that a quorum has reached: of log indexes, what is replicated; of times, what is confirmed.</summary>
    private long LargestOnAQuorum(IEnumerable<long> ofAllMembers)
    {
        var count = 0;
        foreach (var value in ofAllMembers.OrderDescending())
        {
            if (_rules.IsQuorum(++count, _config.Members.Length))
                return value;
        }

        throw new BrokenPromiseException("all members together are no quorum");
    }
}
