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

    /// <summary>Clients ask to append commands; the id comes back in <see cref="Effect.AcceptProposal"/> or <see cref="Effect.RejectProposal"/>.</summary>
    public sealed record Propose(long ProposalId, ReadOnlyMemory<byte> Command) : Input;

    /// <summary>A client asks for a linearizable read (section 8, thesis 6.4).</summary>
    public sealed record Read(long ReadId) : Input;

    /// <summary>The log is durable up to this entry; sent by the host once its flush has returned.</summary>
    public sealed record Persisted(LogIndex LastIndex, Term LastTerm) : Input;
}
