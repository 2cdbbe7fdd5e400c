using System.Net.Sockets;

namespace RaftTorture.Targets.Kernel.Probes;

/// <summary>A UDP socket inside the network of each node that has one.</summary>
internal sealed class NodeSockets : IDisposable
{
    private const int SocketLevel = 1;
    private const int NoChecksum = 11;
    private const int BufferBytes = 4 * 1024 * 1024;

    private readonly SortedDictionary<string, Socket> _sockets = new(StringComparer.Ordinal);

    private NodeSockets()
    {
    }

    public IReadOnlyDictionary<string, Socket> All => _sockets;

    public static NodeSockets Open(NodeNetworks networks)
    {
        var sockets = new NodeSockets();
        try
        {
            foreach (var node in networks.Addresses.Keys)
                sockets.Add(node, networks.Open(node, SocketType.Dgram));
            return sockets;
        }
        catch
        {
            sockets.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var socket in _sockets.Values)
            socket.Dispose();
    }

    private void Add(string node, Socket socket)
    {
        _sockets[node] = socket;
        (socket.Blocking, socket.ReceiveBufferSize) = (false, BufferBytes);
        socket.SetRawSocketOption(SocketLevel, NoChecksum, BitConverter.GetBytes(1));
    }
}
