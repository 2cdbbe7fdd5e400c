using System.Net.Sockets;
using RaftTorture.Node.Peers;
using RaftTorture.Raft;
using RaftTorture.Replica.Storage;

namespace RaftTorture.Node.Tests.Peers;

/// <summary>Somebody who calls a node's peer port, and may be anybody.</summary>
internal sealed class PeerCaller(TestNode node) : IDisposable
{
    private readonly TcpClient _connection = new("127.0.0.1", node.PeerPort);

    public PeerCaller Greet(int id, string? clusterId = null) =>
        Say(Handshake.Write(new Greeting(new NodeId(id), new Incarnation(1), Address: null, clusterId ?? node.Argument("--cluster-id"))));

    /// <summary>Writes what it is given, whether or not the node still listens.</summary>
    public PeerCaller Say(params byte[] bytes)
    {
        try
        {
            _connection.GetStream().Write(bytes);
        }
        catch (IOException)
        {
            // The node has hung up already, as it should on a stranger.
        }

        return this;
    }

    /// <summary>Waits until the node hangs up.</summary>
    public async Task HungUpAsync()
    {
        try
        {
            Assert.That(await _connection.GetStream().ReadAsync(new byte[1]).AsTask().WaitAsync(TimeSpan.FromSeconds(30)), Is.Zero, "a node says nothing on such a connection");
        }
        catch (IOException)
        {
            // Reset: hung up in the other way.
        }
    }

    public void Dispose() => _connection.Dispose();
}
