using System.Collections.Immutable;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Kernel.Connections;
using RaftTorture.Targets.Kernel.Firewall;
using RaftTorture.Targets.Kernel.Packets;
using RaftTorture.Targets.Kernel.Probes;

namespace RaftTorture.Targets.Worlds.Network;

/// <summary>All directed links of a world, the partition and the packet fault in force on them, which overlap freely, and the probes that see both.</summary>
/// <param name="peerPort">On which nodes are asked by their peers.</param>
/// <param name="seed">Throws the fates of packets.</param>
internal sealed class KernelNetwork(IKernel kernel, IReadOnlyDictionary<string, IWorldNode> nodes, int peerPort, long seed)
{
    public ImmutableArray<Link> Links { get; } =
    [
        .. from a in nodes.Keys.Order(StringComparer.Ordinal) from b in nodes.Keys.Order(StringComparer.Ordinal) where a != b select new Link(a, b),
    ];

    public Fault.Partition? Partition { get; private set; }

    public Fault.Packet? Packet { get; private set; }

    public Task<FirewallState> ReadAsync(CancellationToken cancellation) => kernel.AskAsync(new ReadFirewall(), cancellation);

    /// <summary>Cuts, in place of any partition in force; null cuts nothing.</summary>
    /// <exception cref="ArgumentException">No two nodes of this cluster have such a link.</exception>
    public Task<FirewallState> CutAsync(Fault.Partition? partition, CancellationToken cancellation)
    {
        var pairs = PairsOf(partition?.Cut ?? []);
        Partition = partition;
        return kernel.AskAsync(
            new ApplyCuts(new Cuts(If(CutMode.Blackhole), If(CutMode.Requests), If(CutMode.Reset), peerPort)), cancellation);

        ImmutableArray<AddressPair> If(CutMode mode) => partition?.Mode == mode ? pairs : [];
    }

    /// <summary>Ends what connections were cut and would stay silent for long: see <see cref="WakeConnections"/>.</summary>
    public Task<ConnectionsEnded> WakeAsync(Fault.Partition healed, CancellationToken cancellation) => kernel.AskAsync(
        new WakeConnections(
        [
            .. from node in Present
               let peers = PeersOf(node.Node, healed.Cut)
               where !peers.IsEmpty
               select new CutNode(node.Namespace, peers),
        ]),
        cancellation);

    /// <summary>Shapes packets, in place of any packet fault in force; null shapes none.</summary>
    /// <exception cref="ArgumentException">No two nodes of this cluster have such a link.</exception>
    public Task<PacketsShaped> ShapeAsync(Fault.Packet? packet, CancellationToken cancellation)
    {
        var pairs = PairsOf(packet?.Links ?? []);
        Packet = packet;
        return kernel.AskAsync(new ShapePackets([.. pairs.Select(pair => new ShapedPair(pair, PacketShape.Of(packet!)))], seed), cancellation);
    }

    public Task<PacketCounts> CountPacketsAsync(CancellationToken cancellation) => kernel.AskAsync(new CountPackets(), cancellation);

    public Task<ProbeReport> ProbeAsync(ImmutableArray<Link> links, ProbeTrain train, CancellationToken cancellation) =>
        kernel.AskAsync(new ProbeLinks(Present, links, train), cancellation);

    /// <summary>Probes links until each has carried a datagram, as long as the packet fault in force can make that last.</summary>
    public Task<ProbeReport> SeekAsync(ImmutableArray<Link> links, CancellationToken cancellation) =>
        ProbeAsync(links, Patience.Seek(Packet), cancellation);

    public Task<ConnectionReport> ConnectAsync(ImmutableArray<Link> links, int tries, int patienceMs, CancellationToken cancellation) =>
        kernel.AskAsync(new ProbeConnections(Present, links, peerPort, tries, patienceMs), cancellation);

    /// <summary>Whether a partition lets no datagram through on the link.</summary>
    public bool IsSilenced(Link link) => Partition is { Mode: not CutMode.Requests } partition && partition.Cut.Contains(link);

    /// <summary>The nodes that live or have lived; whether one has a network just now is found out by the probe.</summary>
    private ImmutableArray<ProbedNode> Present =>
    [
        .. from node in nodes.Values
           let life = node.Life
           where life is not null
           orderby node.Id
           select new ProbedNode(node.Id, $"{node.Site.Address}", life.NetworkNamespace),
    ];

    /// <summary>A link that is cut one way has no connections the other way either: nothing is acknowledged.</summary>
    private ImmutableArray<string> PeersOf(string node, ImmutableArray<Link> cut) =>
    [
        .. cut.Where(link => link.From == node || link.To == node)
            .Select(link => $"{nodes[link.From == node ? link.To : link.From].Site.Address}")
            .Distinct()
            .Order(StringComparer.Ordinal),
    ];

    private ImmutableArray<AddressPair> PairsOf(ImmutableArray<Link> links) =>
        links.All(Links.Contains)
            ? [.. links.Select(link => new AddressPair($"{nodes[link.From].Site.Address}", $"{nodes[link.To].Site.Address}"))]
            : throw new ArgumentException($"the cluster has no link {links.First(link => !Links.Contains(link))}");
}
