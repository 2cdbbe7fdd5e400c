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

    /// <summary>The command has this place in the leader's log. It is not committed yet.</summary>
    public sealed record AcceptProposal(long ProposalId, LogIndex Index, Term Term) : Effect;

    /// <summary>This server does not lead; the command was not and will not be appended here.</summary>
    public sealed record RejectProposal(long ProposalId, NodeId? Leader) : Effect;

    /// <summary>Answer the read from a state machine that has applied at least this index.</summary>
    public sealed record AnswerRead(long ReadId, LogIndex ReadIndex) : Effect;

    /// <summary>The read cannot be served here.</summary>
    public sealed record RejectRead(long ReadId, NodeId? Leader) : Effect;

    /// <summary>Role, term or known leader changed. For observers; a host that leads no more gives up its open proposals as unknown.</summary>
    public sealed record RoleChanged(Role Role, Term Term, NodeId? Leader) : Effect;
}
