using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using RaftTorture.Targets.Kernel.Namespaces;

namespace RaftTorture.Targets.Kernel.Probes;

/// <summary>A UDP socket inside the network of each node that has one.</summary>
internal sealed class NodeSockets : IDisposable
{
    private const int SocketLevel = 1;
    private const int NoChecksum = 11;
    private const int BufferBytes = 4 * 1024 * 1024;

    private readonly SortedDictionary<string, Socket> _sockets = new(StringComparer.Ordinal);
    private readonly List<string> _absent = [];

    private NodeSockets()
    {
    }

    public IReadOnlyDictionary<string, Socket> All => _sockets;

    public ImmutableArray<string> Absent => [.. _absent];

    public static NodeSockets Open(IEnumerable<ProbedNode> nodes)
    {
        var sockets = new NodeSockets();
        foreach (var node in nodes)
            sockets.Add(node);
        return sockets;
    }

    public void Dispose()
    {
        foreach (var socket in _sockets.Values)
            socket.Dispose();
    }

    /// <summary>The namespace of a dead process may be gone, or be another's that took its number: there the address is not to be had.</summary>
    private void Add(ProbedNode node)
    {
        try
        {
            _sockets[node.Node] = NamespaceThread.Do(node.Namespace, () => Bind(IPAddress.Parse(node.Address)));
        }
        catch (Exception gone) when (gone is KernelException or SocketException)
        {
            _absent.Add(node.Node);
        }
    }

    private static Socket Bind(IPAddress address)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { Blocking = false, ReceiveBufferSize = BufferBytes };
        try
        {
            socket.SetRawSocketOption(SocketLevel, NoChecksum, BitConverter.GetBytes(1));
            socket.Bind(new IPEndPoint(address, 0));
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
