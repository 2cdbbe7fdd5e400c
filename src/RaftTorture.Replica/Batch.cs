using RaftTorture.Kv;
using RaftTorture.Raft;
using RaftTorture.Replica.Storage;

namespace RaftTorture.Replica;

/// <summary>What came to a replica since it last looked: handled together, so that one flush serves all of it (group commit).</summary>
/// <param name="Messages">From peers, in order of arrival.</param>
/// <param name="Requests">From clients and operators.</param>
public sealed record Batch(IReadOnlyList<Received> Messages, IReadOnlyList<ClientRequest> Requests)
{
    /// <summary>Peers that have connected, whether or not they have said anything yet, or hung up; in the order in which they did.</summary>
    public IReadOnlyList<Greeted> Greetings { get; init; } = [];
}

/// <summary>A peer presented itself, or hung up and is not connected any more: not with that disk.</summary>
/// <param name="Peer">Who.</param>
/// <param name="Incarnation">The number that its data directory drew at its birth.</param>
public readonly record struct Greeted(NodeId Peer, Incarnation Incarnation)
{
    /// <summary>It hung up.</summary>
    public bool IsGone { get; init; }
}

/// <summary>A message as it came in.</summary>
/// <param name="Message">What the peer says.</param>
/// <param name="Incarnation">The number that the peer's data directory drew at its birth, as its connection presented it.</param>
public readonly record struct Received(Message Message, Incarnation Incarnation);

/// <summary>What a client or an operator asks; the id, unique within this replica's life, names the answer.</summary>
public abstract record ClientRequest(long Id)
{
    /// <summary>A linearizable read: served by the leader, never logged.</summary>
    public sealed record Read(long Id, string Key) : ClientRequest(Id);

    /// <summary>A command for the log.</summary>
    public sealed record Write(long Id, LogCommand Command) : ClientRequest(Id);

    /// <summary>An operator asks the leader to hand over: to <paramref name="Target"/>, or to whom it finds fit.</summary>
    public sealed record Transfer(long Id, NodeId? Target) : ClientRequest(Id);

    /// <summary>An operator asks for one step of membership.</summary>
    public sealed record ChangeMembers(long Id, MembershipChange Change) : ClientRequest(Id);

    /// <summary>An operator wants a snapshot of this replica now.</summary>
    public sealed record Snapshot(long Id) : ClientRequest(Id);
}
