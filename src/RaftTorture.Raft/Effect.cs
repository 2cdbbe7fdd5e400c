using System.Collections.Immutable;

namespace RaftTorture.Raft;

/// <summary>What a server must do. Effects form an ordered list: each must have happened before the next begins.</summary>
/// <remarks>So a reply that promises durability stands behind its <see cref="Persist"/>, and a leader's sends may stand before its own (thesis 10.2.1).</remarks>
public abstract record Effect
{
    private Effect()
    {
    }

    /// <summary>Make this durable: flushed, not just written.</summary>
    /// <param name="HardState">The new term and vote, or null if they did not change.</param>
    /// <param name="Entries">Entries to store from their first index on: whatever the log held from there is replaced.</param>
    public sealed record Persist(HardState? HardState, ImmutableArray<Entry> Entries) : Effect;

    public sealed record Send(Message Message) : Effect;

    /// <summary>These entries are committed: apply them to the state machine, in order, each once.</summary>
    public sealed record Apply(ImmutableArray<Entry> Entries) : Effect;

    /// <summary>The command, or the change of members, has this place in the leader's log. It is not committed yet.</summary>
    public sealed record AcceptProposal(long ProposalId, LogIndex Index, Term Term) : Effect;

    /// <summary>The command, or the change of members, was not and will not be appended here; or this server does not lead, and so cannot hand over.</summary>
    /// <param name="ProposalId">Of the proposal, or of the request to hand over.</param>
    /// <param name="Leader">Who leads, as far as this server knows.</param>
    /// <param name="Reason">Why this leader does not take it, for people; null if this server does not lead.</param>
    public sealed record RejectProposal(long ProposalId, NodeId? Leader, string? Reason = null) : Effect;

    /// <summary>Answer the read from a state machine that has applied at least this index.</summary>
    /// <param name="ReadId">Of the read.</param>
    /// <param name="ReadIndex">What must be applied.</param>
    /// <param name="LeaseEndMs">
    /// If the read rests on a lease, when that ends on this server's clock: read the state, then look at the clock; if the lease was over,
    /// ask again with a new <see cref="Input.Read"/>. In this order no pause between the two can make the answer stale.
    /// </param>
    public sealed record AnswerRead(long ReadId, LogIndex ReadIndex, long? LeaseEndMs = null) : Effect;

    /// <summary>The read cannot be served here.</summary>
    public sealed record RejectRead(long ReadId, NodeId? Leader) : Effect;

    /// <summary>Role, term or known leader changed. For observers; a host that leads no more gives up its open proposals as unknown.</summary>
    public sealed record RoleChanged(Role Role, Term Term, NodeId? Leader) : Effect;

    /// <summary>The members in force changed, by an entry appended, removed or installed.</summary>
    public sealed record Configured(Configuration Configuration) : Effect;

    /// <summary>The handover asked for is over.</summary>
    /// <param name="RequestId">Of the request.</param>
    /// <param name="Problem">Why this server still leads, or null: it leads no more.</param>
    public sealed record TransferEnded(long RequestId, string? Problem) : Effect;

    /// <summary>Write a snapshot of the state machine as it is now, which has applied exactly this; then say <see cref="Input.SnapshotTaken"/>.</summary>
    public sealed record TakeSnapshot(SnapshotMeta Snapshot) : Effect;

    /// <summary>The entries up to and with this index are no longer needed: a durable snapshot includes them.</summary>
    public sealed record Compact(LogIndex UpTo) : Effect;

    /// <summary>Send the piece of the snapshot file of <paramref name="Snapshot"/> that begins at an offset, as <see cref="Message.InstallSnapshot"/>.</summary>
    public sealed record SendSnapshot(NodeId To, Term Term, long Stream, LogPosition Snapshot, long Offset) : Effect;

    /// <summary>Keep a piece of a snapshot that is being received; at offset 0 forget an unfinished one. With the last: verify, make durable,
    /// say <see cref="Input.SnapshotReceived"/> or <see cref="Input.SnapshotSpoiled"/>.</summary>
    public sealed record StoreSnapshot(Message.InstallSnapshot Piece) : Effect;

    /// <summary>The received snapshot takes the place of the state machine's state and of the log up to its last index.</summary>
    /// <param name="Snapshot">What was received.</param>
    /// <param name="KeepsLog">The log holds the snapshot's last entry: what follows it stays. If not, the whole log goes (section 7).</param>
    public sealed record InstallSnapshot(SnapshotMeta Snapshot, bool KeepsLog) : Effect;
}
