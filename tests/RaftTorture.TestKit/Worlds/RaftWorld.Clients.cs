using RaftTorture.Raft;

namespace RaftTorture.TestKit.Worlds;

/// <summary>What clients ask of nodes.</summary>
public sealed partial class RaftWorld
{
    /// <summary>Every write that was ever asked for, oldest first.</summary>
    public IReadOnlyList<ClientWrite> Writes => _writes;

    /// <summary>Asks a node to write, such as <c>x=8</c>. A node that is down does not answer.</summary>
    public ClientWrite Propose(NodeId node, string command)
    {
        var write = new ClientWrite(++_requests, command);
        _writes.Add(write);
        this[node].Propose(write);
        return write;
    }

    /// <summary>Asks the leader to write and waits until the write is done.</summary>
    public ClientWrite Write(string command)
    {
        var write = Propose(ElectLeader(), command);
        RunUntil(() => write.Outcome == Outcome.Ok);
        return write;
    }

    public ClientRead Read(NodeId node, string key)
    {
        var read = new ClientRead(++_requests, key);
        this[node].Read(read);
        return read;
    }
}
