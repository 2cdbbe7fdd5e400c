using System.Collections.Immutable;

namespace RaftTorture.Raft;

/// <summary>What can happen to a server. The core takes one at a time.</summary>
public abstract record Input
{
    private Input()
    {
    }

    /// <summary>Time has passed.</summary>
    /// <param name="NowMs">Milliseconds on the node's monotonic clock; only differences matter.</param>
    public sealed record Tick(long NowMs) : Input;

    /// <summary>A message arrived; it may be late, doubled or out of order.</summary>
    public sealed record Receive(Message Message) : Input;

    /// <summary>Clients ask to append commands; each id comes back in an <see cref="Effect.AcceptProposal"/> or <see cref="Effect.RejectProposal"/>.</summary>
    public sealed record Propose(ImmutableArray<Proposal> Proposals) : Input;

    /// <summary>Clients ask for linearizable reads (section 8, thesis 6.4); one confirmation of leadership serves them all.</summary>
    public sealed record Read(ImmutableArray<long> ReadIds) : Input;

    /// <summary>The log is durable up to this entry; sent by the host once its flush has returned.</summary>
    public sealed record Persisted(LogIndex LastIndex, Term LastTerm) : Input;
}

/// <summary>A command that a client wants in the log.</summary>
public readonly record struct Proposal(long Id, ReadOnlyMemory<byte> Command);
