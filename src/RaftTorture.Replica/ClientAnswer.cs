using System.Diagnostics;
using RaftTorture.Kv;
using RaftTorture.Kv.Api;
using RaftTorture.Raft;

namespace RaftTorture.Replica;

/// <summary>How a request ended, as far as this replica knows.</summary>
public abstract record ClientAnswer
{
    private ClientAnswer()
    {
    }

    /// <summary>The answer in words of the client API.</summary>
    /// <param name="locate">Where clients reach a node, or null.</param>
    public KvReply ToReply(Func<NodeId, string?> locate) => this switch
    {
        Done done => KvReply.From(done.Result),
        NotLeader { Leader: { } leader } => new KvReply.NotLeader(leader.ToString(), locate(leader)),
        NotLeader => new KvReply.NoLeader(),
        Refused refused => new KvReply.Overloaded(refused.Reason),
        Unknown unknown => new KvReply.Unknown(unknown.Reason),
        _ => throw new UnreachableException($"unknown answer {this}"),
    };

    /// <summary>Committed and applied, or a read that was confirmed.</summary>
    public sealed record Done(KvResult Result) : ClientAnswer;

    /// <summary>This replica does not lead and did nothing. <paramref name="Leader"/> is a hint, or null.</summary>
    public sealed record NotLeader(NodeId? Leader) : ClientAnswer;

    /// <summary>What an operator asked for is done.</summary>
    public sealed record Accepted : ClientAnswer;

    /// <summary>Certainly not done, and this replica says why.</summary>
    public sealed record Refused(string Reason) : ClientAnswer;

    /// <summary>The command is in a log, and nobody here knows whether it will be committed.</summary>
    public sealed record Unknown(string Reason) : ClientAnswer;
}
