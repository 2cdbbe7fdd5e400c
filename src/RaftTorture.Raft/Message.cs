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
    /// <param name="LastLogIndex">The candidate's last entry.</param>
    /// <param name="LastLogTerm">Its term.</param>
    /// <param name="IsPreVote">Nobody campaigns yet.</param>
    /// <param name="IsTransfer">The old leader asked for this election: voters do not disregard it for having heard a leader (thesis 4.2.3).</param>
    public sealed record RequestVote(LogIndex LastLogIndex, Term LastLogTerm, bool IsPreVote, bool IsTransfer = false) : Message;

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

    /// <summary>InstallSnapshot (section 7): one piece of a snapshot's file. Pieces of one stream come in order; another stream starts anew.</summary>
    /// <param name="Stream">Together with term and sender names the transfer, so that pieces of two never mix.</param>
    /// <param name="Snapshot">What the whole replaces.</param>
    /// <param name="Offset">Where the piece belongs, bytes from the start of the file.</param>
    /// <param name="Data">The piece.</param>
    /// <param name="IsLast">Nothing follows.</param>
    public sealed record InstallSnapshot(long Stream, LogPosition Snapshot, long Offset, ReadOnlyMemory<byte> Data, bool IsLast) : Message;

    /// <summary>Asks for the next piece. A snapshot that is installed, or not needed, is answered by a successful <see cref="AppendReply"/>.</summary>
    /// <param name="Stream">Of the piece it answers.</param>
    /// <param name="NextOffset">The byte it has not got yet; 0 to begin again.</param>
    public sealed record SnapshotReply(long Stream, long NextOffset) : Message;

    /// <summary>The leader asks its successor to campaign at once (thesis 3.10).</summary>
    public sealed record TimeoutNow : Message;

    /// <summary>A follower asks for an index at which a read is linearizable (thesis 6.4).</summary>
    /// <param name="ReadId">Chosen by the follower, never used twice, not even after a restart.</param>
    public sealed record ReadIndexRequest(long ReadId) : Message;

    /// <param name="ReadId">Of the request.</param>
    /// <param name="Index">Serve the read once this is applied; null: the sender does not lead.</param>
    public sealed record ReadIndexReply(long ReadId, LogIndex? Index) : Message;
}
