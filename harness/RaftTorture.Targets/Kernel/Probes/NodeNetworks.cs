using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using RaftTorture.Targets.Kernel.Namespaces;

namespace RaftTorture.Targets.Kernel.Probes;

/// <summary>The networks from which probes are sent: the nodes' own, and stand-ins for those of dead nodes.</summary>
internal sealed class NodeNetworks : IAsyncDisposable
{
    private const int MostTries = 3;

    private readonly Dictionary<string, string> _paths = [];
    private readonly Dictionary<string, IPAddress> _addresses = [];
    private readonly List<StandIn> _standIns = [];
    private readonly List<string> _absent = [];

    private NodeNetworks()
    {
    }

    /// <summary>Nodes of which there is a network, with its address.</summary>
    public IReadOnlyDictionary<string, IPAddress> Addresses => _addresses;

    /// <summary>Nodes of which there is none, nor a stand-in.</summary>
    public ImmutableArray<string> Absent => [.. _absent];

    /// <summary>Does something with the networks of nodes. A node that ends in the midst of it takes its own along: then all is done again, with a stand-in for it.</summary>
    /// <exception cref="KernelException">It was so each time.</exception>
    public static async Task<T> UseAsync<T>(IReadOnlyList<ProbedNode> nodes, Func<NodeNetworks, Task<T>> useAsync, CancellationToken cancellation)
    {
        for (var tries = 1; ; tries++)
        {
            await using var networks = await FindAsync(nodes, cancellation);
            try
            {
                return await useAsync(networks);
            }
            catch (Exception gone) when (gone is KernelException or SocketException && tries < MostTries)
            {
                // Looked for again.
            }
            catch (SocketException gone)
            {
                throw new KernelException($"a node's network was gone while it was probed: {gone.Message}", gone);
            }
        }
    }

    private static async Task<NodeNetworks> FindAsync(IEnumerable<ProbedNode> nodes, CancellationToken cancellation)
    {
        var networks = new NodeNetworks();
        foreach (var node in nodes)
            await networks.AddAsync(node, cancellation);
        return networks;
    }

    /// <summary>A socket in the network of a node, bound to its address.</summary>
    /// <exception cref="KernelException">The network is gone.</exception>
    /// <exception cref="SocketException">It has not that address: it may be another's that took the number of a dead process.</exception>
    public Socket Open(string node, SocketType type) => Bind(_paths[node], _addresses[node], type);

    public async ValueTask DisposeAsync()
    {
        foreach (var standIn in _standIns)
            await standIn.DisposeAsync();
    }

    private async Task AddAsync(ProbedNode node, CancellationToken cancellation)
    {
        var address = IPAddress.Parse(node.Address);
        try
        {
            _paths[node.Node] = IsThere(node.Namespace, address) ? node.Namespace : await StandForAsync(node, cancellation);
            _addresses[node.Node] = address;
        }
        catch (KernelException)
        {
            _absent.Add(node.Node);
        }
    }

    private async Task<string> StandForAsync(ProbedNode node, CancellationToken cancellation)
    {
        var standIn = await StandIn.MakeAsync(node.Address, cancellation);
        _standIns.Add(standIn);
        return standIn.Path;
    }

    private static bool IsThere(string path, IPAddress address)
    {
        try
        {
            Bind(path, address, SocketType.Dgram).Dispose();
            return true;
        }
        catch (Exception gone) when (gone is KernelException or SocketException)
        {
            return false;
        }
    }

    private static Socket Bind(string path, IPAddress address, SocketType type) => NamespaceThread.Do(path, () =>
    {
        var socket = new Socket(AddressFamily.InterNetwork, type, ProtocolType.Unspecified);
        try
        {
            socket.Bind(new IPEndPoint(address, 0));
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    });
}
