using System.Collections.Immutable;
using System.Net;
using RaftTorture.Scenarios;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Local.Faults;

namespace RaftTorture.Targets.Local.Network;

/// <summary>All directed links of a cluster, and the partition and the packet fault in force on them: they overlap freely.</summary>
internal sealed class LocalNetwork : IAsyncDisposable
{
    private readonly Dictionary<Link, LinkProxy> _proxies;
    private readonly Levers _levers;

    /// <param name="peers">Where each node listens for its peers.</param>
    /// <param name="dice">Throw the jitter of all links.</param>
    /// <param name="levers">What puts a shape in force.</param>
    public LocalNetwork(IReadOnlyDictionary<string, IPEndPoint> peers, Dice dice, Levers levers)
    {
        _levers = levers;
        Links = [.. from a in peers.Keys.Order() from b in peers.Keys.Order() where a != b select new Link(a, b)];
        var listeners = Sockets.Listen(Links.Length);
        _proxies = Links.Zip(listeners).ToDictionary(
            each => each.First,
            each => new LinkProxy(each.First, each.Second, peers[each.First.To], dice.Fork(each.First.ToString())) { Messages = Messages });
    }

    public ImmutableArray<Link> Links { get; }

    /// <summary>Of all links together.</summary>
    public MessageCounters Messages { get; } = new();

    public Fault.Partition? Partition { get; private set; }

    public Fault.Packet? Packet { get; private set; }

    /// <exception cref="ArgumentException">No two nodes of this cluster have such a link.</exception>
    public LinkProxy this[Link link] =>
        _proxies.TryGetValue(link, out var proxy) ? proxy : throw new ArgumentException($"the cluster has no link {link}");

    public void Apply(Fault.Partition partition) => Reshape(partition, Packet);

    public void HealPartition() => Reshape(null, Packet);

    public void Apply(Fault.Packet packet) => Reshape(Partition, packet);

    public void HealPacket() => Reshape(Partition, null);

    /// <summary>The shape that the faults in force ask of a link.</summary>
    public LinkShape ShapeOf(Link link)
    {
        var slowed = Packet is { } packet && packet.Links.Contains(link) ? packet : null;
        return new LinkShape
        {
            Cut = Partition is { } partition && partition.Cut.Contains(link) ? partition.Mode : null,
            DelayMs = slowed?.DelayMs ?? 0,
            JitterMs = slowed?.JitterMs ?? 0,
            BytesPerSecond = slowed?.BytesPerSecond,
        };
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var link in Links)
            await _proxies[link].DisposeAsync();
    }

    private void Reshape(Fault.Partition? partition, Fault.Packet? packet)
    {
        Partition = partition;
        Packet = packet;
        foreach (var link in Links)
        {
            _levers.Shape(this[link], LinkDirection.Forward, ShapeOf(link));
            _levers.Shape(this[link], LinkDirection.Backward, AnswersOn(link));
        }
    }

    /// <summary>The way back on a link carries what its receiver says to its sender, so the link the other way rules it.</summary>
    /// <remarks>Except that a reset becomes silence there: it would end what the sender says as well.</remarks>
    private LinkShape AnswersOn(Link link)
    {
        var shape = ShapeOf(new Link(link.To, link.From));
        return shape.Cut is null ? shape : shape with { Cut = CutMode.Blackhole };
    }
}
