using RaftTorture.Kv;
using RaftTorture.Raft;

namespace RaftTorture.Replica.Tests.Worlds;

/// <summary>A cluster of real replicas on disks in memory: time, network, clients and faults are the test's, and all dice come from one seed.</summary>
internal sealed class ReplicaWorld : IDisposable
{
    private const int StepMs = 10;
    private const int MaxSteps = 3000;

    private readonly WorldOptions _options;
    private readonly SortedDictionary<NodeId, WorldNode> _nodes = [];
    private readonly SortedSet<NodeId> _isolated = [];
    private readonly HashLedger _hashes = new();
    private readonly SortedSet<(NodeId From, ulong FromLife, NodeId To, ulong ToLife)> _connections = [];
    private List<Received> _flying = [];
    private long _nowMs;
    private long _requests;
    private ulong _births;

    public ReplicaWorld(int seed, WorldOptions? options = null)
    {
        Dice = new Random(seed);
        _options = options ?? new WorldOptions();
        Founders = [.. Enumerable.Range(1, _options.Founders).Select(i => new NodeId(i))];
        foreach (var founder in Founders)
            Add(founder, Founders);
    }

    public Random Dice { get; }

    public NodeId[] Founders { get; }

    public IEnumerable<WorldNode> Nodes => _nodes.Values;

    /// <summary>What clients were told, on every node, in every life of it.</summary>
    public Dictionary<long, ClientAnswer> Answers { get; } = [];

    /// <summary>Whether messages are lost, doubled, held up and mixed.</summary>
    public bool IsStormy { get; set; }

    /// <summary>Sees each message on its way; false loses it.</summary>
    public Func<Message, bool> Lets { get; set; } = _ => true;

    public WorldNode this[int node] => _nodes[new NodeId(node)];

    /// <summary>The leader of the highest term, which others may not know of yet.</summary>
    public WorldNode? Leader => _nodes.Values.Where(node => node.IsUp && node.Replica.Role == Role.Leader).MaxBy(node => node.Replica.Term);

    public WorldNode Add(NodeId id, IEnumerable<NodeId> founders)
    {
        var node = new WorldNode(id, [.. founders], _options, () => _nowMs);
        _nodes[id] = node;
        node.Start(++_births);
        return node;
    }

    public void Start(WorldNode node) => node.Start(++_births);

    /// <summary>Cuts a node off, both ways.</summary>
    public void Isolate(WorldNode node) => _isolated.Add(node.Id);

    public void Heal() => _isolated.Clear();

    public long Ask(WorldNode node, Func<long, ClientRequest> request)
    {
        node.Requests.Add(request(++_requests));
        return _requests;
    }

    public long Append(WorldNode node, string key, string suffix) => Ask(node, id => new ClientRequest.Write(id, LoneReplica.AppendTo(key, suffix)));

    public long Read(WorldNode node, string key) => Ask(node, id => new ClientRequest.Read(id, key));

    /// <summary>Asks, waits for the answer and returns it; null if the node dies before.</summary>
    public ClientAnswer? Await(WorldNode node, Func<long, ClientRequest> request)
    {
        var id = Ask(node, request);
        Until(() => Answers.ContainsKey(id) || !node.IsUp);
        return Answers.GetValueOrDefault(id);
    }

    /// <summary>Asks whoever leads, again if it is refused, until it is done.</summary>
    public KvResult Do(LogCommand command)
    {
        while (true)
        {
            if (Await(ElectedLeader(), id => new ClientRequest.Write(id, command)) is ClientAnswer.Done done)
                return done.Result;
        }
    }

    /// <summary>Asks whoever leads for one step of membership, again while it is refused.</summary>
    public void Change(MembershipChange change)
    {
        while (Await(ElectedLeader(), id => new ClientRequest.ChangeMembers(id, change)) is not ClientAnswer.Accepted)
            Step();
    }

    /// <summary>So many writes to one key each, all acknowledged.</summary>
    public void Write(int count, int valueBytes = 20)
    {
        for (var i = 0; i < count; i++)
            Do(new LogCommand.Once(new KvCommand.Put($"key-{Dice.Next(50)}", new string((char)('a' + (i % 26)), valueBytes))));
    }

    public WorldNode ElectedLeader()
    {
        Until(() => Leader is not null);
        return Leader!;
    }

    public void Until(Func<bool> condition)
    {
        for (var step = 0; !condition(); step++)
        {
            Assert.That(step, Is.LessThan(MaxSteps), () => $"it does not happen:\n{string.Join('\n', Nodes)}");
            Step();
        }
    }

    public void Run(int steps)
    {
        for (var step = 0; step < steps; step++)
            Step();
    }

    /// <summary>Time passes, messages arrive, each node handles what it got.</summary>
    public void Step()
    {
        _nowMs += StepMs;
        Connect();
        Deliver();
        foreach (var node in _nodes.Values.Where(node => node.IsUp))
            Handle(node);
    }

    /// <summary>All that run hold the same, and it is all that was ever committed.</summary>
    public void ExpectConvergence()
    {
        IsStormy = false;
        Do(new LogCommand.Once(new KvCommand.Put("last", "word")));
        Until(() => Nodes.Where(node => node.IsUp).Select(node => node.Replica.AppliedIndex).Distinct().Count() == 1);
        Assert.That(Nodes.Where(node => node.IsUp).Select(node => node.Replica.StateHash).Distinct().Count(), Is.EqualTo(1));
    }

    public void Dispose()
    {
        foreach (var node in _nodes.Values)
            node.Dispose();
    }

    private void Handle(WorldNode node)
    {
        node.Handle();
        _flying.AddRange(node.TakeSent());
        foreach (var (request, answer) in node.TakeAnswers())
            Answers.Add(request, answer);
        _hashes.Take(node);
    }

    /// <summary>Nodes that reach each other connect before they speak, as sockets do.</summary>
    private void Connect()
    {
        var reachable = _nodes.Values.Where(node => node.IsUp && !_isolated.Contains(node.Id)).ToArray();
        foreach (var from in reachable)
        {
            foreach (var to in reachable.Where(to => to != from && _connections.Add((from.Id, from.Life, to.Id, to.Life))))
                to.Greetings.Add(new Greeted(from.Id, from.Incarnation));
        }
    }

    private void Deliver()
    {
        var due = _flying.ToArray();
        if (IsStormy)
            Dice.Shuffle(due);
        _flying = [];
        foreach (var received in due.Where(received => Reaches(received.Message)))
        {
            if (!IsStormy || SurvivesTheStorm(received))
                _nodes[received.Message.To].Received.Add(received);
        }
    }

    private bool Reaches(Message message) =>
        !_isolated.Contains(message.From) && !_isolated.Contains(message.To)
        && _nodes.TryGetValue(message.To, out var to) && to.IsUp && Lets(message);

    private bool SurvivesTheStorm(Received received)
    {
        var fate = Dice.Next(10);
        if (fate is 1 or 2)
            _flying.Add(received); // Once more, or only later.
        return fate is not (0 or 1);
    }
}
