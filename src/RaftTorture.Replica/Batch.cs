using RaftTorture.Kv;
using RaftTorture.Raft;

namespace RaftTorture.Replica;

/// <summary>What came to a replica since it last looked: handled together, so that one flush serves all of it (group commit).</summary>
/// <param name="NowMs">The node's monotonic clock, milliseconds.</param>
/// <param name="Messages">From peers, in order of arrival.</param>
/// <param name="Requests">From clients.</param>
public sealed record Batch(long NowMs, IReadOnlyList<Message> Messages, IReadOnlyList<ClientRequest> Requests);

/// <summary>What a client asks; the id, unique within this replica's life, names the answer.</summary>
public abstract record ClientRequest(long Id)
{
    /// <summary>A linearizable read: served by the leader, never logged.</summary>
    public sealed record Read(long Id, string Key) : ClientRequest(Id);

    /// <summary>A command for the log.</summary>
    public sealed record Write(long Id, LogCommand Command) : ClientRequest(Id);
}
