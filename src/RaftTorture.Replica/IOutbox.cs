using RaftTorture.Raft;

namespace RaftTorture.Replica;

/// <summary>Where a replica's words go: sockets in a node, a simulated network elsewhere. Calls must not block or call back.</summary>
public interface IOutbox
{
    /// <summary>Hands a message to the network, which may lose it.</summary>
    void Send(Message message);

    /// <summary>Answers a client's request; at most once a request.</summary>
    void Answer(long requestId, ClientAnswer answer);

    /// <summary>Tells observers that role, term or known leader changed.</summary>
    void RoleChanged(Role role, Term term, NodeId? leader);
}
