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

    /// <summary>The members in force changed: whom messages go to from now on.</summary>
    void Configured(Configuration configuration);

    /// <summary>A sentence for whoever runs this node. Saying the same often costs little: who hears it limits the rate.</summary>
    void Warn(string sentence);
}
