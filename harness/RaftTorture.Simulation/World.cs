using RaftTorture.Raft;
using RaftTorture.Replica;
using RaftTorture.Replica.Wire;
using RaftTorture.Simulation.Networks;
using RaftTorture.Simulation.Nodes;
using RaftTorture.Simulation.Time;
using RaftTorture.Simulation.Watching;

namespace RaftTorture.Simulation;

/// <summary>A whole cluster of production replicas on one thread: their network, disks and clocks, and the judges of all they do.</summary>
internal sealed class World
{
    private readonly SimulatedNode[] _nodes;
    private readonly SortedSet<(int From, int FromLife, int To, int ToLife)> _connections = [];
    private long _requests;

    /// <param name="setup">What all nodes are told.</param>
    /// <param name="nodes">How many there are, spares included.</param>
    /// <param name="climate">How the network is when no fault makes it worse.</param>
    /// <param name="dice">All luck comes from here.</param>
    /// <param name="story">The first line of what is told when something breaks.</param>
    /// <param name="overlooked">Invariants that are not checked, by name.</param>
    public World(NodeSetup setup, int nodes, Weather climate, Dice dice, Func<string> story, IReadOnlyList<string>? overlooked = null)
    {
        Setup = setup;
        Steps = new StepLog(() => Timeline.NowUs, story);
        Network = new SimulatedNetwork(Timeline, dice.Split(), nodes, Deliver) { Climate = climate };
        DiskShadow[] shadows = [.. Enumerable.Range(1, nodes).Select(number => new DiskShadow(new NodeId(number), FoundingOf(new NodeId(number))))];
        Judges = new Judges([.. shadows.Select(shadow => shadow.Storage)], () => Timeline.NowMs, Steps.ToString, overlooked ?? []);
        _nodes = [.. shadows.Select(shadow => new SimulatedNode(shadow.Storage.Owner, this, dice.Split(), shadow, ClockOf(dice)))];
        foreach (var node in _nodes)
            node.Start();
    }

    public NodeSetup Setup { get; }

    public Timeline Timeline { get; } = new();

    public SimulatedNetwork Network { get; }

    public Judges Judges { get; }

    public StepLog Steps { get; }

    public RunHash Hash { get; } = new();

    /// <summary>All nodes, in order of id, members or not.</summary>
    public IReadOnlyList<SimulatedNode> Nodes => _nodes;

    /// <summary>The leader of the highest term, which others may not know of yet.</summary>
    public SimulatedNode? Leader => _nodes.Where(node => node.IsLeader).MaxBy(node => node.Replica.Term);

    public SimulatedNode this[NodeId id] => _nodes[id.Value - 1];

    public long NextRequestId() => ++_requests;

    /// <summary>A node says something.</summary>
    public void Send(Message message, SimulatedNode sender, long departsUs) => Network.Send(message, sender, this[message.To], departsUs);

    /// <summary>A node runs again: it connects with all that it can reach.</summary>
    public void Started(SimulatedNode node)
    {
        Note(node, node.Life);
        Connect(node);
    }

    /// <summary>Every pair that can reach each other is connected.</summary>
    public void ConnectAll()
    {
        foreach (var node in _nodes.Where(node => node.IsUp))
            Connect(node);
    }

    /// <summary>A node is gone; its peers see their connections end.</summary>
    public void HungUp(SimulatedNode gone)
    {
        Note(gone, -gone.Life);
        foreach (var peer in _nodes.Where(peer => peer.IsUp && _connections.Remove((gone.Id.Value, gone.Life, peer.Id.Value, peer.Life))))
            peer.Greet(new Greeted(gone.Id, gone.Incarnation) { IsGone = true });
    }

    public void RoleChanged(SimulatedNode node) => Note(node, 1_000_000 + (long)node.Replica.Role);

    private NodeClock ClockOf(Dice dice) =>
        new(dice.Between(0, 1_000_000), (int)dice.Between(1000 - Setup.ClockDriftPermille, 1000 + Setup.ClockDriftPermille));

    private Configuration FoundingOf(NodeId id) => Setup.Founders.Contains(id) ? Configuration.Of(Setup.Founders) : Configuration.Empty;

    private void Deliver(Parcel parcel)
    {
        var (sender, receiver) = (this[parcel.From], this[parcel.To]);
        if (!receiver.IsUp || receiver.DiskNumber != parcel.ToDisk || !sender.WasAlive(parcel.Life, parcel.DepartsUs))
            return;
        Hash.Add(Timeline.NowUs);
        Hash.Add(parcel.Bytes);
        if (parcel.Life == sender.Life && sender.IsUp)
            Greet(sender, receiver);
        receiver.Receive(new Received(MessageCodec.Decode(parcel.Bytes), parcel.Incarnation));
    }

    private void Connect(SimulatedNode node)
    {
        foreach (var peer in _nodes)
        {
            if (peer == node || !peer.IsUp || Network.IsCut(node.Id, peer.Id) || Network.IsCut(peer.Id, node.Id))
                continue;
            Greet(node, peer);
            Greet(peer, node);
        }
    }

    private void Greet(SimulatedNode from, SimulatedNode to)
    {
        if (_connections.Add((from.Id.Value, from.Life, to.Id.Value, to.Life)))
            to.Greet(new Greeted(from.Id, from.Incarnation));
    }

    private void Note(SimulatedNode node, long what)
    {
        Hash.Add(Timeline.NowUs);
        Hash.Add(node.Id.Value);
        Hash.Add(what);
    }
}
