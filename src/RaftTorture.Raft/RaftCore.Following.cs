using System.Collections.Immutable;

namespace RaftTorture.Raft;

/// <summary>Log replication, the follower's side: section 5.3.</summary>
public sealed partial class RaftCore
{
    private void OnAppendEntries(Message.AppendEntries append)
    {
        if (_rules.IsStale(append.Term, Term))
        {
            Reply(append, isSuccess: false, LogIndex.Zero);
            return;
        }

        HearLeader(append.From);
        if (append.PreviousIndex < _log.Start.Index)
            Reply(append, isSuccess: true, CommitIndex); // What was compacted is committed, and every leader's log holds all that is (section 5.4.3).
        else if (_rules.LogMatches(_log.TermAt(append.PreviousIndex), append.PreviousTerm))
            Accept(append);
        else
            Reply(append, isSuccess: false, WhereToTryNext(append.PreviousIndex));
    }

    private void Accept(Message.AppendEntries append)
    {
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
            Append(entries[i]);
        return entries[known..];
    }

    private void Append(Entry entry)
    {
        _log.Append(entry);
        _configurations.Append(entry);
        if (entry.Kind == EntryKind.Configuration && _leadership is { } leadership)
            FollowMembers(leadership);
    }

    private void Truncate(LogIndex first)
    {
        Promise.Kept(first > CommitIndex, $"{Id} would remove entry {first}, which is committed (up to {CommitIndex})");
        _log.TruncateFrom(first);
        _configurations.TruncateFrom(first);
        _persisted = LogIndex.Min(_persisted, first.Previous);
    }

    private void Reply(Message.AppendEntries append, bool isSuccess, LogIndex match) =>
        Send(new Message.AppendReply(isSuccess, match, isSuccess ? LogIndex.Zero : append.PreviousIndex, append.ReadRound)
        {
            Term = Term,
            From = Id,
            To = append.From,
        });
}
