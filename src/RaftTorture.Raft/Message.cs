using System.Collections.Immutable;

namespace RaftTorture.Raft;

/// <summary>What one server says to another. Requests and replies are one-way messages: none waits for another.</summary>
public abstract record Message
{
    private Message()
    {
    }

    /// <summary>The sender's term. Of a pre-vote: the term it would campaign in.</summary>
    public required Term Term { get; init; }

    public required NodeId From { get; init; }

    public required NodeId To { get; init; }

    /// <summary>RequestVote (section 5.2), or with <paramref name="IsPreVote"/> the question whether it would be granted (thesis 9.6).</summary>
    public sealed record RequestVote(LogIndex LastLogIndex, Term LastLogTerm, bool IsPreVote) : Message;

    /// <param name="IsGranted">The vote, or the promise of a pre-vote, which binds nobody.</param>
    /// <param name="IsPreVote">Says which question it answers. A granted pre-vote carries the asked term, a refused one the voter's.</param>
    public sealed record VoteReply(bool IsGranted, bool IsPreVote) : Message;

    /// <summary>AppendEntries (section 5.3); without entries a heartbeat.</summary>
    /// <param name="PreviousIndex">The index just before the entries.</param>
    /// <param name="PreviousTerm">Its term in the leader's log.</param>
    /// <param name="Entries">Contiguous, from PreviousIndex + 1.</param>
    /// <param name="CommitIndex">The leader's commit index.</param>
    /// <param name="ReadRound">The leader's newest round of leadership confirmation (ReadIndex): echoed, so that an old reply confirms no newer read.</param>
    public sealed record AppendEntries(
        LogIndex PreviousIndex,
        Term PreviousTerm,
        ImmutableArray<Entry> Entries,
        LogIndex CommitIndex,
        long ReadRound) : Message;

    /// <param name="IsSuccess">The follower holds the leader's log up to <paramref name="MatchIndex"/>, durably.</param>
    /// <param name="MatchIndex">On success the last index known to agree; on refusal the last index that may agree: where to try next.</param>
    /// <param name="RejectedIndex">On refusal the PreviousIndex refused, so that a late refusal is recognised; else 0.</param>
    /// <param name="ReadRound">The round of the request it answers.</param>
    public sealed record AppendReply(bool IsSuccess, LogIndex MatchIndex, LogIndex RejectedIndex, long ReadRound) : Message;
}
