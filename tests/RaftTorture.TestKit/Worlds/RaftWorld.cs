using RaftTorture.Raft;

namespace RaftTorture.TestKit.Worlds;

/// <summary>A cluster of cores in virtual time on one thread: the same options play the same story, to the last message.</summary>
/// <remarks>Every step, send, flush and apply is shown to all invariants; one that does not hold ends the story with an exception.</remarks>
public sealed partial class RaftWorld
{
    private readonly WorldOptions _options;
    private readonly Timeline _timeline = new();
    private readonly Observer _observer;
    private readonly SimulatedNode[] _nodes;
    private readonly List<ClientWrite> _writes = [];
    private long _requests;

    public RaftWorld(WorldOptions options)
    {
        _options = options;
        ToyStorage[] disks = [.. Enumerable.Range(1, options.Nodes + options.Spares).Select(number => new ToyStorage(new NodeId(number)))];
        _observer = new Observer(options, _timeline, disks);
        Network = new Network(
            _timeline,
            new Dice(options.Seed),
            sender => this[sender].Storage.Disk,
            (message, disk) => this[message.To].Receive(message, disk));
        _nodes = [.. disks.Select(disk => new SimulatedNode(disk, options, _timeline, Network, _observer))];
        if (options.ClocksRun)
            Tick();
    }

    public RaftWorld(int nodes)
        : this(new WorldOptions { Nodes = nodes })
    {
    }

    public Network Network { get; }

    public long NowMs => _timeline.NowMs;

    /// <summary>All nodes, in order of id, members or not.</summary>
    public IReadOnlyList<SimulatedNode> Nodes => _nodes;

    /// <summary>The nodes that the leader takes for members; the founding members while there is none.</summary>
    public IReadOnlyList<SimulatedNode> Members =>
        Leader is { } leader ? [.. leader.Core.Configuration.Members.Select(member => this[member.Id])] : _nodes[.._options.Nodes];

    /// <summary>The commands that were ever applied anywhere, in order.</summary>
    public IEnumerable<string> History => _observer.History.Select(ToyMachine.CommandOf);

    public IEnumerable<NodeId> Ids => _nodes.Select(node => node.Id);

    /// <summary>How often cores have asked for each kind of effect, by its name.</summary>
    public IReadOnlyDictionary<string, int> Effects => _observer.Effects;

    /// <summary>The last steps that had an effect.</summary>
    public Trace Trace => _observer.Trace;

    /// <summary>The leader that a majority of its voters follows. An old one that was cut off may still believe in itself.</summary>
    public SimulatedNode? Leader => _nodes.FirstOrDefault(node => node.IsLeader && 2 * FollowersOf(node) > node.Core.Configuration.Voters.Length);

    public Term HighestTerm => _nodes.Max(node => node.Core.Term);

    public SimulatedNode this[NodeId id] => _nodes[id.Value - 1];

    public void Run(long durationMs) => _timeline.RunTo(NowMs + durationMs);

    /// <summary>Lets everything happen that is under way. Only with stopped clocks does it ever end.</summary>
    public void Settle()
    {
        if (_options.ClocksRun)
            throw new InvalidOperationException("a world whose clocks run never settles: use Run or RunUntil");
        while (_timeline.TryStep(long.MaxValue))
        {
        }
    }

    /// <summary>Runs event by event until the condition holds.</summary>
    /// <exception cref="TimeoutException">It did not hold within that virtual time; the message has the last steps.</exception>
    public void RunUntil(Func<bool> condition, long maxMs = 10_000)
    {
        var untilMs = NowMs + maxMs;
        while (!condition())
        {
            if (!_timeline.TryStep(untilMs))
                throw new TimeoutException($"did not happen within {maxMs} ms; {Trace}");
        }
    }

    /// <summary>Runs until a majority follows one leader, and it is not <paramref name="otherThan"/>.</summary>
    public NodeId ElectLeader(NodeId? otherThan = null, long maxMs = 10_000)
    {
        RunUntil(() => Leader is { } leader && leader.Id != otherThan, maxMs);
        return Leader!.Id;
    }

    /// <summary>Heals the network and restarts who is down, then runs until all logs are equal and applied to their end.</summary>
    public void Converge(long maxMs = 10_000)
    {
        Heal();
        Network.Weather = Weather.Calm;
        foreach (var node in _nodes.Where(node => !node.IsRunning))
            Restart(node.Id);
        Agree(maxMs);
    }

    /// <summary>Runs until the logs of all members are equal and applied to their end.</summary>
    public void Agree(long maxMs = 10_000)
    {
        ElectLeader(maxMs: maxMs);
        RunUntil(IsConverged, maxMs);
    }

    private bool IsConverged() =>
        Leader is { } leader
        && Members.All(node => node.Machine.State.Index == node.Core.LastIndex && node.Core.LastIndex == leader.Core.LastIndex);

    /// <summary>How many voters follow it, itself included if it is one.</summary>
    private int FollowersOf(SimulatedNode leader) => leader.Core.Configuration.Voters.Select(voter => this[voter])
        .Count(node => node.IsRunning && node.Core.Term == leader.Core.Term && node.Core.Leader == leader.Id);

    private void Tick()
    {
        foreach (var node in _nodes)
            node.Tick();
        _timeline.After(_options.TickMs, Tick);
    }
}
