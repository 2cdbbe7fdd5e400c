using System.Collections.Immutable;

namespace RaftTorture.Raft;

/// <summary>Log replication, the leader's side: section 5.3.</summary>
public sealed partial class RaftCore
{
    private void OnPropose(ImmutableArray<Proposal> proposals)
    {
        var entries = ImmutableArray.CreateBuilder<Entry>(proposals.Length);
        foreach (var proposal in proposals)
        {
            if (_leadership is null || WhyNotNow(_leadership, proposal) is not null)
            {
                _effects.Add(new Effect.RejectProposal(proposal.Id, _leader, _leadership is null ? null : WhyNotNow(_leadership, proposal)));
                continue;
            }

            var index = _log.LastIndex + (entries.Count + 1);
            entries.Add(new Entry(index, Term, EntryKind.Command, proposal.Command));
            _leadership.UncommittedBytes += proposal.Command.Length;
            _effects.Add(new Effect.AcceptProposal(proposal.Id, index, Term));
        }

        if (entries.Count > 0)
            AppendOwn(entries.ToImmutable());
    }

    /// <summary>Why this leader takes no proposal now, or null. One is always taken, whatever its size.</summary>
    private string? WhyNotNow(Leadership leadership, Proposal proposal) =>
        leadership.Handover is { } handover ? $"leadership is being handed over to {handover.Target}"
        : leadership.UncommittedBytes > 0 && leadership.UncommittedBytes + proposal.Command.Length > _config.MaxUncommittedBytes
            ? $"{leadership.UncommittedBytes} bytes wait to be committed: the cluster is slower than its clients"
        : null;

    /// <summary>The leader's own log: sends stand before the own persist, since its disk may work while the followers' do (thesis 10.2.1).</summary>
    private void AppendOwn(ImmutableArray<Entry> entries)
    {
        foreach (var entry in entries)
            Append(entry);
        PersistHardState();
        Broadcast(_leadership!);
        Persist(entries);
    }

    private void Broadcast(Leadership leadership, bool evenIfEmpty = false)
    {
        if (evenIfEmpty)
            leadership.HeartbeatDueMs = NowMs + _config.HeartbeatMs;
        foreach (var follower in leadership.Followers)
            Replicate(leadership, follower, evenIfEmpty);
    }

    /// <summary>Sends what a follower lacks: a snapshot, one question while probing, or a stream once the logs have met.</summary>
    private void Replicate(Leadership leadership, Progress follower, bool evenIfEmpty = false)
    {
        if (_log.TermAt(follower.Next.Previous) is null)
            SendSnapshot(leadership, follower, evenIfEmpty);
        else if (!follower.IsProbing || !follower.IsAsked)
            SendEntries(leadership, follower, evenIfEmpty);
    }

    private void SendEntries(Leadership leadership, Progress follower, bool evenIfEmpty)
    {
        follower.Transfer = null;
        do
        {
            var entries = EntriesFor(follower);
            if (entries.IsEmpty && !evenIfEmpty)
                return;
            SendAppend(leadership, follower, follower.Next.Previous, entries);
            evenIfEmpty = false;
            if (follower.IsProbing)
                follower.IsAsked = true;
            else
                follower.Next += entries.Length;
        }
        while (!follower.IsProbing);
    }

    /// <summary>What comes next for a follower, as much as may be on its way; nothing while too much is.</summary>
    private ImmutableArray<Entry> EntriesFor(Progress follower)
    {
        var inFlight = follower.Next.Value - follower.Match.Value - 1;
        var roomBytes = _config.MaxBytesInFlight - _log.BytesBetween(follower.Match, follower.Next.Previous);
        return inFlight >= _config.MaxEntriesInFlight || roomBytes <= 0
            ? []
            : _log.From(follower.Next, (int)Math.Min(_config.MaxEntriesInFlight - inFlight, _config.MaxEntriesPerAppend), Math.Min(roomBytes, _config.MaxBytesPerAppend));
    }

    /// <summary>A message without entries that keeps a follower quiet and confirms this leader; one whose log ends before ours begins refuses it, and so says where it is.</summary>
    private void SendHeartbeat(Leadership leadership, Progress follower) =>
        SendAppend(leadership, follower, LogIndex.Max(follower.Next.Previous, _log.Start.Index), []);

    private void SendAppend(Leadership leadership, Progress follower, LogIndex previous, ImmutableArray<Entry> entries) =>
        Send(new Message.AppendEntries(previous, _log.TermAt(previous)!.Value, entries, CommitIndex, leadership.Reads.Round)
        {
            Term = Term,
            From = Id,
            To = follower.Peer,
        });

    private void OnAppendReply(Message.AppendReply reply)
    {
        if (_leadership is not { } leadership || reply.Term != Term || leadership.Find(reply.From) is not { } follower)
            return;
        follower.HeardMs = NowMs;
        follower.ReadRound = Math.Max(follower.ReadRound, reply.ReadRound);
        if (reply.IsSuccess)
            Advance(leadership, follower, reply.MatchIndex);
        else
            StepBack(follower, reply);
        if (ServeReadsIfStillLeading(leadership))
        {
            UrgeSuccessor(leadership);
            Replicate(leadership, follower);
        }
    }

    private void Advance(Leadership leadership, Progress follower, LogIndex match)
    {
        Promise.Kept(match <= _log.LastIndex, $"{follower.Peer} claims entry {match}, but the log ends at {_log.LastIndex}");
        follower.Match = LogIndex.Max(follower.Match, match);
        follower.Next = LogIndex.Max(follower.Next, follower.Match.Next);
        follower.IsProbing = false;
        if (follower.Transfer?.Snapshot.Index <= follower.Match)
            follower.Transfer = null;
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
}
