using System.Collections.Concurrent;
using System.Diagnostics;
using RaftTorture.Checking.Histories;
using RaftTorture.Running.Ports;
using RaftTorture.Scenarios;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Systems;

namespace RaftTorture.Targets.Worlds;

/// <summary>A cluster of any system in any world with a kernel. It owns both.</summary>
/// <remarks>One fault at a time is applied; clients may work meanwhile.</remarks>
internal sealed class WorldCluster(IReadOnlyList<string> nodes, ISystem system, IWorld world, WorldClusterOptions options) : ICluster, IStarter
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    /// <summary>A world that could not end a life must not keep the harness from its own end.</summary>
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(15);

    private readonly SortedDictionary<string, WorldNode> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<FaultKind, IInjector> _injectors = [];
    private readonly ConcurrentQueue<NodeExit> _unexpectedExits = new();
    private readonly ConcurrentBag<Task> _watches = [];
    private volatile bool _isDisposed;

    public IReadOnlyList<string> Nodes => nodes;

    public IReadOnlyList<string> Notices =>
        [.. world.Notices, .. _nodes.Values.Where(node => node.Log.Loss is not null).Select(node => $"node {node.Id}: {node.Log.Loss}")];

    public IReadOnlyList<NodeExit> UnexpectedExits => [.. _unexpectedExits];

    public string? WhyUnsupported(FaultKind kind) => options.Abilities.WhyUnsupported(kind);

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellation)
    {
        try
        {
            await world.PrepareAsync(cancellation);
            Populate();
            await Task.WhenAll(_nodes.Values.Select(node => StartNodeAsync(node, cancellation)));
        }
        catch (KernelException refused)
        {
            throw new ClusterException(refused.Message, refused);
        }

        await FindLeaderAsync(cancellation);
    }

    public IClient OpenClient(ProcessId process, string node) => system.OpenClient(process, node, world.Sites);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The fault names a node that this cluster has not.</exception>
    public Task<FaultEffect> ApplyAsync(Fault fault, CancellationToken cancellation) =>
        _injectors.TryGetValue(fault.Kind, out var injector) ? injector.ApplyAsync(fault, cancellation)
        : Task.FromResult(new FaultEffect(false, WhyUnsupported(fault.Kind) ?? "the cluster was not started"));

    public async Task<IReadOnlyList<NodeStatus>> ObserveAsync(CancellationToken cancellation) =>
        [.. (await Task.WhenAll(world.Sites.Select(site => system.ObserveAsync(site, cancellation)))).OfType<NodeStatus>()];

    /// <summary>A node of the cluster, once it was started.</summary>
    public IWorldNode Node(string id) => _nodes[id];

    /// <inheritdoc/>
    public async Task LaunchAsync(IWorldNode node, StartHow how, CancellationToken cancellation)
    {
        var own = _nodes[node.Id];
        if (own.Life is { IsAlive: true } up)
            throw new ClusterException($"node {own.Id} (pid {up.Pid}) is up already");
        own.Remember(how);
        var launch = system.LaunchOf(own.Site, world.Sites, own.How.Joins is true);
        var life = await world.LaunchAsync(own.Site, launch, own.How.IsOtherVersion is true, own.Log, cancellation);
        own.Begin(life);
        _watches.Add(WatchAsync(own, life));
        if (_isDisposed)
            await own.EndAsync();
        await FollowAsync(own, cancellation);
    }

    public Task<TimeSpan> BecomeReadyAsync(IWorldNode node, CancellationToken cancellation) =>
        _nodes[node.Id].BecomeReadyAsync(options.ReadyPatience, cancellation);

    /// <summary>Kills every node, paused ones too, undoes the faults, and takes the world down. Safe to call twice, and after a failed start.</summary>
    /// <exception cref="ClusterException">Not all of it could be done; the rest was.</exception>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        var down = new TearDown();
        await down.DoAsync(() => Task.WhenAll(_nodes.Values.Select(node => node.EndAsync())));
        foreach (var injector in _injectors.Values.OfType<IAsyncDisposable>())
            await down.DoAsync(async () => await injector.DisposeAsync());
        await down.DoAsync(async () => await world.DisposeAsync());
        await down.DoAsync(() => Task.WhenAll(_watches).WaitAsync(EndPatience));
        foreach (var node in _nodes.Values)
            await down.DoAsync(() => Task.Run(node.Dispose));
        await down.DoAsync(() => Task.Run(() => (system as IDisposable)?.Dispose()));
        down.Demand();
    }

    private void Populate()
    {
        foreach (var site in world.Sites)
            _nodes[site.Node] = new WorldNode(site, system, world.Kernel, Path.Combine(options.RunDirectory, "nodes", site.Node));
        var named = _nodes.ToDictionary(node => node.Key, IWorldNode (node) => node.Value);
        var around = new Surroundings(world, system, named, this, new Dice(options.Seed).Fork("injectors"));
        foreach (var family in WorldInjectors.All.Where(family => options.Abilities.Of(family.Kind) is { Works: true }))
            _injectors[family.Kind] = family.Create(around);
    }

    private async Task StartNodeAsync(WorldNode node, CancellationToken cancellation)
    {
        await LaunchAsync(node, StartHow.Again, cancellation);
        await BecomeReadyAsync(node, cancellation);
    }

    /// <summary>What is in force on a node stays in force in its new life.</summary>
    private async Task FollowAsync(WorldNode node, CancellationToken cancellation)
    {
        foreach (var follower in _injectors.Values.OfType<IFollowsLives>())
        {
            try
            {
                await follower.LaunchedAsync(node, cancellation);
            }
            catch (KernelException refused)
            {
                throw new ClusterException($"node {node.Id} lives, but what was in force on it is not: {refused.Message}", refused);
            }
        }
    }

    private async Task WatchAsync(WorldNode node, IWorldLife life)
    {
        var code = await life.Ended;
        if (node.IsSurprise(life, code))
            _unexpectedExits.Enqueue(new NodeExit(node.Id, code, $"node {node.Id} (pid {life.Pid}) ended by itself with code {code}; {node.Log.Tail}"));
    }

    private async Task FindLeaderAsync(CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < options.ReadyPatience)
        {
            // Its own first entry is committed: it can serve a read (thesis 6.4).
            if ((await ObserveAsync(cancellation)).Any(status => status is { IsLeader: true, CommitIndex: > 0 }))
                return;
            await Task.Delay(PollInterval, cancellation);
        }

        throw new ClusterException(
            $"no leader after {options.ReadyPatience.TotalSeconds} s though all nodes are up: see the logs in {options.RunDirectory}/nodes; "
            + $"{_nodes.Keys.First()}: {_nodes.Values.First().Log.Tail}");
    }
}
