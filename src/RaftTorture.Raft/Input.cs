using System.Collections.Immutable;

namespace RaftTorture.Raft;

/// <summary>What can happen to a server. The core takes one at a time.</summary>
public abstract record Input
{
    private Input()
    {
    }

    /// <summary>The time, before anything else that came is looked at; no timer fires.</summary>
    /// <remarks>
    /// A lease rests on when a voter heard its leader: a message that is handled by an old clock counts as heard too early, and a voter that
    /// was busy for long would be free too soon.
    /// </remarks>
    /// <param name="NowMs">Milliseconds on the node's monotonic clock; only differences matter.</param>
    public sealed record Clock(long NowMs) : Input;

    /// <summary>Time has passed: timers may fire.</summary>
    /// <param name="NowMs">As of <see cref="Clock"/>.</param>
    public sealed record Tick(long NowMs) : Input;

    /// <summary>A message arrived; it may be late, doubled or out of order.</summary>
    public sealed record Receive(Message Message) : Input;

    /// <summary>Clients ask to append commands; each id comes back in an <see cref="Effect.AcceptProposal"/> or <see cref="Effect.RejectProposal"/>.</summary>
    public sealed record Propose(ImmutableArray<Proposal> Proposals) : Input;

    /// <summary>Clients ask for linearizable reads (section 8, thesis 6.4); one confirmation of leadership serves them all.</summary>
    public sealed record Read(ImmutableArray<long> ReadIds) : Input;

    /// <summary>The log is durable up to this entry; sent by the host once its flush has returned.</summary>
    public sealed record Persisted(LogIndex LastIndex, Term LastTerm) : Input;

    /// <summary>An operator asks to change the members; answered like a proposal.</summary>
    public sealed record ChangeMembership(long ProposalId, MembershipChange Change) : Input;

    /// <summary>An operator asks the leader to hand over; answered by <see cref="Effect.TransferEnded"/>, or <see cref="Effect.RejectProposal"/> if it does not lead.</summary>
    /// <param name="RequestId">Names the answer.</param>
    /// <param name="Target">The successor, or null for the voter with the longest log.</param>
    public sealed record TransferLeadership(long RequestId, NodeId? Target) : Input;

    /// <summary>An operator wants a snapshot now, whatever the threshold; answered by <see cref="Effect.TakeSnapshot"/>, or nothing
    /// if there is nothing new, one is being taken, or a follower is fetching the last one.</summary>
    public sealed record RequestSnapshot : Input;

    /// <summary>The snapshot that <see cref="Effect.TakeSnapshot"/> asked for is durable.</summary>
    public sealed record SnapshotTaken(SnapshotMeta Snapshot) : Input;

    /// <summary>The last piece of a transfer has made a whole, sound and durable snapshot; the state machine has not seen it yet.</summary>
    public sealed record SnapshotReceived(SnapshotMeta Snapshot) : Input;

    /// <summary>The pieces of a transfer make no sound snapshot: it must begin again.</summary>
    public sealed record SnapshotSpoiled(long Stream) : Input;
}

/// <summary>A command that a client wants in the log.</summary>
public readonly record struct Proposal(long Id, ReadOnlyMemory<byte> Command);
